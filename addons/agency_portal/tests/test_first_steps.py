from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, HttpCase, tagged

from odoo.addons.agency_crm.tests.common import AgencyBuilders, AgencyCommon

from .test_branding import LOGO


@tagged("post_install", "-at_install")
class TestFirstSteps(AgencyCommon):
    """From a company that has nothing to its first invoice."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Empty Agency"})
        cls.admin = cls.new_staff(
            "steps_admin", "administrator", company_id=cls.company.id, company_ids=[Command.link(cls.company.id)]
        )
        cls.env = cls.env(user=cls.admin, context=dict(cls.env.context, allowed_company_ids=cls.company.ids))
        cls.company = cls.env["res.company"].browse(cls.company.id)
        cls.spain = cls.env.ref("base.es")

    def _steps(self, **values):
        form = Form(self.env["agency.first.steps"])
        for name, value in (
            {"name": "Bright Lane", "country_id": self.spain, "chart_template": "generic_coa"} | values
        ).items():
            setattr(form, name, value)
        return form.save()

    def _post_invoice(self):
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.env["res.partner"].create({"name": "First Client"}).id,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "First work",
                            "quantity": 1,
                            "price_unit": 100.0,
                            "tax_ids": [Command.set(self.company.account_sale_tax_id.ids)],
                        }
                    )
                ],
            }
        )
        invoice.action_post()
        return invoice

    def test_first_invoice(self):
        """Country, currency, chart, tax and looks are set; the first invoice is posted with the tax."""
        self.assertTrue(self.company._agency_first_steps_pending())
        steps = self._steps(sales_tax=21.0, email="hello@brightlane.example.com", primary_color="#123456")
        self.assertEqual(steps.currency_id, self.env.ref("base.EUR"))
        steps.action_apply()
        self.assertRecordValues(
            self.company,
            [
                {
                    "name": "Bright Lane",
                    "country_id": self.spain.id,
                    "currency_id": self.env.ref("base.EUR").id,
                    "chart_template": "generic_coa",
                    "email": "hello@brightlane.example.com",
                    "primary_color": "#123456",
                    "agency_first_steps_done": True,
                }
            ],
        )
        self.assertTrue(self.company.external_report_layout_id)
        self.assertEqual(self.company.account_sale_tax_id.amount, 21.0)
        self.assertEqual(self.company.account_fiscal_country_id, self.spain)
        invoice = self._post_invoice()
        self.assertEqual(invoice.state, "posted")
        self.assertEqual(invoice.currency_id, self.env.ref("base.EUR"))
        self.assertEqual((invoice.amount_untaxed, invoice.amount_tax), (100.0, 21.0))
        self.assertFalse(self.company._agency_first_steps_pending())

    def test_looks(self):
        """Name, logo and colours reach documents, mails and the company's websites, and nobody else's."""
        # websites are made by whoever may; their company is what counts
        websites_sudo = self.env["website"].sudo()
        own = websites_sudo.create({"name": "My Website", "company_id": self.company.id})
        others = websites_sudo.search([("id", "!=", own.id)])
        before = others.read(["name", "logo"])
        steps = self._steps(logo=LOGO, primary_color="#0F766E", secondary_color="#115E59")
        self.assertFalse(own.logo)
        steps.action_apply()
        self.assertEqual((own.name, own.logo), ("Bright Lane", LOGO))
        self.assertRecordValues(
            self.company,
            [
                {
                    "logo": LOGO,
                    "uses_default_logo": False,
                    "primary_color": "#0F766E",
                    "secondary_color": "#115E59",
                    "email_secondary_color": "#0F766E",
                }
            ],
        )
        self.assertEqual(others.read(["name", "logo"]), before)
        again = Form(self.env["agency.first.steps"])
        again.logo = False
        again.save().action_apply()
        self.assertFalse(own.logo)

    def test_an_address_nobody_can_answer_to(self):
        """It is refused by name before anything changes, and what was typed stays in the form."""
        steps = self._steps(email="hello at brightlane")
        with self.assertRaisesRegex(UserError, "E-mail: hello at brightlane is not an address"):
            steps.action_apply()
        self.assertEqual((self.company.name, steps.email), ("Empty Agency", "hello at brightlane"))
        self.assertTrue(self.company._agency_first_steps_pending())

    def test_state_of_the_country(self):
        oregon = self.env.ref("base.state_us_32")
        self._steps(country_id=oregon.country_id, state_id=oregon).action_apply()
        self.assertEqual(self.company.state_id, oregon)
        again = Form(self.env["agency.first.steps"])
        self.assertEqual(again.state_id, oregon)
        again.country_id = self.spain
        self.assertFalse(again.state_id)

    def test_books_loaded_for_the_wrong_country_are_replaced(self):
        """The general chart may be there already, for another country: its taxes would not fit."""
        self.company.country_id = self.env.ref("base.us")
        self.env["account.chart.template"].try_loading("generic_coa", self.company, install_demo=False)
        self._steps().action_apply()
        self.assertEqual(self.company.account_fiscal_country_id, self.spain)
        self.assertEqual(self.company.account_sale_tax_id.country_id, self.spain)
        self.assertEqual(self._post_invoice().state, "posted")

    def test_books_with_entries_stay(self):
        self._steps().action_apply()
        self._post_invoice()
        # the form does not let anybody type this; a request may say it all the same
        steps = self.env["agency.first.steps"].create({"country_id": self.env.ref("base.fr").id})
        with self.assertRaisesRegex(UserError, "journal entries already"):
            steps.action_apply()
        again = Form(self.env["agency.first.steps"])
        again.name = "Brighter Lane"
        again.save().action_apply()
        self.assertEqual(self.company.name, "Brighter Lane")
        self.assertEqual(self.company.country_id, self.spain)

    def test_skipping_is_an_answer(self):
        self._steps().action_skip()
        self.assertFalse(self.company._agency_first_steps_pending())
        self.assertEqual(self.company.name, "Empty Agency")

    def test_administrators_only(self):
        steps = self._steps()
        manager = self.new_staff(
            "steps_pm", "project_manager", company_id=self.company.id, company_ids=[Command.link(self.company.id)]
        )
        with self.assertRaises(UserError):
            steps.with_user(manager).action_apply()


@tagged("post_install", "-at_install")
class TestFirstStepsHome(AgencyBuilders, HttpCase):
    def test_home_until_done(self):
        """An administrator of an empty company starts there, a manager does not; afterwards nobody does."""
        company = self.env["res.company"].create({"name": "Empty Agency"})
        for login, role in (("home_admin", "administrator"), ("home_pm", "project_manager")):
            self.new_staff(login, role, company_id=company.id, company_ids=[Command.link(company.id)])
        action = self.env.ref("agency_portal.agency_first_steps_action").id
        self.assertEqual(self._home_action("home_admin"), action)
        self.assertNotEqual(self._home_action("home_pm"), action)
        company.agency_first_steps_done = True
        self.assertNotEqual(self._home_action("home_admin"), action)

    def _home_action(self, login):
        self.authenticate(login, login)
        return self.make_jsonrpc_request("/web/session/get_session_info", {})["home_action_id"]
