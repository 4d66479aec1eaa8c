from odoo import _, api, models


class AgencyOnboarding(models.Model):
    """What a client can give access to."""

    _inherit = "agency.onboarding"

    @api.model
    def _condition_registry(self):
        return super()._condition_registry() | {
            "access_granted": {"label": _("Access granted"), "method": "_condition_access_granted"},
        }

    @api.model
    def _access_registry(self):
        """Accounts a client gives the agency access to; addons add theirs with ``super()``.

        :return dict: key -> dict of ``label``, ``field`` (flag of the client's profile that keeps it, or None) and
            ``instructions`` (how the client does it, for steps without a text of their own)
        """
        return {
            "ga4": {
                "label": _("Google Analytics 4"),
                "field": "access_ga4",
                "instructions": _(
                    "1. In Google Analytics open Admin, then Property access management.\n"
                    "2. Choose the plus sign, then Add users.\n"
                    "3. Enter our e-mail address, tick the role Analyst and choose Add."
                ),
            },
            "search_console": {
                "label": _("Google Search Console"),
                "field": "access_search_console",
                "instructions": _(
                    "1. In Search Console choose your property, then Settings.\n"
                    "2. Open Users and permissions and choose Add user.\n"
                    "3. Enter our e-mail address, choose the permission Full, then Add."
                ),
            },
            "ads": {
                "label": _("Advertising accounts"),
                "field": "access_ads",
                "instructions": _(
                    "1. Open the account's settings for access (Access and security, or People).\n"
                    "2. Invite our e-mail address, or accept the request we sent you.\n"
                    "3. Give it the right to manage campaigns; you stay the owner."
                ),
            },
            "other": {"label": _("Something else"), "field": None, "instructions": ""},
        }
