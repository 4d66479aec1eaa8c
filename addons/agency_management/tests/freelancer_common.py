"""Builders for the tests of freelancers."""

from odoo import fields

from .time_common import MONDAY, TimeBuilders, TimeCommon


class FreelancerBuilders(TimeBuilders):
    """Frida bills 60 an hour through her studio and has no user; an accountant, an HR manager."""

    @classmethod
    def build_freelancer_world(cls):
        company = cls.env.company
        if not company.chart_template:
            cls.env["account.chart.template"].try_loading("generic_coa", company=company, install_demo=False)
        cls.accountant = cls.new_staff("free_accountant", "accountant")
        cls.hr = cls.new_staff("free_hr", "hr_manager")
        cls.studio = cls.env["res.partner"].create({"name": "Frida's Studio", "is_company": True})
        cls.frida = cls.new_freelancer("Frida Free", vendor=cls.studio)
        cls.new_rate(cls.frida, "2024-01-01", 60.0)

    @classmethod
    def new_freelancer(cls, name, vendor=None, **values):
        """:return: ``hr.employee`` without user, in Berlin, by the same calendar as the others"""
        return cls.env["hr.employee"].create(
            {
                "name": name,
                "employee_type": "freelance",
                "agency_vendor_id": vendor.id if vendor else False,
                "tz": "Europe/Berlin",
                "resource_calendar_id": cls.calendar.id,
            }
            | values
        )

    @classmethod
    def new_rate(cls, employee, day, price, unit="hour", **values):
        """:return: ``agency.freelancer.rate``"""
        return cls.env["agency.freelancer.rate"].create(
            {"employee_id": employee.id, "valid_from": day, "price": price, "unit": unit} | values
        )

    @classmethod
    def work(cls, hours, day=MONDAY, employee=None, approve=True, **values):
        """Enter time for a freelancer as the project manager does, and approve it unless told otherwise.

        :return: ``account.analytic.line`` with elevated rights
        """
        line = cls.log(hours, day=day, employee=employee or cls.frida, user=cls.manager, **values).sudo()
        if approve:
            week = line.agency_week_id.with_user(cls.manager).sudo(False)
            week.action_submit()
            week.action_approve()
        return line

    @classmethod
    def make_bills(cls, employees=None, first="2024-03-01", last="2024-03-31", user=None):
        """:return: vendor bills made by the dialogue, as the accountant"""
        wizard = cls.env["agency.freelancer.bill"].with_user(user or cls.accountant)
        wizard = wizard.create({"date_from": first, "date_to": last})
        for line in wizard.line_ids:
            line.chosen = not employees or line.employee_id in employees
        action = wizard.action_make_bills()
        return cls.env["account.move"].search(action["domain"], order="id")

    @classmethod
    def post(cls, bills):
        """Post vendor bills as they come back from the vendor, with a date."""
        bills.write({"invoice_date": fields.Date.to_date("2024-04-02")})
        bills.action_post()
        return bills


class FreelancerCommon(FreelancerBuilders, TimeCommon):
    """Base of the ORM tests of freelancers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.build_freelancer_world()
