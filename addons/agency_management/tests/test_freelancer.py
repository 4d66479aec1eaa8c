from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .freelancer_common import FreelancerCommon
from .time_common import MONDAY, NEXT_MONDAY, TUESDAY, WEDNESDAY

APRIL = date(2024, 4, 1)


@tagged("post_install", "-at_install")
class TestFreelancer(FreelancerCommon):
    """Freelancers as people: employment, rates, what their time costs, that they are planned."""

    def test_employment_follows_from_the_employee_type(self):
        people = self.frida | self.alan
        self.assertEqual(people.mapped("agency_employment"), ["freelancer", "employee"])
        self.frida.employee_type = "employee"
        self.alan.employee_type = "contractor"
        self.assertEqual(people.mapped("agency_employment"), ["employee", "freelancer"])
        found = self.env["hr.employee"].search([("agency_employment", "=", "freelancer"), ("id", "in", people.ids)])
        self.assertEqual(found, self.alan)

    def test_a_freelancer_says_what_is_missing(self):
        cases = [
            (self.frida, False),
            (self.alan, False),
            (self.new_freelancer("No vendor"), "No vendor"),
            (self.new_freelancer("No rate", vendor=self.studio), "No rate: add"),
        ]
        for employee, expected in cases:
            with self.subTest(employee=employee.name):
                if expected:
                    self.assertRegex(employee.agency_freelancer_problem, expected)
                else:
                    self.assertFalse(employee.agency_freelancer_problem)
        later = self.new_freelancer("Later", vendor=self.studio)
        self.new_rate(later, "2999-01-01", 10)
        self.assertRegex(later.agency_freelancer_problem, "No rate holds today")

    @mute_logger("odoo.sql_db")
    def test_rates_that_make_no_sense_are_refused(self):
        for values in (
            {"valid_from": "2024-01-01"},
            {"valid_from": "2025-01-01", "price": 0.0},
            {"valid_from": "2025-01-01", "price": -5.0},
            {"valid_from": "2025-01-01", "unit": "day", "hours_per_day": 0.0},
            {"valid_from": "2025-01-01", "unit": "day", "hours_per_day": 25.0},
        ):
            with self.subTest(values=values), self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self.new_rate(self.frida, **{"day": values.pop("valid_from"), "price": 60.0} | values)
        self.assertEqual(len(self.frida.agency_freelancer_rate_ids), 1)

    def test_time_costs_the_rate_of_its_day(self):
        self.frida.hourly_cost = 10.0
        self.new_rate(self.frida, TUESDAY, 640.0, unit="day", hours_per_day=8.0)
        before = self.work(2.0, day=date(2023, 12, 29), approve=False)
        monday, tuesday = self.work(2.0, approve=False), self.work(2.0, day=TUESDAY, approve=False)
        # before the first rate it is what the employee is said to cost
        self.assertEqual([line.amount for line in (before, monday, tuesday)], [-20.0, -120.0, -160.0])

    def test_a_rate_in_another_currency_is_converted_on_the_day_of_the_work(self):
        pound = self.env.ref("base.GBP")
        pound.active = True
        company = self.env.company
        pound.rate_ids.unlink()
        for day, rate in (("2024-01-01", 0.5), ("2024-03-12", 0.8)):
            self.env["res.currency.rate"].create(
                {"currency_id": pound.id, "name": day, "rate": rate, "company_id": company.id}
            )
        self.frida.agency_freelancer_rate_ids.currency_id = pound
        self.assertEqual([self.work(1.0, day=day, approve=False).amount for day in (MONDAY, TUESDAY)], [-120.0, -75.0])

    def test_rates_that_change_cost_time_anew_that_no_vendor_billed(self):
        billed, approved = self.work(1.0), self.work(1.0, day=NEXT_MONDAY)
        other = self.log(1.0)
        other_cost = other.sudo().amount
        self.make_bills(last="2024-03-15")
        open_time = self.work(1.0, day=APRIL, approve=False)
        rate = self.new_rate(self.frida, "2024-03-01", 90.0)
        lines = billed, approved, open_time
        self.assertEqual([line.amount for line in lines], [-60.0, -90.0, -90.0])
        rate.with_user(self.hr).valid_from = "2024-04-01"
        self.assertEqual([line.amount for line in lines], [-60.0, -60.0, -90.0])
        rate.with_user(self.hr).unlink()
        self.assertEqual([line.amount for line in lines], [-60.0, -60.0, -60.0])
        self.assertEqual(approved.agency_approval_state, "approved")
        self.assertEqual(other.sudo().amount, other_cost)

    def test_plans_take_the_rate_of_the_freelancer(self):
        role = self.env["agency.role"].create({"name": "Copy", "code": "free_copy", "cost_rate": 40, "bill_rate": 90})
        (self.frida | self.alan).agency_role_id = role
        company = self.env.company
        self.assertEqual(self.frida._agency_cost_rate(company), 60.0)
        self.assertEqual(self.alan._agency_cost_rate(company), 40.0)
        found = self.env["agency.capacity"]._suggest(role, self.env["hr.skill"], MONDAY, WEDNESDAY, 8.0, company)
        self.assertEqual(
            [(one["employee"], one["free_hours"], one["cost_rate"]) for one in found],
            [(self.alan, 24.0, 40.0), (self.frida, 24.0, 60.0)],
        )

    def test_freelancers_are_booked_and_found_without_a_user(self):
        bookings = self.env["agency.booking"].create(
            [
                {
                    "employee_id": employee.id,
                    "project_id": self.project_a.id,
                    "start_date": MONDAY,
                    "end_date": WEDNESDAY,
                    "hours": 6.0,
                }
                for employee in (self.frida, self.alan)
            ]
        )
        domain = [("id", "in", bookings.ids), ("employment", "=", "freelancer")]
        # team members plan with it although they read no employee
        self.assertEqual(self.env["agency.booking"].with_user(self.author).search(domain), bookings[0])
        self.assertEqual(self.frida.with_user(self.hr).agency_booking_count, 1)
        self.assertEqual(self.frida.with_user(self.hr).action_agency_bookings()["domain"][0][2], self.frida.ids)

    def test_the_project_manager_enters_submits_and_approves_time_of_who_has_no_user(self):
        line = self.work(3.0, approve=False)
        week = line.agency_week_id
        with self.assertRaises(AccessError):
            week.with_user(self.author).sudo(False).action_submit()
        mine = week.with_user(self.manager).sudo(False)
        self.assertTrue(mine.is_mine)
        mine.action_submit()
        self.assertEqual(line.agency_approval_state, "submitted")
        mine.action_approve()
        self.assertEqual(line.agency_approval_state, "approved")
        # whoever has a user hands in alone
        theirs = self.log(1.0).sudo().agency_week_id.with_user(self.manager).sudo(False)
        self.assertFalse(theirs.is_mine)
        with self.assertRaises(AccessError):
            theirs.action_submit()

    def test_rates_are_for_hr_and_for_reading_by_accountants(self):
        rate = self.frida.agency_freelancer_rate_ids
        for user in (self.manager, self.author, self.member_a):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                rate.with_user(user).read(["price"])
        self.assertEqual(rate.with_user(self.accountant).price, 60.0)
        with self.assertRaises(AccessError):
            rate.with_user(self.accountant).price = 1.0
        rate.with_user(self.hr).price = 65.0
        self.assertEqual(rate.price, 65.0)
        # neither do colleagues see on time what it is billed at
        line = self.work(1.0, approve=False)
        with self.assertRaises(AccessError):
            line.with_user(self.author).sudo(False).read(["agency_vendor_line_id"])

    def test_the_hours_and_what_they_cost(self):
        self.work(1.0)
        self.work(2.0, day=NEXT_MONDAY, approve=False)
        self.new_freelancer("No rate", vendor=self.studio)
        report = self.env["agency.freelancer.time"]
        self.log(5.0)
        domain = [("project_id", "=", self.project_a.id)]
        expected = [("to_bill", 1.0, 60.0), ("open", 2.0, 120.0)]
        for user in (self.manager, self.accountant, self.hr):
            with self.subTest(user=user.name):
                rows = report.with_user(user)._read_group(domain, ["billing"], ["hours:sum", "cost:sum"])
                self.assertEqual(sorted(rows), sorted(expected))
        self.assertEqual(self.frida.with_user(self.hr).agency_hours_to_bill, 1.0)
        for user in (self.author, self.member_a):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                report.with_user(user).search([], limit=1)

    def test_the_product_is_measured_in_time(self):
        company = self.env.company
        company.agency_freelancer_product_id = self.env["product.product"].create({"name": "Kilo", "type": "service"})
        self.work(1.0)
        with self.refused("Choose a product measured in hours or days", UserError):
            self.make_bills()
