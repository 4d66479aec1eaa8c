from odoo import models

#: payment states of an invoice of which nothing is left to be paid
SETTLED = {"paid", "in_payment", "reversed"}


class AgencyOnboardingStep(models.Model):
    """The conditions of ``agency.onboarding._condition_registry``: which of these steps are fulfilled.

    Each looks at the records of these steps only, in a number of queries that does not grow with them.
    """

    _inherit = "agency.onboarding.step"

    def _condition_manual(self):
        return self.browse()

    def _condition_deposit_paid(self):
        return self.filtered(
            lambda step: step.onboarding_id.order_id and step.onboarding_id.order_id._agency_deposit_paid()
        )

    def _condition_invoice_paid(self):
        """Every posted invoice of the order is settled, and there is one."""
        states = {}
        for order, payment_state in self.env["account.move"]._read_group(
            [
                ("agency_order_id", "in", self.onboarding_id.order_id.ids),
                ("state", "=", "posted"),
                ("move_type", "=", "out_invoice"),
            ],
            ["agency_order_id", "payment_state"],
        ):
            states.setdefault(order, set()).add(payment_state)
        return self.filtered(lambda step: states.get(step.onboarding_id.order_id, {"none"}) <= SETTLED)

    def _condition_document_received(self):
        return self.filtered(lambda step: step.document_request_id.state in ("received", "accepted"))

    def _condition_document_accepted(self):
        return self.filtered(lambda step: step.document_request_id.state == "accepted")

    def _condition_member_joined(self):
        return self.filtered(lambda step: step.client_id.member_ids)

    def _condition_team_accepted(self):
        proposals = self.env["agency.team.proposal"].search(
            [("order_id", "in", self.onboarding_id.order_id.ids), ("state", "=", "accepted")]
        )
        return self.filtered(lambda step: step.onboarding_id.order_id in proposals.order_id)

    def _condition_project_planned(self):
        return self.filtered(lambda step: step.onboarding_id.project_id._agency_is_planned())

    def _condition_folders_made(self):
        directories = self.env["dms.directory"].search([("folder_project_id", "in", self.onboarding_id.project_id.ids)])
        return self.filtered(lambda step: step.onboarding_id.project_id & directories.folder_project_id)

    def _condition_meeting_booked(self):
        return self.filtered(lambda step: step.onboarding_id.meeting_id.active)
