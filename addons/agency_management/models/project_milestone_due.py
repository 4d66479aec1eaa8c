from odoo import Command, _, api, fields, models
from odoo.tools import format_date

from .project_task_plan import CLOSED

ACTIVITY = "agency_management.mail_activity_milestone"


class ProjectMilestoneDue(models.Model):
    """What becomes of a milestone: late, reached with its deliverables, billed."""

    _inherit = "project.milestone"

    agency_deliverables_approved = fields.Integer(
        "Approved", compute="_compute_agency_deliverables", groups="base.group_user"
    )
    agency_deliverables_total = fields.Integer(
        "Deliverables", compute="_compute_agency_deliverables", groups="base.group_user"
    )
    agency_invoice_when_reached = fields.Boolean(
        "Invoice when Reached",
        groups="base.group_user",
        help="Reaching it makes the draft invoice of its order line, or an activity for accounting where the line is "
        "billed in another way.",
    )
    agency_billed_on = fields.Datetime("Billing Started", readonly=True, copy=False, groups="base.group_user")
    agency_invoice_id = fields.Many2one(
        "account.move", "Invoice", readonly=True, copy=False, index="btree_not_null", groups="base.group_user"
    )

    @api.depends("deliverable_ids.state")
    def _compute_agency_deliverables(self):
        rows = self.env["agency.deliverable"]._read_group(
            [("milestone_id", "in", self.ids)], ["milestone_id", "state"], ["__count"]
        )
        total, approved = {}, {}
        for milestone, state, count in rows:
            total[milestone] = total.get(milestone, 0) + count
            if state == "approved":
                approved[milestone] = count
        for milestone in self:
            milestone.agency_deliverables_total = total.get(milestone, 0)
            milestone.agency_deliverables_approved = approved.get(milestone, 0)

    @api.model_create_multi
    def create(self, vals_list):
        milestones = super().create(vals_list)
        milestones.filtered("is_reached")._agency_reached()
        milestones.project_id._agency_health_changed()
        return milestones

    def write(self, vals):
        waiting = self.filtered(lambda milestone: not milestone.is_reached)
        deadline = fields.Date.to_date(vals.get("deadline"))
        moved = self.filtered(lambda milestone: "deadline" in vals and milestone.deadline != deadline)
        # it is late no more, or late for another date, which is told anew
        moved._agency_settle("milestone")
        if vals.get("is_reached"):
            self._agency_settle("milestone", "milestone_done")
        result = super().write(vals)
        if vals.get("is_reached"):
            waiting._agency_reached()
        if vals.keys() & {"is_reached", "deadline", "project_id"}:
            self.project_id._agency_health_changed()
        return result

    def unlink(self):
        self._agency_settle("milestone", "milestone_done")
        return super().unlink()

    def _agency_settle(self, *kinds):
        """Nobody need look at these milestones any more for what was told about them; should it come again, it is news.

        :param kinds: kinds of ``agency.project.alert``
        """
        told = {
            f"{kind}:{milestone.id}": {
                "project_id": milestone.project_id.id,
                "key": f"{kind}:{milestone.id}:{milestone.deadline}",
            }
            for kind in kinds
            for milestone in self
        }
        settled = self.env["mail.activity"]._agency_settle(told)
        self.env["agency.project.alert"]._release([told[topic] for topic in settled])

    # ------------------------------------------------------------------ reached

    def _agency_check_reached(self):
        """Mark what is complete as reached: every deliverable approved and no task open.

        Where tasks are still open the project manager is asked, once for each date of the milestone.
        """
        # a client approves, the agency's milestone is reached by that
        for milestone in self.sudo():
            states = set(milestone.deliverable_ids.mapped("state"))
            if milestone.is_reached or states != {"approved"}:
                continue
            if all(task.state in CLOSED for task in milestone.task_ids):
                milestone.is_reached = True
                milestone.project_id.message_post(
                    body=_("%(milestone)s is reached: everything it hands over is approved.", milestone=milestone.name),
                    subtype_xmlid="mail.mt_note",
                )
            elif milestone._agency_claim("milestone_done"):
                self = milestone.with_context(lang=milestone.project_id.user_id.lang or self.env.lang)
                self.project_id._agency_tell(
                    _("Milestone ready: %(milestone)s", milestone=self.name),
                    _("Everything it hands over is approved, but tasks are open. Close them or mark it as reached."),
                    ACTIVITY,
                    topic=f"milestone_done:{self.id}",
                )

    def _agency_claim(self, kind):
        """:return bool: True for the first who asks to tell this about the milestone and its date"""
        self.ensure_one()
        project = self.project_id
        return bool(
            self.env["agency.project.alert"]._claim(
                [
                    {
                        "project_id": project.id,
                        "company_id": project.company_id.id,
                        "kind": kind,
                        "key": f"{kind}:{self.id}" if kind == "milestone_bill" else f"{kind}:{self.id}:{self.deadline}",
                        "told_to_id": project.user_id.id,
                    }
                ]
            )
        )

    def _agency_tell_late(self):
        """Tell the project manager of a late milestone, once for each of its dates."""
        for milestone in self:
            if milestone._agency_claim("milestone"):
                manager = milestone.project_id.user_id
                self = milestone.with_context(lang=manager.lang or self.env.lang)
                self.project_id._agency_tell(
                    _("Milestone late: %(milestone)s", milestone=self.name),
                    _(
                        "It was due on %(date)s. Reach it, or agree on another date with the client.",
                        date=format_date(self.env, self.deadline),
                    ),
                    ACTIVITY,
                    topic=f"milestone:{self.id}",
                )

    def _agency_reached(self):
        """What follows once these are reached."""
        for milestone in self.filtered("agency_invoice_when_reached"):
            if milestone._agency_claim("milestone_bill"):
                milestone._agency_bill()

    # ------------------------------------------------------------------ billing

    def _agency_bill(self):
        """Make the draft invoice of the milestone's share of its order line; else tell accounting to bill it.

        Called once for each milestone: whoever has claimed it.
        """
        self.ensure_one()
        # whoever reaches milestones need not be allowed to bill
        milestone_sudo = self.sudo()
        line_sudo = milestone_sudo.sale_line_id
        accountant = self.project_id._agency_company()._agency_accountant() or self.project_id.user_id
        self = milestone_sudo.with_context(lang=accountant.lang or self.env.lang)
        move_sudo = self.env["account.move"]
        if line_sudo.qty_delivered_method == "milestones" and line_sudo.qty_to_invoice > 0:
            move_sudo = self._agency_create_invoice(line_sudo)
        self.write({"agency_billed_on": fields.Datetime.now(), "agency_invoice_id": move_sudo.id})
        record = move_sudo or self.project_id
        if accountant:
            record.activity_schedule(
                "agency_management.mail_activity_bill",
                summary=_("Milestone reached: %(milestone)s", milestone=self.name),
                note=_("Check the draft invoice and post it.")
                if move_sudo
                else _(
                    "%(milestone)s of %(project)s is reached and is to be invoiced. Its order line is not billed by "
                    "milestones: make the invoice from the order.",
                    milestone=self.name,
                    project=self.project_id.name,
                ),
                user_id=accountant.id,
            )
        self.project_id.message_post(
            body=_("Milestone %(milestone)s is reached and goes to billing.", milestone=self.name),
            subtype_xmlid="mail.mt_note",
        )

    def _agency_create_invoice(self, line_sudo):
        """:return: draft ``account.move`` with what the line has to invoice, in the customer's language"""
        order_sudo = line_sudo.order_id.with_company(line_sudo.company_id)
        order_sudo = order_sudo.with_context(lang=order_sudo.partner_invoice_id.lang or self.env.lang)
        values = order_sudo._prepare_invoice()
        line_sudo = line_sudo.with_env(order_sudo.env)
        values["invoice_line_ids"] = [
            Command.create(line_sudo._prepare_invoice_line(quantity=line_sudo.qty_to_invoice))
        ]
        return order_sudo.env["account.move"].with_context(default_move_type="out_invoice").create(values)
