from odoo import _, api, fields, models
from odoo.exceptions import UserError

from ..core import approval
from .agency_deliverable import CONTEXT_KEY, TRANSITION

TICK = ("done", "done_by_id", "done_at")


class AgencyDeliverableCheck(models.Model):
    """One thing the internal check looks at. Ticked during the check, by somebody other than the author."""

    _name = "agency.deliverable.check"
    _description = "Deliverable Checklist Item"
    _order = "deliverable_id, sequence, id"

    deliverable_id = fields.Many2one("agency.deliverable", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="deliverable_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char("What to Check", required=True)
    done = fields.Boolean(copy=False)
    done_by_id = fields.Many2one("res.users", "Checked by", readonly=True, copy=False, ondelete="restrict")
    done_at = fields.Datetime("Checked on", readonly=True, copy=False)

    def _in_transition(self):
        return self.with_context(**{CONTEXT_KEY: TRANSITION})

    def _is_transition(self):
        return self.env.context.get(CONTEXT_KEY) is TRANSITION

    @api.model_create_multi
    def create(self, vals_list):
        clean = {key: value for key, value in self.env.context.items() if key.removeprefix("default_") not in TICK}
        # keys are taken away from the context on purpose; keyword arguments could only add to it
        self = self.with_context(clean)  # pylint: disable=context-overridden
        checks = super().create(
            [{name: value for name, value in vals.items() if name not in TICK} for vals in vals_list]
        )
        checks._check_list_open()
        return checks

    def write(self, vals):
        if self._is_transition():
            return super().write(vals)
        if vals.keys() - {"done", "sequence"}:
            self._check_list_open()
        if "done" in vals:
            self._check_may_tick()
            done = bool(vals["done"])
            vals = vals | {
                "done_by_id": self.env.uid if done else False,
                "done_at": fields.Datetime.now() if done else False,
            }
        else:
            vals = {name: value for name, value in vals.items() if name not in TICK}
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_during_check(self):
        self._check_list_open()

    def _check_list_open(self):
        """What is checked is settled before the check starts."""
        for deliverable in self.deliverable_id:
            if deliverable.state not in approval.EDITABLE:
                raise UserError(
                    _(
                        "%(deliverable)s has been submitted; its checklist is settled. Send it back to change it.",
                        deliverable=deliverable.name,
                    )
                )

    def _check_may_tick(self):
        for deliverable in self.deliverable_id:
            if deliverable.state != approval.INTERNAL_CHECK:
                raise UserError(
                    _(
                        "The checklist of %(deliverable)s is ticked during the internal check.",
                        deliverable=deliverable.name,
                    )
                )
            if self.env.user in deliverable._authors():
                raise UserError(
                    _(
                        "%(deliverable)s must be checked by somebody other than its author. Ask a colleague.",
                        deliverable=deliverable.name,
                    )
                )
