from odoo import _, api, fields, models

from ..core import contact_keys


class CrmLead(models.Model):
    """A lead with what an agency asks first, the keys that tell duplicates, and what the deal is worth a month.

    Scores, intake, assignment, first response and conversion each have a file of their own.
    """

    _name = "crm.lead"
    _inherit = ["crm.lead", "agency.marketing.profile", "agency.touch.mixin"]

    expected_mrr = fields.Monetary(
        "Expected Monthly",
        currency_field="company_currency",
        tracking=True,
        help="Recurring revenue a month if this is won.",
    )
    expected_one_off = fields.Monetary(
        "Expected One-Off",
        currency_field="company_currency",
        tracking=True,
        help="Revenue that comes once if this is won.",
    )
    company_domain = fields.Char(
        compute="_compute_company_domain",
        store=True,
        index="btree_not_null",
        help="Domain of the company's e-mail or site. Never that of a mail provider or of a shared host.",
    )
    has_company_email = fields.Boolean(
        "Company E-Mail",
        compute="_compute_company_domain",
        store=True,
        help="The address is not one of a free mail provider.",
    )
    phone_key = fields.Char(
        compute="_compute_phone_key",
        store=True,
        index="btree_not_null",
        help="The phone number in one form, for finding duplicates.",
    )
    company_partner_id = fields.Many2one(
        "res.partner",
        "Known Company",
        index="btree_not_null",
        copy=False,
        ondelete="set null",
        check_company=True,
        domain="[('parent_id', '=', False)]",
        help="The company in your contacts that has the same domain. Converting the lead adds the contact to it.",
    )
    related_lead_count = fields.Integer("Related Leads", compute="_compute_related_lead_count")

    @api.depends("email_from", "site_url", "website")
    def _compute_company_domain(self):
        for lead in self:
            email = contact_keys.normalise_email(lead.email_from)
            lead.company_domain = contact_keys.company_domain(email, lead.site_url or lead.website) or False
            lead.has_company_email = bool(email) and not contact_keys.is_free_mail(email)

    @api.depends("phone", "phone_sanitized")
    def _compute_phone_key(self):
        for lead in self:
            lead.phone_key = lead.phone_sanitized or contact_keys.normalise_phone(lead.phone) or False

    @api.depends("company_domain")
    def _compute_related_lead_count(self):
        # the agency's own domain, typed or forwarded by a colleague, relates nobody to anybody
        own = self.env["res.partner"]._agency_own_domains()
        domains = {domain for domain in self.mapped("company_domain") if domain and domain not in own}
        counts = dict(
            self.with_context(active_test=False)._read_group(
                [("company_domain", "in", list(domains))], ["company_domain"], ["__count"]
            )
        )
        for lead in self:
            lead.related_lead_count = max(counts.get(lead.company_domain, 0) - 1, 0)

    @api.onchange("expected_mrr", "expected_one_off")
    def _onchange_expected_amounts(self):
        """The stock figure, on which forecasts stand, follows: what the deal brings in its first year."""
        if self.expected_mrr or self.expected_one_off:
            self.expected_revenue = self.expected_one_off + 12 * self.expected_mrr

    def _agency_company(self):
        """:return: the company whose settings hold for this lead"""
        self.ensure_one()
        return self.company_id or self.env.ref("base.main_company")

    def _agency_companies(self):
        """:return: the companies whose settings hold for these leads"""
        companies = self.company_id
        return companies | self.env.ref("base.main_company") if any(not lead.company_id for lead in self) else companies

    def _merge_get_fields(self):
        return [
            *super()._merge_get_fields(),
            *self._marketing_profile_fields(),
            "expected_mrr",
            "expected_one_off",
            "company_partner_id",
            "first_response_deadline",
            "first_responded_at",
        ]

    def _merge_get_fields_specific(self):
        return super()._merge_get_fields_specific() | {
            "marketing_channel_ids": lambda name, leads: leads.mapped(name),
            "marketing_goal_ids": lambda name, leads: leads.mapped(name),
        }

    def action_view_related_leads(self):
        """:return: action showing the other leads of the same company domain, won and lost ones included"""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": _("Related Leads of %(domain)s", domain=self.company_domain or self.display_name),
            "res_model": "crm.lead",
            "view_mode": "list,kanban,form",
            "domain": [("company_domain", "=", self.company_domain or "-"), ("id", "!=", self.id)],
            "context": {"active_test": False, "create": False},
        }
