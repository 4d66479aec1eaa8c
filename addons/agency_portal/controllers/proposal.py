"""The public form "Request a proposal"."""

from odoo import _, http
from odoo.http import request

from ..core import proposal as form

#: A form without files needs no more; a longer body is refused before it is read.
MAX_BODY = 128 * 1024
SCOPE = "proposal"
DEFAULT_LIMIT, DEFAULT_MINUTES = 10, 60


class AgencyProposal(http.Controller):
    @http.route(
        "/request-proposal",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        sitemap=False,  # listed with the services
    )
    def proposal(self, **kwargs):
        """The empty form; ``?package=3`` or ``?service=3`` chooses what it is about."""
        interest = next((f"{kind}-{kwargs[kind]}" for kind in form.INTERESTS if kwargs.get(kind)), "")
        return self._render(form.blank(interest))

    @http.route(
        "/request-proposal",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        sitemap=False,
        max_content_length=MAX_BODY,
    )
    def proposal_submit(self, **kwargs):
        """Take a submission: thanks, or the form again with a message by each field that needs attention."""
        submitted = form.parse(request.httprequest.form.to_dict(flat=False))
        if submitted.is_spam:
            # a program that learns nothing does not come back cleverer
            return self._thanks()
        if not self._within_limit():
            message = _("We have already received several requests from you. Please try again later, or call us.")
            return self._render(submitted.typed, {"form": message}, status=429)
        # visitors have no access to leads; validation and intake look at and make leads on their behalf
        leads_sudo = request.env["crm.lead"].sudo().with_company(request.website.company_id)
        errors = leads_sudo._agency_intake_errors(submitted.values) | self._messages(submitted.errors)
        if errors:
            return self._render(submitted.typed, errors, status=422)
        leads_sudo._agency_proposal_request(submitted.values, self._utm(), submitted.interest)
        return self._thanks()

    @http.route("/request-proposal/thanks", type="http", auth="public", website=True, sitemap=False)
    def proposal_thanks(self, **kwargs):
        """What happens next."""
        return request.render("agency_portal.proposal_thanks", {})

    def _thanks(self):
        return request.redirect("/request-proposal/thanks", code=303)

    def _within_limit(self):
        # the counter and the settings are nobody's to read
        parameters_sudo = request.env["ir.config_parameter"].sudo()
        counters_sudo = request.env["agency.rate.limit"].sudo()
        return counters_sudo._hit(
            SCOPE,
            request.httprequest.remote_addr,
            limit=int(parameters_sudo.get_param("agency_portal.form_limit") or DEFAULT_LIMIT),
            minutes=int(parameters_sudo.get_param("agency_portal.form_minutes") or DEFAULT_MINUTES),
        )

    def _messages(self, codes):
        texts = {form.CONSENT_MISSING: _("We need your consent to answer you.")}
        return {name: texts[code] for name, code in codes.items()}

    def _utm(self):
        """:return dict: names of campaign, source and medium that brought the visitor, as stock's cookies keep them"""
        cookies = request.httprequest.cookies
        utm = {}
        for parameter, _field, cookie in request.env["utm.mixin"].tracking_fields():
            value = (request.params.get(parameter) or cookies.get(cookie) or "").strip()[:100]
            if value:
                utm[parameter.removeprefix("utm_")] = value
        return utm

    def _labels(self, currency):
        """:return dict: what each field asks, by name"""
        return {
            "contact_name": _("Your name"),
            "email_from": _("E-mail"),
            "phone": _("Phone"),
            "partner_name": _("Company"),
            "site_url": _("Your website"),
            "interest": _("What is it about?"),
            "monthly_ad_budget": _("Monthly budget in %(currency)s", currency=currency.name),
            "channel_codes": _("Which channels interest you?"),
            "goal_codes": _("What do you want to reach?"),
            "description": _("Anything else we should know?"),
            "consent": _("I agree that you use what I send here to answer my request."),
        }

    def _render(self, typed, errors=None, status=200):
        errors = errors or {}
        # visitors may not read these lists; only their names and codes are shown
        channels_sudo = request.env["agency.channel"].sudo().search([])
        goals_sudo = request.env["agency.goal"].sudo().search([])
        response = request.render(
            "agency_portal.proposal",
            {
                "typed": typed,
                "errors": errors,
                "first_error": form.first_error(errors),
                "field_order": form.FIELD_ORDER,
                "limits": form.TEXT_LIMITS,
                "channels": channels_sudo,
                "goals": goals_sudo,
                "packages": request.env["agency.service.package"]._website_records(),
                "services": request.env["agency.service"]._website_records(),
                "honeypot": form.HONEYPOT,
                "labels": self._labels(request.website.company_id.sudo().currency_id),
            },
        )
        response.status_code = status
        return response
