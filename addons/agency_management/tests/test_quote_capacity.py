from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from odoo.addons.queue_job.tests.common import trap_jobs

from .capacity_common import CapacityBuilders, CapacityCommon, day

NOW = "2027-03-01 10:00:00"


@tagged("post_install", "-at_install")
class TestCapacityAwareQuoting(CapacityCommon):
    """BEY-1: the quotation shows the earliest honest start and delivery; SAL-1: it warns about the promised one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["hr.employee"].search([("agency_role_id", "!=", False)]).agency_role_id = False
        cls.env["sale.order"].search([("state", "in", ("draft", "sent"))]).action_cancel()
        cls.dev = cls.new_person("Dev", cls.role_code)
        cls.build = cls.new_service("Build", efforts=[(cls.role_code, 30)], duration_days=9)
        cls.package = cls.new_package("Site", [(cls.build, "one_off")], duration_days=5)
        cls.seller = cls.new_staff("capacity_seller", "marketing_manager")

    def told(self, order):
        return order.earliest_start, order.earliest_finish, order.capacity_reason

    @freeze_time(NOW)
    def test_choosing_a_package_shows_when_it_can_start(self):
        self.new_booking(self.dev, "2027-03-01", "2027-03-10", 64)
        order = self.new_order(self.client_acme, self.package)
        self.assertEqual(
            self.told(order),
            (
                day("2027-03-11"),
                day("2027-03-17"),
                "Code has only 0 of 30 hours free in the 5 working days from 03/01/2027 on. Enough from 03/11/2027 on.",
            ),
        )
        self.assertEqual(str(order.capacity_checked_at), NOW)

    @freeze_time(NOW)
    def test_own_demand_does_not_compete(self):
        order = self.new_order(self.client_acme, self.package, state="sent")
        order.action_refresh_capacity()
        self.assertEqual(self.told(order)[:2], (day("2027-03-01"), day("2027-03-05")))
        other = self.new_order(self.client_acme, self.package)
        # the first one is won with a chance of one half: 15 of the 40 hours of the first week
        self.assertEqual(self.told(other)[0], day("2027-03-03"))
        lead = self.env["crm.lead"].create({"name": "Deal", "type": "opportunity"})
        (order | other).opportunity_id = lead
        (order | other)._refresh_capacity()
        self.assertEqual(self.told(other)[0], day("2027-03-01"), "two offers of one deal")

    @freeze_time(NOW)
    def test_a_promise_that_cannot_be_met_warns(self):
        self.new_booking(self.dev, "2027-03-01", "2027-03-10", 64)
        order = self.new_order(self.client_acme, self.package)
        self.assertFalse(order.promise_warning)
        order.with_user(self.seller).promised_start = "2027-03-08"
        self.assertEqual(
            order.promise_warning,
            "Code has only 16 of 30 hours free in the 5 working days from 03/08/2027 on. Enough from 03/11/2027 on.",
        )
        doubtful = self.env["sale.order"].with_user(self.seller).search([("promise_warning", "!=", False)])
        self.assertEqual(doubtful, order)
        # a Saturday is the Monday after it
        order.promised_start = "2027-03-13"
        self.assertFalse(order.promise_warning)

    @freeze_time(NOW)
    def test_checking_again(self):
        order = self.new_order(self.client_acme, self.package)
        self.assertEqual(order.earliest_start, day("2027-03-01"))
        self.new_absence(self.dev, "2027-03-01 00:00:00", "2027-03-05 23:59:59")
        order.with_user(self.seller).action_refresh_capacity()
        self.assertEqual(order.earliest_start, day("2027-03-08"))
        nothing = self.new_order(self.client_acme)
        with self.assertRaisesRegex(UserError, "no services with planned effort"):
            nothing.action_refresh_capacity()
        order.action_confirm()
        self.new_absence(self.dev, "2027-03-08 00:00:00", "2027-03-12 23:59:59")
        order.action_refresh_capacity()
        self.assertEqual(order.earliest_start, day("2027-03-08"), "what is sold is not checked any more")

    @freeze_time(NOW)
    def test_nobody_can_do_it(self):
        self.dev.agency_role_id = False
        order = self.new_order(self.client_acme, self.package)
        self.assertEqual(self.told(order), (False, False, "Nobody has the role Code."))

    @freeze_time(NOW)
    def test_duration_and_effort(self):
        care = self.new_service("Care", pricing_model="retainer", efforts=[(self.role_code, 4), (self.role_design, 2)])
        package = self.new_package("Both", [(self.build, "one_off", {"quantity": 2}), (care, "monthly")])
        order = self.new_order(self.client_acme, package)
        self.assertEqual(order._agency_efforts(), {self.role_code: 64.0, self.role_design: 2.0})
        self.assertEqual(order._agency_duration(), 9)
        self.assertEqual(self.new_order(self.client_acme)._agency_duration(), 0)

    @freeze_time(NOW)
    def test_what_the_client_is_told(self):
        order = self.new_order(self.client_acme, self.package)
        self.assertEqual(order._agency_start_for_client(), {"earliest": day("2027-03-01"), "finish": day("2027-03-05")})
        order.promised_start = "2027-03-08"
        self.assertEqual(order._agency_start_for_client(), {"promised": day("2027-03-08")})
        order.promised_start = False
        with freeze_time("2027-03-02"):
            self.assertEqual(order._agency_start_for_client(), {}, "the day is over")
        order.action_confirm()
        self.assertEqual(order._agency_start_for_client(), {})

    @freeze_time(NOW)
    def test_sent_quotations_are_checked_each_day(self):
        sent = self.new_order(self.client_acme, self.package, state="sent")
        self.new_order(self.client_acme, self.package)
        self.new_order(self.client_acme, self.package, state="sent", validity_date="2027-02-28")
        self.assertTrue(sent.earliest_start)
        self.new_absence(self.dev, "2027-03-01 00:00:00", "2027-03-05 23:59:59")
        with trap_jobs() as trap:
            self.env["sale.order"]._cron_refresh_capacity()
            trap.assert_jobs_count(1, only=sent._job_refresh_capacity)
            trap.assert_enqueued_job(sent._job_refresh_capacity, args=(), kwargs={})
            trap.perform_enqueued_jobs()
        self.assertEqual(sent.earliest_start, day("2027-03-08"))


@tagged("post_install", "-at_install")
class TestStartOnThePage(CapacityBuilders, HttpCase):
    """The client reads the earliest start on the quotation's page."""

    def test_page(self):
        self.calendar = type(self).calendar = self.new_calendar()
        role = self.new_role("Page")
        self.new_person("Pat", role)
        service = self.new_service("Page", efforts=[(role, 8)], duration_days=2)
        client = self.new_client("Acme Page")
        order = self.new_order(client, self.new_package("Page", [(service, "one_off")]), state="sent")
        self.assertTrue(order.earliest_start)
        text = self.url_open(order.get_portal_url()).text
        self.assertIn("Earliest start", text)
        self.assertIn(order.earliest_start.strftime("%m/%d/%Y"), text)
        self.assertNotIn("Everybody needed", text, "why is the agency's own")
