from odoo import api, fields, models

#: least monthly budget of each band, descending; in whatever currency the budget is
BUDGET_BANDS = [("large", "10,000 or More", 10_000), ("medium", "3,000 to 9,999", 3_000), ("small", "1 to 2,999", 0.01)]


class AgencyMarketingProfile(models.AbstractModel):
    """What an agency wants to know of a company's marketing, the same on leads and on clients."""

    _name = "agency.marketing.profile"
    _description = "Marketing Profile"

    ad_budget_currency_id = fields.Many2one("res.currency", default=lambda self: self.env.company.currency_id)
    monthly_ad_budget = fields.Monetary(
        currency_field="ad_budget_currency_id", help="What the company spends on media in a month."
    )
    ad_budget_band = fields.Selection(
        [(key, label) for key, label, _least in reversed(BUDGET_BANDS)],
        compute="_compute_ad_budget_band",
        store=True,
        help="The monthly ad budget in steps, for grouping.",
    )
    # not "channel_ids": on partners that is the list of chat channels
    marketing_channel_ids = fields.Many2many("agency.channel", string="Marketing Channels")
    marketing_goal_ids = fields.Many2many("agency.goal", string="Marketing Goals")
    site_url = fields.Char("Current Site", help="Address of the site the marketing leads to.")
    site_stack = fields.Char("Site Technology", help="For example Shopify, WordPress, Odoo.")
    current_agency = fields.Char(help="The agency or freelancer who does the work today.")
    current_agency_end = fields.Date("Current Contract Ends")
    access_ga4 = fields.Boolean("GA4 Access", help="The client has given us access to Google Analytics 4.")
    access_search_console = fields.Boolean(help="The client has given us access to Google Search Console.")
    access_ads = fields.Boolean("Ads Access", help="The client has given us access to its advertising accounts.")

    @api.depends("monthly_ad_budget")
    def _compute_ad_budget_band(self):
        for record in self:
            budget = record.monthly_ad_budget
            record.ad_budget_band = next((key for key, _label, least in BUDGET_BANDS if budget >= least), False)

    def _marketing_profile_fields(self):
        """:return: names of the profile's fields, in the order in which forms show them"""
        return [
            "monthly_ad_budget",
            "ad_budget_currency_id",
            "marketing_channel_ids",
            "marketing_goal_ids",
            "site_url",
            "site_stack",
            "current_agency",
            "current_agency_end",
            "access_ga4",
            "access_search_console",
            "access_ads",
        ]
