import csv
import io

from freezegun import freeze_time

from odoo.tests import HttpCase, tagged

from .common import DashboardBuilders

URL = "/my/agency/analytics"
RANGE = {"preset": "custom", "date_from": "2026-10-01", "date_to": "2026-10-03"}
QUERY = "?preset=custom&date_from=2026-10-01&date_to=2026-10-03"


class PortalCommon(DashboardBuilders, HttpCase):
    """Two clients with figures of their own, and a member of each."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.client = cls.new_client("Northwind")
        cls.other = cls.new_client("Contoso")
        cls.member = cls.new_member(cls.client, "analytics_member")
        cls.outsider = cls.new_member(cls.other, "analytics_outsider")
        for client, query in ((cls.client, "oak bench northwind"), (cls.other, "tent contoso")):
            search = cls.new_source(client)
            traffic = cls.new_source(client, provider="ga4", account="G-1")
            cls.store_days(search, "2026-10-01", 3, search_clicks=12.0, search_impressions=340.0)
            cls.store_days(search, "2026-10-01", 3, {"query": query}, search_clicks=4.0, search_impressions=40.0)
            cls.store_days(traffic, "2026-10-01", 3, {"channel": "Direct"}, ga_sessions=50.0, ga_engaged_sessions=20.0)
            cls.store_days(traffic, "2026-10-01", 3, ga_users=41.0)


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23 08:00:00")
class TestPortalAnalytics(PortalCommon):
    def test_a_member_sees_the_client_s_figures(self):
        self.authenticate("analytics_member", "analytics_member")
        page = self.url_open(URL + QUERY).text
        self.assertIn("Results of Northwind", page)
        self.assertIn("oak bench northwind", page)
        self.assertNotIn("contoso", page.lower())
        # the figures are in the HTML: no script is needed to read them
        self.assertIn('data-metric="search_clicks"', page)
        self.assertIn(">36<", page)

    def test_the_same_figures_as_staff(self):
        staff = self.new_staff("analytics_staff", "team_member")
        payload = (
            self.env["agency.client.dashboard"]
            .with_user(staff)
            .get_payload(self.client.id, "2026-10-01", "2026-10-03", "previous")
        )
        self.authenticate("analytics_member", "analytics_member")
        data = self.make_jsonrpc_request(f"{URL}/data", RANGE)
        self.assertEqual(data, {name: payload[name] for name in ("tiles", "series", "channels")})

    def test_another_client_is_refused(self):
        self.authenticate("analytics_outsider", "analytics_outsider")
        self.assertEqual(
            self.make_jsonrpc_request(f"{URL}/data", RANGE | {"client_id": self.client.id}),
            {"error": "You are not a member of this client. Ask your contact at the agency for access."},
        )
        for path in (URL, f"{URL}/export"):
            answer = self.url_open(f"{path}{QUERY}&client_id={self.client.id}", allow_redirects=False)
            self.assertEqual(
                (answer.status_code, answer.headers["Location"].split("://")[-1].split("/", 1)[-1]), (303, "my")
            )
        self.assertIn("tent contoso", self.url_open(URL + QUERY).text)

    def test_a_revoked_member_and_strangers_are_refused(self):
        self.authenticate("analytics_member", "analytics_member")
        self.assertIn("Results of Northwind", self.url_open(URL + QUERY).text)
        self.client.member_ids.unlink()
        self.assertNotIn("Northwind</", self.url_open(URL + QUERY).text.split("<main")[-1].split("</main")[0])
        self.assertIn("error", self.make_jsonrpc_request(f"{URL}/data", RANGE))
        self.authenticate(None, None)
        answer = self.url_open(URL + QUERY, allow_redirects=False)
        self.assertIn("/web/login", answer.headers["Location"])

    def test_a_member_of_two_clients_chooses(self):
        self.env["agency.client.member"].create({"client_id": self.other.id, "user_id": self.member.id})
        self.authenticate("analytics_member", "analytics_member")
        page = self.url_open(f"{URL}{QUERY}&client_id={self.other.id}").text
        self.assertIn("Results of Contoso", page)
        self.assertIn("tent contoso", page)
        self.assertIn(f'<option value="{self.client.id}"', page)

    def test_download(self):
        self.authenticate("analytics_member", "analytics_member")
        answer = self.url_open(f"{URL}/export{QUERY}")
        self.assertEqual(answer.headers["Content-Type"], "text/csv; charset=utf-8")
        self.assertIn("Northwind%202026-10-01%202026-10-03.csv", answer.headers["Content-Disposition"])
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        self.assertEqual(rows[:3], [["Client", "Northwind"], ["First day", "2026-10-01"], ["Last day", "2026-10-03"]])
        self.assertIn(["Clicks from search", "36.0", "", "2026-10-03"], rows)
        self.assertIn(["2026-10-02", "50.0", "41.0", "12.0", "340.0"], rows)
        self.assertIn(["oak bench northwind", "12.0", "120.0", "0.1", ""], rows)

    def test_nonsense_falls_back_to_the_usual_range(self):
        self.authenticate("analytics_member", "analytics_member")
        for query in (
            "?preset=decade&comparison=decade",
            "?preset=custom&date_from=x&date_to=y",
            "?preset=custom&date_from=1900-01-01&date_to=2026-10-01",
            "?preset=custom&date_from=0001-01-01&date_to=0001-01-01",
            "?client_id=",
        ):
            answer = self.url_open(URL + query)
            self.assertEqual(answer.status_code, 200, query)
            self.assertIn("Results of Northwind", answer.text, query)

    def test_no_figures(self):
        self.authenticate("analytics_member", "analytics_member")
        page = self.url_open(f"{URL}?preset=custom&date_from=2020-01-01&date_to=2020-01-05").text
        self.assertIn("No figures yet for this range", page)
        self.assertNotIn("<canvas", page)

    def test_labels_of_the_file_are_escaped(self):
        self.store_days(
            self.client.data_source_ids.filtered(lambda source: source.provider == "search_console"),
            "2026-10-01",
            1,
            {"query": "<script>alert(1)</script>"},
            search_clicks=99.0,
            search_impressions=99.0,
        )
        self.authenticate("analytics_member", "analytics_member")
        page = self.url_open(URL + QUERY).text
        self.assertIn("&lt;script&gt;alert(1)", page)
        self.assertNotIn("<script>alert(1)", page)

    def test_home_shows_the_card_to_members_only(self):
        self.authenticate("analytics_member", "analytics_member")
        counters = self.make_jsonrpc_request("/my/counters", {"counters": ["agency_analytics_count"]})
        self.assertEqual(counters["agency_analytics_count"], 1)
        self.new_portal_user("analytics_nobody")
        self.authenticate("analytics_nobody", "analytics_nobody")
        counters = self.make_jsonrpc_request("/my/counters", {"counters": ["agency_analytics_count"]})
        self.assertEqual(counters["agency_analytics_count"], 0)
