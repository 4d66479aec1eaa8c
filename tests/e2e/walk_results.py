"""Steps 8 to 10 of the walk: the month is billed and paid, the figures arrive, each role has its menus."""

import csv
import datetime
import re
from collections import defaultdict
from pathlib import Path

from playwright.sync_api import expect

from . import webclient as web
from .agency_setup import PEOPLE
from .mailbox import wait_for_mail
from .people import PHONE
from .walk_common import CLIENT_MAIL, COMPANY, pass_night, pay_with_demo, value, wait_value
from .walk_work import PASSWORD, Work

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "tests" / "data"
#: five weeks pass: everything in the database is then five weeks older
LATER = """
import sys
sys.path.insert(0, {root!r})
from tools.demo_agency import shifting
shifting.move(env, -35)
env.cr.commit()
"""
RETAINER_INVOICES = (
    "SELECT name, state, payment_state, round(amount_total, 2), round(amount_residual, 2) FROM account_move"
    " WHERE retainer_id IS NOT NULL AND amount_total > 0 ORDER BY id"
)
#: what is wrong with search_console/Dates_with_faults.csv, by line
REJECTED = [
    ["3", "“thirty” is not a number."],
    ["4", "“-5” is negative."],
    ["5", "“31/31/2026” is not a date."],
    ["8", "The same as line 7, which was imported."],
    ["9", "3 cells instead of 5."],
    ["10", "A quotation mark is not closed."],
    ["11", "A position of 0.4 does not exist: the first one is 1."],
    ["12", "“30.5” is not a whole number."],
    ["13", "No figures in this row."],
]


class Results(Work):
    """From the nightly run to the results the client sees."""

    def test_08_nightly_run_bills_the_month_once(self, agency, people):
        """A month later the scheduled action makes one invoice, posted and sent, however often it runs."""
        agency.stop()
        agency.shell(LATER.format(root=str(ROOT)))
        agency.start()
        agency.forget_mails()
        boss = people.page("boss")
        cron = int(value(agency, "SELECT id FROM ir_cron WHERE cron_name = 'Agency: bill retainers'"))
        for _night in range(2):
            web.open_form(boss, "ir.cron", cron)
            web.press_named(boss, "method_direct_trigger")
            wait_value(agency, "SELECT count(*) FROM queue_job WHERE state NOT IN ('done', 'failed', 'cancelled')", "0")
        rows = agency.sql(RETAINER_INVOICES)
        assert [row[1:] for row in rows] == [["posted", "not_paid", "1380.00", "1380.00"]]
        assert agency.sql("SELECT count(*) FROM queue_job WHERE state = 'failed'") == [["0"]]
        assert agency.sql("SELECT count(*), count(DISTINCT period_start) FROM agency_retainer_charge") == [["2", "2"]]
        mail = wait_for_mail(agency, CLIENT_MAIL, re.escape(rows[0][0]))
        assert "application/pdf" in mail["source"]
        manager = people.page("manager")
        web.open_menu(manager, "Bill", "Retainers")
        web.open_record(manager, COMPANY)
        people.shoot(manager, "walk-08-retainer", full_page=True)

    def test_08_client_pays_in_the_portal(self, agency, people):
        """Paid with two clicks; client, project and retainer show it."""
        number = agency.sql(RETAINER_INVOICES)[0][0]
        client = people.page(CLIENT_MAIL, PASSWORD)
        client.goto("/my/agency")
        expect(client.locator("body")).to_contain_text(number)
        people.shoot(client, "walk-08-overview", full_page=True)
        client.locator(f"a.list-group-item:has-text('{number}')").click()
        people.shoot(client, "walk-08-invoice", full_page=True)
        pay_with_demo(client)
        people.shoot(client, "walk-08-paid", full_page=True)
        wait_value(agency, "SELECT sum(amount_residual) FROM account_move WHERE move_type = 'out_invoice'", "0.00")
        assert agency.sql(RETAINER_INVOICES)[0][2] in ("paid", "in_payment")
        manager = people.page("manager")
        paid = "4,485.00"  # 1,500 + 1,200 + 1,200 and 15 % tax
        web.open_menu(manager, "Clients", "Clients")
        web.open_record(manager, COMPANY)
        web.tab(manager, "Agency Client")
        expect(web.field(manager, "agency_amount_paid")).to_contain_text(paid)
        expect(web.field(manager, "agency_amount_residual")).to_contain_text("0.00")
        people.shoot(manager, "walk-08-client", full_page=True)
        project = int(value(agency, "SELECT id FROM project_project WHERE agency_order_id IS NOT NULL"))
        web.open_form(manager, "project.project", project)
        web.tab(manager, "Payments")
        expect(web.field(manager, "agency_amount_paid")).to_contain_text(paid)
        people.shoot(manager, "walk-08-project")
        web.open_menu(manager, "Bill", "Retainers")
        web.open_record(manager, COMPANY)
        expect(web.field(manager, "amount_paid")).to_contain_text("1,380.00")

    def test_09_figures_are_imported_and_shown(self, agency, people):
        """Bad rows are told by line, good ones kept, a second import changes nothing; staff and client see the same."""
        sales = people.page("sales")
        _import(sales, "search_console/Dates_with_faults.csv")
        people.shoot(sales, "walk-09-preview", full_page=True)
        web.press(sales, "Import")
        wait_value(agency, "SELECT state FROM agency_metric_import ORDER BY id DESC LIMIT 1", "done")
        web.tab(sales, "Rejected Rows")
        people.shoot(sales, "walk-09-rejected", full_page=True)
        assert agency.sql("SELECT rows_ok, rows_bad FROM agency_metric_import") == [["3", "9"]]
        assert agency.sql("SELECT line_no, reason FROM agency_metric_import_error ORDER BY line_no") == REJECTED
        for sample in (
            "search_console/Dates.csv",
            "search_console/api_date_query.csv",
            "ga4/exploration_date_channel.csv",
            "ga4/exploration_date.csv",
        ):
            _import(sales, sample)
            web.press(sales, "Import")
            wait_value(agency, "SELECT state FROM agency_metric_import ORDER BY id DESC LIMIT 1", "done")
        facts = agency.sql("SELECT count(*), sum(value), max(date) FROM agency_metric_fact")
        _import(sales, "ga4/exploration_date_channel.csv")
        web.press(sales, "Import")
        wait_value(agency, "SELECT state FROM agency_metric_import ORDER BY id DESC LIMIT 1", "done")
        last = "FROM agency_metric_import ORDER BY id DESC LIMIT 1"
        assert agency.sql(f"SELECT values_inserted, values_changed {last}") == [["0", "0"]]
        assert agency.sql("SELECT count(*), sum(value), max(date) FROM agency_metric_fact") == facts
        web.press(sales, "Open Dashboard")
        sales.wait_for_selector(".o_agency_ready")
        people.shoot(sales, "walk-09-dashboard", full_page=True)
        client = people.page(CLIENT_MAIL, PASSWORD)
        client.goto("/my/agency/analytics")
        client.wait_for_selector("canvas[data-chart='traffic']:visible")
        client.wait_for_selector("[data-state='loading']:visible", state="detached")
        people.shoot(client, "walk-09-portal", full_page=True)
        assert _tiles(sales) == _tiles(client)
        assert _queries(sales) == _queries(client)
        assert len(_queries(client)) > 3
        phone = people.page(CLIENT_MAIL, PASSWORD, viewport=PHONE)
        phone.goto("/my/agency/analytics")
        phone.wait_for_selector("canvas[data-chart='search']:visible")
        people.shoot(phone, "walk-09-portal-phone", full_page=True)
        assert phone.evaluate("document.documentElement.scrollWidth") <= 375

    def test_10_a_night_passes(self, agency):
        """Everything scheduled runs over what was made, by the server's own scheduler; nothing is billed again."""
        invoices = agency.sql(RETAINER_INVOICES)
        pass_night(agency)
        assert agency.sql("SELECT method_name, exc_info FROM queue_job WHERE state = 'failed'") == []
        assert agency.sql(RETAINER_INVOICES) == invoices

    def test_10_each_role_sees_its_menus(self, agency, people):
        """The six staff roles see exactly their apps; the client is sent to the portal."""
        expected = _menu_matrix(agency.facts["series"])
        seen = {}
        for login, (_name, role) in PEOPLE.items():
            page = people.page(login)
            page.goto("/web")
            page.wait_for_selector(".o_main_navbar")
            page.click(".o_navbar_apps_menu button")
            page.wait_for_selector(".o_app")
            people.shoot(page, f"walk-10-{role}")
            seen[role] = sorted(page.eval_on_selector_all(".o_app", "apps => apps.map(app => app.dataset.menuXmlid)"))
            page.keyboard.press("Escape")
        assert seen == expected
        client = people.page(CLIENT_MAIL, PASSWORD)
        client.goto("/web")
        assert re.search(r"/my(/|$)", client.url), client.url


def _import(page, sample):
    """Fill the form of a new import with a sample whose days end three days ago."""
    web.open_menu(page, "Measure", "Imports")
    page.locator(".o_list_button_add:visible, .o-kanban-button-new:visible").first.click()
    web.wait_idle(page)
    web.choose(page, "client_id", COMPANY)
    payload = {"name": Path(sample).name, "mimeType": "text/csv", "buffer": _recent((SAMPLES / sample).read_text())}
    page.locator(".o_field_widget[name='file'] input[type=file]").set_input_files(payload)
    web.wait_idle(page)
    expect(web.field(page, "report")).not_to_be_empty()


def _recent(text):
    """A sample with its dates moved so that the last day is three days ago."""
    found = re.findall(r"\b(20\d\d)-?(\d\d)-?(\d\d)\b", text)
    days = [datetime.date(*map(int, parts)) for parts in found if int(parts[1]) <= 12]
    ahead = datetime.date.today() - datetime.timedelta(days=3) - max(days)

    def moved(match):
        try:
            day = datetime.date(int(match[1]), int(match[3]), int(match[4])) + ahead
        except ValueError:
            return match[0]
        return day.strftime(f"%Y{match[2]}%m{match[2]}%d")

    return re.sub(r"\b(20\d\d)(-?)(\d\d)-?(\d\d)\b", moved, text).encode()


def _tiles(page):
    """:return: dict metric -> value as shown"""
    script = "tiles => tiles.map(tile => [tile.dataset.metric, tile.querySelector('.o_agency_value').innerText])"
    return dict(page.eval_on_selector_all("[data-metric]", script))


def _queries(page):
    """:return: rows of the table of searches, as shown"""
    script = "rows => rows.map(row => [...row.cells].map(cell => cell.innerText))"
    return page.locator(".o_agency_ranking").first.locator("tbody tr").evaluate_all(script)


def _menu_matrix(series):
    """:return: dict role -> sorted xml ids of its root menus"""
    menus = defaultdict(list)
    with (ROOT / "tests" / "menu_matrix.csv").open(newline="") as stream:
        for row in csv.DictReader(stream):
            if row["series"] in ("", series):
                menus[row["role"]].append(row["menu"])
    return {role: sorted(xmlids) for role, xmlids in menus.items()}
