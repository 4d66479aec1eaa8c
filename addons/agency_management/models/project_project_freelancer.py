from odoo import models


class ProjectProject(models.Model):
    """Hours of freelancers cost a project once: when they are worked, not again when they are billed.

    Their time carries the agreed rate as its cost from the moment it is entered, by task and person, which is what
    burn, forecasts and efficiency are made of. The lines of their bills have the project's analytic account as well,
    for the books, but are left out of what a project cost "besides hours". The alternative, to take the cost from the
    time once it is billed, would make the hours of a task look free of charge, and the forecast of the rest too low.
    Other lines on the same bill, such as travel, count like those of any bill.
    """

    _inherit = "project.project"

    def _agency_other_costs_domain(self):
        return [
            *super()._agency_other_costs_domain(),
            "|",
            ("move_line_id", "=", False),
            ("move_line_id.agency_freelancer_id", "=", False),
        ]

    def _get_costs_items_from_purchase(self, domain, profitability_items, with_action=True):
        # stock's own profitability counts timesheets, too
        domain = [*domain, ("agency_freelancer_id", "=", False)]
        return super()._get_costs_items_from_purchase(domain, profitability_items, with_action=with_action)
