from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .time_common import MONDAY, TUESDAY, TimeCommon


@tagged("post_install", "-at_install")
class TestTimeReport(TimeCommon):
    """Time by client and kind, and utilisation as the quotient of sums."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["hr.employee"].search([]).agency_time_from = False
        (cls.alan | cls.chloe).agency_time_from = MONDAY
        cls.env.company.agency_time_reminder = False
        cls.log(8)
        cls.log(4, day=TUESDAY, project=cls.project_b)
        cls.log(2, day=TUESDAY, agency_time_kind_id=cls.kinds["pitch"].id)
        cls.log(10, employee=cls.chloe, project=cls.internal)
        with freeze_time("2024-03-17 12:00:00"):
            cls.env["agency.timesheet.week"]._job_missing_time()

    def groups(self, groupby, *aggregates):
        domain = [("employee_id", "in", (self.alan | self.chloe).ids)]
        rows = self.env["agency.time.report"].with_user(self.manager)._read_group(domain, [groupby], aggregates)
        return sorted((key.sudo().display_name or "", *values) for key, *values in rows)

    def test_by_person(self):
        self.assertEqual(
            self.groups("employee_id", "hours:sum", "hours_billable:sum", "hours_available:sum", "utilisation:avg"),
            [("Alan Author", 14, 12, 40, 30), ("Chloe Checker", 10, 0, 40, 0)],
        )

    def test_utilisation_of_all_is_no_mean_of_shares(self):
        report = self.env["agency.time.report"].with_user(self.manager)
        domain = [("employee_id", "in", (self.alan | self.chloe).ids)]
        self.assertEqual(report._read_group(domain, [], ["utilisation:avg"]), [(15,)])
        # Tuesday alone: 4 of 16 hours
        self.assertEqual(report._read_group([*domain, ("date", "=", TUESDAY)], [], ["utilisation:avg"]), [(25,)])

    def test_by_client_and_kind(self):
        self.assertEqual(
            self.groups("client_id", "hours:sum", "hours_billable:sum"),
            [("", 10, 0), ("Alpha Shoes", 10, 8), ("Beta Bikes", 4, 4)],
        )
        self.assertEqual(
            self.groups("kind_id", "hours:sum"), [("", 0), ("Client work", 12), ("Internal meeting", 10), ("Pitch", 2)]
        )
        report = self.env["agency.time.report"].with_user(self.manager)
        self.assertFalse(report._read_group([("client_id", "=", self.client_a.id)], [], ["utilisation:avg"])[0][0])

    def test_who_may_see_it(self):
        self.env["agency.time.report"].with_user(self.new_staff("time_hr", "hr_manager")).search([], limit=1)
        for user in (self.author, self.member_a, self.new_staff("time_acc", "accountant")):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self.env["agency.time.report"].with_user(user).search([], limit=1)

    def test_time_from_before_the_suite_gets_its_week(self):
        line = self.log(1, day=TUESDAY)
        self.env.flush_all()
        self.env.cr.execute("UPDATE account_analytic_line SET agency_week_id = NULL WHERE id = %s", [line.id])
        self.env.invalidate_all()
        while self.env["agency.timesheet.week"]._adopt_lines():
            pass
        self.assertEqual(line.sudo().agency_week_id, self.week().sudo())
