from odoo import Command, _, api, fields, models

from ..core import contact_keys


class ResPartner(models.Model):
    """Clients seen from sales: the domain that recognises them, their leads, when they were last in touch."""

    _name = "res.partner"
    _inherit = ["res.partner", "agency.touch.mixin"]

    company_domain = fields.Char(
        compute="_compute_company_domain",
        store=True,
        index="btree_not_null",
        help="Domain of the company's e-mail or site, by which new enquiries are recognised.",
    )
    agency_lead_count = fields.Integer(
        "Leads", compute="_compute_agency_lead_count", groups="sales_team.group_sale_salesman"
    )

    @api.depends("email", "website", "site_url")
    def _compute_company_domain(self):
        for partner in self:
            partner.company_domain = (
                contact_keys.company_domain(partner.email, partner.site_url or partner.website) or False
            )

    @api.model
    def _agency_own_companies(self):
        """:return: the partners of the server's companies, elevated; none of them is ever a client"""
        # only which partners they are is asked, also for companies that the user may not enter
        companies_sudo = self.env["res.company"].sudo().with_context(active_test=False).search([])
        return companies_sudo.partner_id

    @api.model
    def _agency_outside_domain(self):
        """:return list: domain of partners outside the agency: not its companies, their contacts or its people"""
        own_sudo = self._agency_own_companies()
        return [("partner_share", "=", True), ("commercial_partner_id", "not in", own_sudo.commercial_partner_id.ids)]

    @api.model
    def _agency_own_domains(self):
        """:return set: domains of the agency's own companies, which say nothing about a client"""
        own_sudo = self._agency_own_companies()
        return set(filter(None, own_sudo.mapped("company_domain")))

    def _agency_lead_domain(self):
        """:return list: domain of every lead and opportunity of these clients and their contacts"""
        clients = self.commercial_partner_id
        return [
            "|",
            ("partner_id.commercial_partner_id", "in", clients.ids),
            ("company_partner_id", "in", clients.ids),
        ]

    def _agency_leads_by_client(self):
        """:return dict: commercial partner -> its leads and opportunities, as far as the user may see them"""
        leads = self.env["crm.lead"].with_context(active_test=False).search(self._agency_lead_domain())
        result = {}
        for lead in leads:
            for client in lead.partner_id.commercial_partner_id | lead.company_partner_id:
                result[client] = result.get(client, leads.browse()) | lead
        return result

    @api.depends_context("uid")
    def _compute_agency_lead_count(self):
        leads = self._agency_leads_by_client()
        for partner in self:
            partner.agency_lead_count = len(leads.get(partner.commercial_partner_id, ()))

    def _touches(self):
        last, following = super()._touches()
        # when a client was last spoken to is no secret among staff, even where its opportunities are
        leads_by_client = self.sudo()._agency_leads_by_client()
        all_leads = self.env["crm.lead"].sudo().union(*leads_by_client.values())
        lead_last, lead_following = all_leads._touches()
        for partner in self:
            leads = leads_by_client.get(partner.sudo().commercial_partner_id, all_leads.browse())
            touched = [lead_last[lead.id] for lead in leads if lead.id in lead_last]
            planned = [lead_following[lead.id] for lead in leads if lead.id in lead_following]
            last = self._later(last, {partner.id: max(touched)} if touched else {})
            following = self._sooner(following, {partner.id: min(planned)} if planned else {})
        return last, following

    def action_view_agency_leads(self):
        """:return: action showing every lead and opportunity of this client and its contacts"""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": _("Leads and Opportunities of %(client)s", client=self.commercial_partner_id.display_name),
            "res_model": "crm.lead",
            "view_mode": "list,kanban,form",
            "domain": self._agency_lead_domain(),
            "context": {"active_test": False, "default_partner_id": self.id},
        }

    def _agency_take_over(self, lead):
        """Become the client of a lead: prospect at least, with what the lead knows and the client does not."""
        self.ensure_one()
        vals = {}
        if not self.client_state:
            vals["client_state"] = "prospect"
        if not self.user_id and lead.user_id:
            vals["user_id"] = lead.user_id.id
        for name in self._marketing_profile_fields():
            new, old = lead[name], self[name]
            if self._fields[name].type == "many2many":
                if new - old:
                    vals[name] = [Command.link(item) for item in (new - old).ids]
            elif new and not old:
                vals[name] = new.id if isinstance(new, models.BaseModel) else new
        if lead.monthly_ad_budget and not self.monthly_ad_budget:
            # the amount means nothing without its currency
            vals["ad_budget_currency_id"] = lead.ad_budget_currency_id.id
        if vals:
            self.write(vals)
            self._message_log(body=_("Client of %(lead)s", lead=lead._get_html_link()))
