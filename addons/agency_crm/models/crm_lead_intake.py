from markupsafe import Markup

from odoo import SUPERUSER_ID, Command, _, api, models
from odoo.tools import plaintext2html

from ..core import dedupe, intake
from ..core.contact_keys import company_domain, normalise_email, normalise_phone
from ..exceptions import IntakeError

#: single values of an enquiry that are stored in a field of the same name
PLAIN_FIELDS = (
    "contact_name",
    "email_from",
    "phone",
    "partner_name",
    "site_url",
    "site_stack",
    "current_agency",
    "monthly_ad_budget",
)
#: values of an enquiry given as codes -> (field, model)
CODE_FIELDS = {
    "channel_codes": ("marketing_channel_ids", "agency.channel"),
    "goal_codes": ("marketing_goal_ids", "agency.goal"),
}
UTM_FIELDS = {
    "campaign": ("campaign_id", "utm.campaign"),
    "medium": ("medium_id", "utm.medium"),
    "source": ("source_id", "utm.source"),
}
#: an old company has many leads; more than this are not compared
MAX_CANDIDATES = 200


class CrmLead(models.Model):
    """The one entrance for enquiries: checks, finds duplicates, merges or links, scores, assigns, starts the clock."""

    _inherit = "crm.lead"

    @api.model
    def _agency_intake(self, values, utm=None):
        """Take an enquiry in.

        The caller may be anybody, a visitor of the website included: only the values named in ``core/intake.py``
        are used, and nothing of what the database knows is given away by the answer.

        :param dict values: contact_name, email_from, phone, partner_name, site_url, site_stack, current_agency,
            monthly_ad_budget (a month, in the company's currency; text or number), channel_codes, goal_codes,
            description, and name for the subject
        :param dict utm: names of campaign, medium and source
        :return: the lead, new or the open one of the same person
        :raise IntakeError: ``errors`` holds one message a field
        """
        errors = self._agency_intake_errors(values)
        if errors:
            raise IntakeError(errors)
        # A visitor may neither read nor write leads; what happens to the values is decided here, not by the caller.
        # It happens in the name of the system, or mails to colleagues would come from nobody.
        leads_sudo = self.with_user(SUPERUSER_ID) if self.env.user.share else self.sudo()
        leads_sudo = leads_sudo.with_context(mail_create_nosubscribe=True)
        lead_sudo = leads_sudo._agency_take_in(intake.clean(values), utm or {})
        return self.browse(lead_sudo.id)

    @api.model
    def _agency_intake_errors(self, values):
        """Check an enquiry.

        :return dict: field name -> translated message for the person who typed; empty when everything is fine
        """
        # the choices themselves are on the public form
        codes = {name: self._agency_known_codes(model) for name, (_field, model) in CODE_FIELDS.items()}
        errors = intake.validate(values, codes["channel_codes"], codes["goal_codes"])
        return {field: self._agency_intake_message(field, code) for field, code in errors.items()}

    @api.model
    def _agency_known_codes(self, model):
        return set(self.env[model].sudo().search([]).mapped("code"))

    @api.model
    def _agency_intake_message(self, field, code):
        """:return str: what to do about an error code of ``core/intake.py``"""
        if (field, code) == ("email_from", "required"):
            return _("Please enter your e-mail address or a phone number, so that we can answer.")
        if code == "required":
            return _("Please fill this in.")
        if code == "too_long":
            limit = intake.TEXT_LIMITS.get(field, intake.DESCRIPTION_LIMIT)
            return _("Please shorten this to %(limit)s characters.", limit=limit)
        return {
            "invalid_text": _("Please use plain text on one line."),
            "invalid_email": _("Please enter a valid e-mail address, like name@company.com."),
            "invalid_phone": _("Please enter a valid phone number, like +49 30 123456."),
            "invalid_url": _("Please enter a valid web address, like www.company.com."),
            "invalid_number": _("Please enter a number, like 5000."),
            "out_of_range": _("Please enter an amount between 0 and 1,000,000,000."),
            "unknown_choice": _("Please choose from the list."),
            "too_many": _("Please choose fewer options."),
        }[code]

    @api.model
    def _agency_take_in(self, values, utm):
        """Turn clean values into a lead; ``self`` is elevated."""
        vals = self._agency_intake_vals(values, utm)
        party = self._agency_party(vals.get("email_from"), vals.get("phone"), vals.get("site_url"))
        self._agency_lock_party(party)
        decision = self._agency_decide(party)
        if decision.merge_into:
            lead = self.browse(decision.merge_into)
            lead._agency_merge_enquiry(vals)
        else:
            lead = self.create(self._agency_new_lead_vals(vals))
            lead._agency_recognise_partner()
        lead._agency_link_leads(self.browse(decision.linked))
        lead._agency_post_request(vals)
        lead._agency_assign()
        lead._agency_start_first_response()
        return lead

    @api.model
    def _agency_intake_vals(self, values, utm):
        """:return dict: field -> value of the enquiry; ids for codes and UTM names; empty values left out"""
        vals = {name: values[name] for name in PLAIN_FIELDS if values.get(name)}
        for name, (field, model) in CODE_FIELDS.items():
            codes = values.get(name)
            if codes:
                vals[field] = self.env[model].search([("code", "in", codes)]).ids
        for name, (field, model) in UTM_FIELDS.items():
            text = (utm.get(name) or "").strip()[:100]
            if text:
                vals[field] = self.env["utm.mixin"]._find_or_create_record(model, text).id
        for name in ("name", "description"):
            if values.get(name):
                vals[name] = values[name]
        return vals

    @api.model
    def _agency_new_lead_vals(self, vals):
        """:return dict: values to create a lead with"""
        company = vals.get("partner_name") or vals.get("contact_name")
        return vals | {
            "type": "lead",
            "user_id": False,
            "team_id": False,
            "name": vals.get("name") or _("Request of %(company)s", company=company),
            "description": plaintext2html(vals.get("description") or ""),
        }

    # duplicates

    @api.model
    def _agency_party(self, email, phone, site_url=None):
        """:return: :class:`dedupe.Party` with the keys under which leads are stored"""
        number = phone and (self._phone_format(number=phone) or normalise_phone(phone))
        domain = company_domain(email, site_url)
        if domain in self.env["res.partner"]._agency_own_domains():
            domain = None
        return dedupe.Party(email=normalise_email(email), phone=number or None, domain=domain)

    @api.model
    def _agency_lock_party(self, party):
        """Let one of two enquiries of the same person wait for the other (a double click, two browser tabs).

        The second one fails at once with "lock not available", which the server and the job runner answer by
        running the whole transaction again: it then sees the lead of the first.
        """
        cr = self.env.cr
        cr.execute("SET LOCAL lock_timeout = '50ms'")
        for key in sorted(filter(None, (party.email, party.phone))):
            cr.execute("SELECT pg_advisory_xact_lock(hashtext('agency_crm.intake'), hashtext(%s))", [key])
        cr.execute("SET LOCAL lock_timeout = DEFAULT")

    @api.model
    def _agency_decide(self, party, exclude=()):
        """Compare an enquiry with what is there, by one query.

        :param exclude: ids that are not compared
        :return: :class:`dedupe.Decision` with lead ids
        """
        keys = {"email_normalized": party.email, "phone_key": party.phone, "company_domain": party.domain}
        leaves = [(name, "=", value) for name, value in keys.items() if value]
        if not leaves:
            return dedupe.Decision()
        domain = [("id", "not in", list(exclude)), *["|"] * (len(leaves) - 1), *leaves]
        candidates = self.with_context(active_test=False).search(domain, order="id", limit=MAX_CANDIDATES)
        return dedupe.decide(
            party,
            [
                dedupe.Party(
                    ref=lead.id,
                    email=lead.email_normalized or None,
                    phone=lead.phone_key or None,
                    domain=lead.company_domain or None,
                    is_open=lead.active and not lead.stage_id.is_won,
                    rank=int(lead.type == "opportunity"),
                )
                for lead in candidates
            ],
        )

    def _agency_merge_enquiry(self, vals):
        """Merge an enquiry into this lead: empty fields are filled, choices united, what differs is told.

        :param dict vals: as given by :meth:`_agency_intake_vals`
        """
        self.ensure_one()
        names = [name for name in vals if name not in ("name", "description")]
        kept = {name: self[name].ids if self._fields[name].type == "many2many" else self[name] for name in names}
        kept = {name: value.id if isinstance(value, models.BaseModel) else value for name, value in kept.items()}
        same = {
            "email_from": lambda old, new: normalise_email(old) == normalise_email(new),
            "phone": lambda old, new: self.phone_key == self._agency_party(None, new).phone,
            "contact_name": lambda old, new: old.casefold() == new.casefold(),
            "partner_name": lambda old, new: old.casefold() == new.casefold(),
        }
        merge = dedupe.merge_values(kept, {name: vals[name] for name in names}, same)
        united = {name: [Command.link(item) for item in items] for name, items in merge.unite.items()}
        # stock writes an address or number of a lead on its customer as well; a visitor must not change a customer
        if self.partner_id:
            merge.differing.update(
                {name: merge.fill.pop(name) for name in ("email_from", "phone") if name in merge.fill}
            )
        if merge.fill or united:
            self.write(merge.fill | united)
        return merge

    def _agency_post_request(self, vals):
        """Keep what was sent, word for word, in the chatter; it counts as engagement."""
        self.ensure_one()
        rows = [
            (self._agency_label(name), self._agency_text(name, value))
            for name, value in vals.items()
            if name != "description"
        ]
        body = Markup("<ul>%s</ul>") % Markup("").join(
            Markup("<li><b>%s</b>: %s</li>") % (label, text) for label, text in rows
        )
        if vals.get("description"):
            body += plaintext2html(vals["description"])
        email = vals.get("email_from")
        author = {"email_from": email} if email else {"author_id": self.env.ref("base.partner_root").id}
        self.message_post(
            body=body,
            subject=vals.get("name") or _("Request"),
            subtype_xmlid="agency_crm.mt_lead_request",
            message_type="comment",
            **author,
        )

    def _agency_label(self, name):
        return self._fields[name]._description_string(self.env) if name in self._fields else name

    def _agency_text(self, name, value):
        """:return str: a value of an enquiry as people read it"""
        field = self._fields[name]
        if field.type == "many2many":
            return ", ".join(self.env[field.comodel_name].browse(value).mapped("display_name"))
        if field.type == "many2one":
            return self.env[field.comodel_name].browse(value).display_name
        if field.type == "monetary":
            return self.env["ir.qweb.field.monetary"].value_to_html(
                value, {"display_currency": self.ad_budget_currency_id or self.env.company.currency_id}
            )
        return str(value)

    # known people and companies

    def _agency_recognise_partner(self):
        """Find the person and the company of a new lead among the contacts, without changing either.

        The agency itself is never found: neither its companies nor the people who work there.
        """
        outside = self.env["res.partner"]._agency_outside_domain()
        own_domains = self.env["res.partner"]._agency_own_domains()
        for lead in self:
            contact = self.env["res.partner"]
            if lead.email_normalized and not lead.partner_id:
                contact = contact.search(
                    [
                        ("email_normalized", "=", lead.email_normalized),
                        ("company_id", "in", (False, lead.company_id.id)),
                        *outside,
                    ],
                    order="is_company, id",
                    limit=1,
                )
            company = (contact or lead.partner_id).commercial_partner_id.filtered_domain(outside)
            telling = lead.company_domain and lead.company_domain not in own_domains
            if telling and not (company.is_company or company.client_state):
                company = contact.search(
                    [
                        ("company_domain", "=", lead.company_domain),
                        ("parent_id", "=", False),
                        ("is_company", "=", True),
                        ("company_id", "in", (False, lead.company_id.id)),
                        *outside,
                    ],
                    order="client_state, id",
                    limit=1,
                )
            if contact and not contact.is_company:
                # stock would overwrite what the person typed with what the contact says, and the other way round
                typed = [
                    lead._fields[name] for name in ("email_from", "phone", "contact_name", "partner_name", "website")
                ]
                with self.env.protecting(typed, lead):
                    lead.partner_id = contact
            if company.is_company or company.client_state:
                lead.company_partner_id = company
                lead._message_log(
                    body=_("Known company: %(company)s", company=company._get_html_link()),
                )

    def _agency_link_leads(self, others):
        """Tell on this lead which other leads come from the same person or company."""
        self.ensure_one()
        others = others[:10]
        if others:
            links = Markup(", ").join(lead._get_html_link() for lead in others)
            self._message_log(body=_("Same company or contact: %(leads)s", leads=links))

    # e-mail

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """An e-mail to the alias: into the sender's open lead when there is one, else a lead like any other enquiry."""
        party = self._agency_party(msg_dict.get("email_from") or msg_dict.get("from"), None)
        if self._agency_is_staff_address(party.email):
            # a colleague forwards many enquiries; that they come from one address says nothing
            party = dedupe.Party()
            # nor is the colleague the customer, whom stock would take for one
            custom_values = {"partner_id": False} | (custom_values or {})
        self._agency_lock_party(party)
        decision = self._agency_decide(party)
        if decision.merge_into:
            # the gateway posts the message, with its attachments, on the record it gets
            return self.browse(decision.merge_into)
        lead = super().message_new(msg_dict, custom_values=custom_values)
        if not lead.partner_id.id:
            lead._agency_recognise_partner()
        lead._agency_link_leads(self.browse(decision.linked))
        lead._agency_assign()
        lead._agency_start_first_response()
        return lead

    @api.model
    def _agency_is_staff_address(self, email):
        """:return bool: whether an address is that of somebody who works here"""
        # the gateway may run as anybody; a yes or no is all that is asked of the users
        users_sudo = self.env["res.users"].sudo()
        return bool(email) and bool(
            users_sudo.search_count([("share", "=", False), ("partner_id.email_normalized", "=", email)], limit=1)
        )
