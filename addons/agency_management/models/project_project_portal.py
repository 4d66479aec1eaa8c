from odoo import _, fields, models

from ..core import timing

#: People and tasks shown; a page for a client is not a list of everything.
MAX_PEOPLE = 8
MAX_TASKS = 12
CLOSED_TASKS = ("1_done", "1_canceled")


class ProjectProjectPortal(models.Model):
    """The project page of the client: where it stands, what comes next, who is who."""

    _inherit = "project.project"

    def _portal_page(self):
        """Everything the project page shows. Call it behind the gate, with elevated rights.

        :return dict: records and plain values for the template; internal notes, rates and costs are not among them
        """
        self.ensure_one()
        deliverables = self.deliverable_ids.sorted(lambda one: (one.sequence, one.id))
        milestones = self.milestone_ids.sorted(lambda one: (not one.deadline, one.deadline or one.id, one.id))
        tasks = self.env["project.task"].search(
            [("project_id", "=", self.id), ("client_visible", "=", True), ("state", "not in", CLOSED_TASKS)],
            order="date_deadline, id",
            limit=MAX_TASKS,
        )
        return {
            "engagement": self,
            "status": self._portal_status(deliverables),
            "stages": self._portal_stages(milestones, deliverables),
            "work_items": tasks,
            "hours": self._portal_hours(),
            "next_steps": self._portal_next_steps(deliverables),
            "team": self._portal_team(),
        }

    def _portal_status(self, deliverables):
        """:return dict: ``label``, ``tone``; ``done``, ``total`` and ``percent`` of approved deliverables"""
        labels = {
            "on_track": (_("On track"), "success"),
            "at_risk": (_("Needs attention"), "warning"),
            "off_track": (_("Behind plan"), "danger"),
            "on_hold": (_("On hold"), "secondary"),
            "done": (_("Finished"), "success"),
            "complete": (_("Finished"), "success"),
        }
        label, tone = labels.get(self.last_update_status, (_("In progress"), "info"))
        approved = len(deliverables.filtered(lambda one: one.state == "approved"))
        total = len(deliverables)
        return {
            "label": label,
            "tone": tone,
            "done": approved,
            "total": total,
            "percent": round(100 * approved / total) if total else 0,
        }

    def _portal_stages(self, milestones, deliverables):
        """The timeline: milestones in the order of their dates, each with what it hands over.

        :return list: dicts ``name``, ``date``, ``reached``, ``late``, ``deliverables``; what belongs to none comes last
        """
        today = fields.Date.context_today(self)
        stages = [
            {
                "name": milestone.name,
                "date": milestone.deadline,
                "reached": milestone.is_reached,
                "late": bool(not milestone.is_reached and milestone.deadline and milestone.deadline < today),
                "deliverables": deliverables.filtered(lambda one, milestone=milestone: one.milestone_id == milestone),
            }
            for milestone in milestones
        ]
        rest = deliverables.filtered(lambda one: not one.milestone_id)
        if rest:
            name = _("Further deliverables") if stages else _("Deliverables")
            stages.append({"name": name, "date": False, "reached": False, "late": False, "deliverables": rest})
        return stages

    def _portal_hours(self):
        """:return dict: ``spent`` and ``planned`` hours, ``percent``; False unless shared with the client"""
        if not self.share_hours or not self.allocated_hours:
            return False
        return {
            "spent": self.hours_spent,
            "planned": self.allocated_hours,
            "percent": timing.budget_share(self.hours_spent, self.allocated_hours),
        }

    def _portal_next_steps(self, deliverables):
        """What waits for the client, the most urgent first.

        :return list: dicts ``label``, ``url``, ``date``, ``button``
        """
        # texts are looked up outside of the comprehensions, which on 19.0 do not know whose language it is
        review, upload = _("Review"), _("Upload")
        steps = [
            {"label": one.name, "url": one.access_url, "date": one.date_due, "button": review}
            for one in deliverables
            if one.state == "client_review"
        ]
        requests = self.env["agency.document.request"].search(
            [
                ("project_id", "=", self.id),
                ("client_id", "=", self.client_id.id),
                ("state", "in", ("requested", "returned")),
            ]
        )
        steps += [
            {"label": one.name, "url": one.access_url, "date": one.due_date, "button": upload} for one in requests
        ]
        return sorted(steps, key=lambda step: (not step["date"], step["date"] or fields.Date.today(), step["label"]))

    def _portal_team(self):
        """Who is who: the project manager first, then everybody with a task.

        :return list: dicts ``user``, ``name``, ``role``, ``email`` (the manager's alone)
        """
        rows = self.env["project.task"]._read_group(
            [("project_id", "=", self.id), ("user_ids", "!=", False)], ["user_ids"], ["__count"], order="__count DESC"
        )
        users = self.user_id | self.env["res.users"].union(*(user for user, _count in rows))
        users = users.filtered(lambda user: not user.share and user.active)[:MAX_PEOPLE]
        employees = self.env["hr.employee"].search([("user_id", "in", users.ids)])
        roles = {employee.user_id: employee.agency_role_id.name or employee.job_title for employee in employees}
        return [
            {
                "user": user,
                "name": user.name,
                "role": _("Your project manager") if user == self.user_id else roles.get(user) or _("Team"),
                "email": user.email if user == self.user_id else False,
            }
            for user in users
        ]
