from odoo import _, models
from odoo.exceptions import UserError
from odoo.tools import email_split

#: states of a client that winning a deal moves to onboarding; a client who is served already stays where it is
STATES_BEFORE_ONBOARDING = (False, "prospect", "former")


class CrmLead(models.Model):
    """From lead to opportunity and client, and from won to onboarding."""

    _inherit = "crm.lead"

    def action_agency_convert(self):
        """Turn a lead into an opportunity with a client and its contact, in one click.

        The record stays the same, so chatter, activities and attribution stay with it. Done twice, the second time
        changes nothing.

        :return: action opening the opportunity
        :raise UserError: the lead is lost, or says neither who nor which company
        """
        for lead in self:
            if not lead.active:
                raise UserError(_("%(lead)s is lost. Restore it, then convert it.", lead=lead.display_name))
            contact = lead._agency_make_contact()
            if lead.type == "lead":
                lead.convert_opportunity(contact)
            elif lead.partner_id != contact:
                lead.partner_id = contact
        if len(self) == 1:
            return self.redirect_lead_opportunity_view()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _agency_make_contact(self):
        """Find or create the client and its contact; the client becomes a prospect and gets the profile.

        :return: the contact (``res.partner``), the client itself where there is no person
        """
        self.ensure_one()
        self._agency_check_outside()
        client = self.company_partner_id or self.partner_id.commercial_partner_id
        contact = self.partner_id
        if not client and not self.partner_name and not self.contact_name:
            raise UserError(
                _("%(lead)s has neither a company nor a contact. Enter one of them first.", lead=self.display_name)
            )
        if not client and self.partner_name:
            vals = self._prepare_customer_values(self.partner_name, is_company=True)
            if self.contact_name:
                # address and number are those of the person: on the company they would make two of everybody
                vals.update(email=False, phone=False, function=False)
            client = self.env["res.partner"].create(self._agency_partner_vals(vals))
        if not contact or contact == client:
            contact = self._agency_find_person(client) or self._agency_create_person(client) or client
        client = client or contact
        client._agency_take_over(self)
        return contact

    def _agency_check_outside(self):
        """Refuse to make the agency, or somebody who works there, its own client."""
        partners = self.company_partner_id | self.partner_id
        inside = partners - partners.filtered_domain(partners._agency_outside_domain())
        if inside:
            raise UserError(
                _(
                    "%(partner)s belongs to your own agency and cannot be the client of %(lead)s. "
                    "Remove it from the lead or choose the client.",
                    partner=inside[0].display_name,
                    lead=self.display_name,
                )
            )

    def _agency_find_person(self, client):
        """:return: the contact of a client with this lead's e-mail address"""
        if not client or not self.email_normalized:
            return self.env["res.partner"]
        return self.env["res.partner"].search(
            [("id", "child_of", client.id), ("email_normalized", "=", self.email_normalized)], order="id desc", limit=1
        )

    def _agency_create_person(self, client):
        """:return: a new contact below a client, or a client of its own; empty when no person is named"""
        if not self.contact_name:
            return self.env["res.partner"]
        vals = self._prepare_customer_values(self.contact_name, is_company=False, parent_id=client.id)
        return self.env["res.partner"].create(self._agency_partner_vals(vals))

    def _agency_partner_vals(self, vals):
        """The description of an enquiry stays on the lead; the first address alone is the contact's."""
        emails = email_split(vals.get("email") or "")
        return vals | {"comment": False, "email": emails[0] if emails else False}

    def _agency_has_order(self):
        """Tell whether a quotation moves the client on when it is confirmed.

        :return bool: False here; the addon that knows orders says otherwise
        """
        self.ensure_one()
        return False

    def write(self, vals):
        if "stage_id" not in vals:
            return super().write(vals)
        won_before = self.filtered("stage_id.is_won")
        result = super().write(vals)
        (self - won_before).filtered("stage_id.is_won")._agency_on_won()
        return result

    def _agency_on_won(self):
        """A deal is won: without an order that would do it, the client starts its onboarding now."""
        for lead in self:
            if not lead.partner_id and (lead.company_partner_id or lead.partner_name or lead.contact_name):
                lead.partner_id = lead._agency_make_contact()
            client = lead.partner_id.commercial_partner_id
            client = client.filtered_domain(client._agency_outside_domain())
            if client and client.client_state in STATES_BEFORE_ONBOARDING and not lead._agency_has_order():
                client._set_client_state("onboarding")
