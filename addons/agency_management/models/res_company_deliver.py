from odoo import _, api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..core import budget

WEEKDAYS = [
    ("0", "Monday"),
    ("1", "Tuesday"),
    ("2", "Wednesday"),
    ("3", "Thursday"),
    ("4", "Friday"),
    ("5", "Saturday"),
    ("6", "Sunday"),
]


class ResCompany(models.Model):
    """How the company watches its projects."""

    _inherit = "res.company"

    agency_budget_levels = fields.Char(
        "Budget Alerts",
        default=budget.DEFAULT_LEVELS,
        help="Per cent of a budget at which the project manager is told, for example 50, 75, 90, 100. Empty: never.",
    )
    agency_status_weekday = fields.Selection(
        WEEKDAYS,
        string="Weekly Status On",
        default="4",
        help="The day on which the weekly status of each project is drafted. Empty: never.",
    )

    agency_review_reminder_days = fields.Integer(
        "Remind of Approvals Every",
        default=3,
        help="Working days after which a client is reminded of a deliverable that waits for approval. 0: never.",
    )
    agency_review_reminder_times = fields.Integer(
        "Reminders of Approvals",
        default=2,
        help="So many reminders go to the client; after that the project manager is told to call.",
    )

    agency_change_product_id = fields.Many2one(
        "product.product",
        "Product of Change Orders",
        domain="[('sale_ok', '=', True)]",
        help="What an additional round of changes is sold as; what it costs is said by its price or a price list.",
    )

    _sql_constraints = [
        (
            "agency_review_reminder_positive",
            "CHECK(agency_review_reminder_days >= 0 AND agency_review_reminder_times >= 0)",
            "Days and number of the reminders of approvals cannot be negative.",
        ),
    ]

    @api.constrains("agency_budget_levels")
    def _check_agency_budget_levels(self):
        for company in self:
            try:
                budget.parse_levels(company.agency_budget_levels)
            except budget.LevelError as error:
                raise ValidationError(
                    _(
                        "“%(text)s” is no budget alert. Write whole per cents between 1 and %(most)s, separated by "
                        "commas: 50, 75, 90, 100.",
                        text=error.text,
                        most=budget.MAX_LEVEL,
                    )
                ) from error

    def _agency_change_product(self):
        """:return: ``product.product`` that additional rounds of changes are sold as
        :raise UserError: there is none
        """
        self.ensure_one()
        default = self.env.ref("agency_management.product_change_round", raise_if_not_found=False)
        product = self.agency_change_product_id or default
        if not product or not product.active:
            raise UserError(
                _("Choose what additional rounds of changes are sold as: Settings, Agency, Product of change orders.")
            )
        return product

    def _agency_accountant(self):
        """:return: ``res.users`` who is told what is to be billed: an accountant of the company, rather none who is
        everything else as well
        """
        self.ensure_one()
        # groups are an administrator's; one name comes out of it
        group_sudo = self.env.ref("agency_crm.group_accountant").sudo()
        users_sudo = group_sudo[next(name for name in ("all_user_ids", "users") if name in group_sudo._fields)]
        users_sudo = users_sudo.filtered(lambda user: user.active and self in user.company_ids).sorted("id")
        only = users_sudo.filtered(lambda user: not user.has_group("agency_crm.group_administrator"))
        return (only or users_sudo)[:1].sudo(self.env.su)
