from contextlib import suppress

from psycopg2.errors import LockNotAvailable

from odoo import _, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize, float_compare

LAYOUT = "web.external_layout_standard"
#: how long scheduled work is waited for before something is installed
WAIT_SECONDS = 20


class AgencyFirstSteps(models.TransientModel):
    """From an empty database to an agency that can post its first invoice: who we are, which books, which looks."""

    _name = "agency.first.steps"
    _description = "First Steps"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="cascade", default=lambda self: self.env.company
    )
    name = fields.Char(
        "Name of the Agency",
        compute="_compute_from_company",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
    )
    logo = fields.Binary(compute="_compute_from_company", store=True, precompute=True, readonly=False)
    email = fields.Char("E-mail", compute="_compute_from_company", store=True, precompute=True, readonly=False)
    phone = fields.Char(compute="_compute_from_company", store=True, precompute=True, readonly=False)
    website = fields.Char(compute="_compute_from_company", store=True, precompute=True, readonly=False)
    street = fields.Char(compute="_compute_from_company", store=True, precompute=True, readonly=False)
    zip = fields.Char(compute="_compute_from_company", store=True, precompute=True, readonly=False)
    city = fields.Char(compute="_compute_from_company", store=True, precompute=True, readonly=False)
    vat = fields.Char("Tax ID", compute="_compute_from_company", store=True, precompute=True, readonly=False)
    country_id = fields.Many2one(
        "res.country",
        compute="_compute_from_company",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        ondelete="cascade",
    )
    state_id = fields.Many2one(
        "res.country.state",
        compute="_compute_state_id",
        store=True,
        precompute=True,
        readonly=False,
        ondelete="cascade",
        domain="[('country_id', '=', country_id)]",
    )
    currency_id = fields.Many2one(
        "res.currency",
        compute="_compute_currency_id",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        ondelete="cascade",
        domain="['|', ('active', '=', True), ('active', '=', False)]",
    )
    chart_template = fields.Selection(
        selection="_selection_chart_template",
        string="Chart of Accounts",
        compute="_compute_chart_template",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        help="Accounts, taxes and journals of your country. It can be changed until the first entry is made.",
    )
    sales_tax = fields.Float(
        "Default Sales Tax (%)",
        compute="_compute_sales_tax",
        store=True,
        precompute=True,
        readonly=False,
        digits=(6, 2),
        help="Tax on your services. 0 keeps the default of the chart of accounts.",
    )
    primary_color = fields.Char(
        "Main Colour", compute="_compute_from_company", store=True, precompute=True, readonly=False
    )
    secondary_color = fields.Char(
        "Second Colour", compute="_compute_from_company", store=True, precompute=True, readonly=False
    )
    has_entries = fields.Boolean(compute="_compute_has_entries")

    @api.model
    def _selection_chart_template(self):
        return self.env["account.chart.template"]._select_chart_template(self.env.company.country_id)

    @api.depends("company_id")
    def _compute_has_entries(self):
        for wizard in self:
            wizard.has_entries = wizard.company_id.root_id._existing_accounting()

    @api.depends("company_id")
    def _compute_from_company(self):
        for wizard in self:
            for name in ("name", "logo", *self._company_fields()):
                wizard[name] = wizard.company_id[name]

    @api.depends("country_id", "company_id")
    def _compute_state_id(self):
        for wizard in self:
            state = wizard.company_id.state_id
            wizard.state_id = state if state.country_id == wizard.country_id else False

    @api.depends("country_id", "company_id")
    def _compute_currency_id(self):
        for wizard in self:
            company = wizard.company_id
            unchanged = wizard.country_id == company.country_id
            wizard.currency_id = (
                company.currency_id if unchanged else wizard.country_id.currency_id or company.currency_id
            )

    @api.depends("country_id", "company_id")
    def _compute_chart_template(self):
        charts = self.env["account.chart.template"]
        for wizard in self:
            if wizard.company_id.chart_template and wizard.country_id == wizard.company_id.country_id:
                wizard.chart_template = wizard.company_id.chart_template
                continue
            guess = charts._guess_chart_template(wizard.country_id)
            own = charts._get_chart_template_mapping()[guess]["country_id"] == wizard.country_id.id
            # the list of another country's accounts is a worse start than the general one
            wizard.chart_template = guess if own else "generic_coa"

    @api.depends("company_id", "chart_template", "country_id")
    def _compute_sales_tax(self):
        for wizard in self:
            wizard.sales_tax = wizard.company_id.account_sale_tax_id.amount if wizard._books_fit() else 0.0

    @api.model
    def _company_fields(self):
        """:return: names of the fields copied between the form and the company as they are"""
        return (
            "email",
            "phone",
            "website",
            "street",
            "zip",
            "city",
            "vat",
            "country_id",
            "primary_color",
            "secondary_color",
        )

    def _books_fit(self):
        """:return bool: whether the chart of accounts asked for is there, with taxes of the country asked for"""
        company = self.company_id
        return self.chart_template == company.chart_template and self.country_id == company.account_fiscal_country_id

    def action_apply(self):
        """Set the company up and go on to the suite.

        :return: action opening the web client anew
        :raise UserError: a change of books after the first entry, or an address nobody can answer to
        """
        self.ensure_one()
        self._check_administrator()
        self._check_email()
        if self.has_entries:
            self._check_books_stay()
        fits = self.has_entries or self._books_fit()
        self._apply_company()
        wizard = self if fits else self._load_chart()
        wizard.company_id.currency_id = wizard.currency_id
        wizard._apply_sales_tax()
        return wizard._finish()

    def action_skip(self):
        """Leave everything as it is and do not ask again.

        :return: action opening the web client anew
        """
        self.ensure_one()
        self._check_administrator()
        return self._finish()

    def action_change_password(self):
        """:return: action in which the current user chooses a new password"""
        return self.env.user.preference_change_password()

    def _check_administrator(self):
        if not self.env.user.has_group("agency_crm.group_administrator"):
            raise UserError(_("Only an administrator can take the first steps."))

    def _check_email(self):
        if self.email and not email_normalize(self.email):
            raise UserError(
                _("E-mail: %(email)s is not an address. Write one such as hello@example.com.", email=self.email)
            )

    def _finish(self):
        self.company_id.agency_first_steps_done = True
        return {"type": "ir.actions.act_url", "url": "/web", "target": "self"}

    def _check_books_stay(self):
        company = self.company_id
        if not self._books_fit() or self.currency_id != company.currency_id:
            raise UserError(
                _(
                    "%(company)s has journal entries already, so country, currency and chart of accounts stay as they "
                    "are. Set them back, or start with a new company.",
                    company=company.name,
                )
            )

    def _apply_company(self):
        values = {name: self[name] for name in self._company_fields() if name != "country_id"}
        values |= {"name": self.name, "logo": self.logo, "country_id": self.country_id.id}
        values["state_id"] = self.state_id.id
        layout = self.env.ref(LAYOUT, raise_if_not_found=False)
        if layout and not self.company_id.external_report_layout_id:
            # without a layout the first print asks for one instead of printing
            values["external_report_layout_id"] = layout.id
        if self.primary_color:
            # buttons of mails; the other colour of mails means something else in each series
            values["email_secondary_color"] = self.primary_color
        self.currency_id.active = True
        self.company_id.write(values)
        self.env["website"].search([("company_id", "=", self.company_id.id)])._agency_brand()

    def _load_chart(self):
        """Replace the chart of accounts, which has no entries yet.

        :return: this wizard, usable afterwards
        """
        wizard = self._with_chart_module()
        # the same chart again would only be refreshed, with the taxes of the other country
        wizard.company_id.chart_template = False
        charts = wizard.env["account.chart.template"]
        charts.try_loading(wizard.chart_template, wizard.company_id, install_demo=False)
        wizard._apply_fiscal_country()
        return wizard

    def _with_chart_module(self):
        """Install the module of the chart of accounts, when it is not there.

        Stock does so while it loads the chart, but goes on with the company it was given, which belongs to the models
        as they were before; what is computed of it on 17.0 then belongs to fields that no longer exist.

        :return: this wizard, of the models as they are now
        """
        mapping = self.env["account.chart.template"]._get_chart_template_mapping()
        module = self.env["ir.module.module"].search(
            [("name", "=", mapping[self.chart_template]["module"]), ("state", "=", "uninstalled")]
        )
        if not module:
            return self
        self._wait_for_scheduler()
        module.button_immediate_install()
        self.env.transaction.reset()
        return self.env()[self._name].browse(self.id)

    def _wait_for_scheduler(self):
        """Let scheduled work come to its end, which it does every minute: Odoo installs nothing meanwhile, but refuses.

        What takes too long is left to Odoo's own message. When what ran has changed its schedule, the database has the
        whole request run again.
        """
        cr = self.env.cr
        with suppress(LockNotAvailable), cr.savepoint():
            cr.execute("SET LOCAL lock_timeout = %s", [f"{int(1000 * WAIT_SECONDS)}ms"])
            cr.execute("SELECT FROM ir_cron FOR UPDATE", log_exceptions=False)
            cr.execute("SET LOCAL lock_timeout = DEFAULT")

    def _apply_fiscal_country(self):
        """The general chart comes with another country's name on its taxes; invoices only take those of one's own."""
        company, country = self.company_id, self.country_id
        company.account_fiscal_country_id = country
        # a tax must have the country of its group, so the groups come first
        for model in ("account.tax.group", "account.tax"):
            records = self.env[model].with_context(active_test=False)
            records.search([("company_id", "=", company.id), ("country_id", "!=", country.id)]).write(
                {"country_id": country.id}
            )

    def _apply_sales_tax(self):
        """Make the percentage asked for the default tax of sales: a tax that exists, or a copy of the default one."""
        company = self.company_id
        default = company.account_sale_tax_id
        if not self.sales_tax or not default or float_compare(default.amount, self.sales_tax, precision_digits=2) == 0:
            return
        tax = self.env["account.tax"].search(
            [
                ("company_id", "=", company.id),
                ("type_tax_use", "=", "sale"),
                ("amount_type", "=", "percent"),
                ("amount", "=", self.sales_tax),
                ("country_id", "=", company.account_fiscal_country_id.id),
            ],
            limit=1,
        )
        if not tax:
            label = _("%(percent)g%%", percent=self.sales_tax)
            tax = default.copy({"name": label, "amount": self.sales_tax, "invoice_label": label})
        company.account_sale_tax_id = tax
