from odoo import models

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
        theirs = todo.filtered(lambda step: step.turn == "client")
        # a step that cannot be done here (a deposit without an order) does not stand before one that can
        first = theirs.filtered(lambda step: step._portal_control()[0])[:1] or (theirs or todo)[:1]
        return {
            "onboarding": self,
            "steps": [step._portal_values() for step in steps if step.state != "skipped"],
            "next": first._portal_values() if first else False,
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
