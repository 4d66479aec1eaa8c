from odoo import models

#: States in which a task is over.
CLOSED_TASK_STATES = ("1_done", "1_canceled")


class ResUsers(models.Model):
    _inherit = "res.users"

    def _agency_planned_hours(self):
        """Hours that are still planned for each user, over all projects.

        A task of several people counts in equal parts. Tasks done or cancelled do not count.

        :return dict: ``res.users`` -> hours; users without open tasks are left out
        """
        tasks = (
            self.env["project.task"]
            .sudo()
            .search_fetch(
                [
                    ("user_ids", "in", self.ids),
                    ("state", "not in", CLOSED_TASK_STATES),
                    ("allocated_hours", ">", 0),
                    ("project_id", "!=", False),
                ],
                ["allocated_hours", "user_ids"],
            )
        )
        hours = {}
        for task in tasks:
            for user in task.user_ids:
                if user in self:
                    hours[user] = hours.get(user, 0.0) + task.allocated_hours / len(task.user_ids)
        return hours
