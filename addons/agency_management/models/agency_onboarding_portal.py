from odoo import _, models

FINISHED = ("done", "skipped")


class AgencyOnboardingPortal(models.Model):
    """Onboarding as the client sees it: their steps, in plain words."""

    _inherit = "agency.onboarding"

    def _portal_summary(self):
        """:return dict: the record, its steps for the client, how many are finished and the one to do next"""
        self.ensure_one()
        steps = self.step_ids.filtered("client_facing").sorted(lambda step: (step.sequence, step.id))
        todo = steps.filtered(lambda step: step.state == "open")
        finished = len(steps.filtered(lambda step: step.state in FINISHED))
        return {
            "onboarding": self,
            "steps": [self._portal_step(step) for step in steps if step.state != "skipped"],
            "next": self._portal_step(todo[0]) if todo else False,
            "done": finished,
            "total": len(steps),
            "percent": round(100 * finished / len(steps)) if steps else 100,
        }

    def _portal_page(self):
        """Everything the page of an onboarding shows. Call it behind the gate, with elevated rights."""
        page = self._portal_summary()
        behind_the_scenes = self.step_ids.filtered(lambda step: not step.client_facing and step.state == "open")
        in_steps = self.step_ids.filtered("client_facing").document_request_id
        return page | {
            "ours": len(behind_the_scenes),
            "requests": (self.document_request_ids - in_steps).sorted("id"),
            "contact": self.owner_id or self.project_id.user_id,
        }

    def _portal_step(self, step):
        """:return dict: ``name``, ``text``, ``label``, ``tone``, ``date``, ``url`` when there is something to do"""
        document = step.document_request_id
        labels = {
            "waiting": (_("Later"), "secondary"),
            "open": (_("To do"), "warning"),
            "done": (_("Done"), "success"),
        }
        label, tone = labels.get(step.state, labels["done"])
        if document.state == "returned" and step.state == "open":
            label, tone = _("Please send it again"), "danger"
        return {
            "name": step.name,
            "text": step.description,
            "label": label,
            "tone": tone,
            "date": step.due_date if step.state not in FINISHED else False,
            "done_date": step.done_date,
            "state": step.state,
            "url": document.access_url if document and step.state == "open" else False,
        }
