from datetime import date

from psycopg2 import IntegrityError

from odoo.tests import tagged
from odoo.tools import mute_logger

from .time_common import MONDAY, SUNDAY, TUESDAY, TimeCommon


@tagged("post_install", "-at_install")
class TestTimeTrackingRules(TimeCommon):
    """Kinds of time, what is billable by rule, and what cannot have been worked."""

    def facts(self, lines):
        return [(line.agency_time_kind_id.code, line.agency_billable) for line in lines]

    def test_new_time_gets_the_first_kind_that_fits(self):
        lines = (
            self.log(2) | self.log(1, project=self.internal) | self.log(1, agency_time_kind_id=self.kinds["pitch"].id)
        )
        self.assertEqual(self.facts(lines), [("client", True), ("internal_meeting", False), ("pitch", False)])

    def test_rules_of_project_task_and_service(self):
        service_free = self.env["agency.service"].create({"name": "Care", "time_billable": False})
        by_service = self.new_task("Free by service", self.project_a, agency_service_id=service_free.id)
        by_task = self.new_task(
            "Paid by task", self.project_a, agency_service_id=service_free.id, agency_time_billable="yes"
        )
        refused = self.new_task("Free by task", self.project_a, agency_time_billable="no")
        self.project_b.agency_time_billable = False
        lines = self.env["account.analytic.line"].union(
            *(self.log(1, task_id=task.id) for task in (self.copy_task, by_service, by_task, refused)),
            self.log(1, project=self.project_b),
        )
        self.assertEqual(lines.mapped("agency_billable"), [True, False, True, False, False])

    def test_a_rule_that_changes_leaves_the_past_alone(self):
        line = self.log(2)
        self.project_a.agency_time_billable = False
        self.kinds["client"].billable = False
        line.invalidate_recordset()
        self.assertTrue(line.agency_billable)
        self.kinds["client"].billable = True
        self.assertFalse(self.log(2).agency_billable)

    def test_by_hand(self):
        line = self.log(2)
        line.agency_billable = False
        self.assertFalse(line.agency_billable)
        line.agency_time_kind_id = self.kinds["client_meeting"]
        self.assertTrue(line.agency_billable, "another kind asks the rules again")
        line.agency_time_kind_id = self.kinds["training"]
        self.assertFalse(line.agency_billable)
        line.agency_billable = True
        self.assertTrue(line.agency_billable)

    def test_internal_projects_take_other_kinds_only(self):
        line = self.log(1, project=self.internal)
        with self.refused("Our own website has no client, so nobody pays"):
            line.agency_billable = True
        with self.refused("Client work is time for clients, and Our own website has none"):
            line.agency_time_kind_id = self.kinds["client"]
        with self.refused("is time for clients"):
            self.log(1, project=self.internal, agency_time_kind_id=self.kinds["client"].id)

    def test_free_time_counts_for_no_order_line(self):
        order = self.new_hourly_order()
        paid, free = self.log(3), self.log(2, agency_time_kind_id=self.kinds["goodwill"].id)
        self.assertEqual((paid.so_line, free.so_line), (order.order_line, self.env["sale.order.line"]))
        self.assertEqual(order.order_line.qty_delivered, 3)
        free.agency_billable = True
        self.assertEqual(order.order_line.qty_delivered, 5)
        paid.agency_billable = False
        self.assertEqual(order.order_line.qty_delivered, 2)

    def test_a_day_has_24_hours(self):
        self.log(20)
        with self.refused("Alan Author would have 24:30 h on 03/11/2024. A day has 24"):
            self.log(4.5)
        line = self.log(4)
        with self.refused("would have 24:01 h"):
            line.unit_amount = 4 + 1 / 60
        late = self.log(10, day=TUESDAY)
        with self.refused("would have 34:00 h"):
            late.date = MONDAY
        self.log(20, employee=self.chloe)

    def test_time_is_never_negative(self):
        with self.refused("-1:30 h: time cannot be negative"):
            self.log(-1.5)
        line = self.log(1)
        with self.refused("time cannot be negative"):
            line.unit_amount = -0.25

    def test_hours_over_what_the_retainer_includes(self):
        product = self.env["product.product"].create({"name": "Care", "type": "service"})
        retainer = self.env["agency.retainer"].create(
            {
                "client_id": self.client_a.id,
                "start_date": "2024-02-15",
                "project_id": self.project_a.id,
                "included_hours": 5,
                "line_ids": [(0, 0, {"product_id": product.id, "price_unit": 900})],
            }
        )
        retainer.action_activate()
        before = self.log(9, day=date(2024, 2, 14))
        last = self.log(3, day=date(2024, 3, 14))
        first = self.log(3, day=MONDAY)
        free = self.log(8, day=TUESDAY, agency_time_kind_id=self.kinds["goodwill"].id)
        following = self.log(4, day=date(2024, 3, 15))
        elsewhere = self.log(9, day=TUESDAY, project=self.project_b)
        lines = before | last | first | free | following | elsewhere
        self.assertEqual(lines.mapped("agency_hours_over"), [0, 1, 0, 0, 0, 0])
        # looked at alone it comes after the same entries
        self.env.invalidate_all()
        self.assertEqual(last.with_prefetch().agency_hours_over, 1)

    def test_codes_are_unique(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.env["agency.time.kind"].create({"name": "Again", "code": "pitch"})

    def test_weeks_add_up(self):
        self.log(2)
        self.log(3, day=SUNDAY, project=self.internal)
        self.log(4, employee=self.chloe)
        week = self.week()
        self.assertRecordValues(
            week.sudo(),
            [
                {
                    "user_id": self.author.id,
                    "company_id": self.alan.company_id.id,
                    "start_date": MONDAY,
                    "end_date": SUNDAY,
                    "hours_logged": 5,
                    "hours_billable": 2,
                    "hours_approved": 0,
                    "state": "draft",
                    "hours_missing": 0,
                }
            ],
        )
        self.assertEqual(len(week.sudo().line_ids), 2)

    def test_weeks_begin_where_the_person_says(self):
        self.env["res.lang"].search([("code", "=", self.author.lang)]).week_start = "7"
        self.assertEqual(self.log(1, day=SUNDAY).sudo().agency_week_id.start_date, SUNDAY)
        line = self.log(1, day=MONDAY)
        self.assertEqual(line.sudo().agency_week_id.start_date.isoformat(), "2024-03-10")
        line.date = SUNDAY
        self.assertEqual(line.sudo().agency_week_id.start_date, SUNDAY)
