from odoo import _, api, fields, models

INTEREST_MODELS = {"package": "agency.service.package", "service": "agency.service"}


class CrmLead(models.Model):
    """A lead that came through the public form remembers what was asked for and the consent given."""

    _inherit = "crm.lead"

    requested_package_id = fields.Many2one(
        "agency.service.package",
        index="btree_not_null",
        readonly=True,
        copy=False,
        groups="agency_crm.group_agency_staff",
        help="The package the visitor asked for on the website.",
    )
    requested_service_id = fields.Many2one(
        "agency.service",
        index="btree_not_null",
        readonly=True,
        copy=False,
        groups="agency_crm.group_agency_staff",
        help="The service the visitor asked for on the website.",
    )
    contact_consent_at = fields.Datetime(
        "Consent to Contact",
        readonly=True,
        copy=False,
        help="When the visitor agreed to be contacted about the request.",
    )

    @api.model
    def _agency_interest(self, interest):
        """The published package or service behind a pair such as ``("package", 3)``.

        :return: the record, elevated; an empty recordset when there is none
        """
        kind, number = interest or ("service", 0)
        return self.env[INTEREST_MODELS[kind]]._website_records([("id", "=", number)])

    @api.model
    def _agency_proposal_request(self, values, utm, interest=None):
        """Take in a request for a proposal from the public form.

        :param dict values: what the intake of leads understands, already validated
        :param dict utm: names of ``campaign``, ``source`` and ``medium``
        :param tuple interest: ``("package" or "service", id)``, or None
        :return: the lead, which may be one that was there before
        """
        wanted = self._agency_interest(interest)
        if wanted:
            who = values.get("partner_name") or values.get("contact_name") or values.get("email_from")
            values = values | {"name": _("%(wanted)s for %(who)s", wanted=wanted.name, who=who)}
        lead = self._agency_intake(values, utm)
        marks = {"contact_consent_at": fields.Datetime.now()}
        if wanted:
            field = "requested_package_id" if wanted._name == "agency.service.package" else "requested_service_id"
            marks[field] = wanted.id
        lead.write(marks)
        return lead

    def _merge_get_fields(self):
        return [*super()._merge_get_fields(), "requested_package_id", "requested_service_id", "contact_consent_at"]
