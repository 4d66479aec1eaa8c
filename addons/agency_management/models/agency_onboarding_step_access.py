from odoo import _, api, fields, models
from odoo.exceptions import UserError

from ..core.onboarding import FINISHED


class AgencyOnboardingStep(models.Model):
    """Accesses: the client says that it was given, somebody at the agency tries it and confirms."""

    _inherit = "agency.onboarding.step"

    access_claimed_at = fields.Datetime("Access Given", readonly=True, copy=False, help="When the client said so.")
    access_claimed_by_id = fields.Many2one(
        "res.users", string="Given by", readonly=True, copy=False, ondelete="set null", groups="base.group_user"
    )
    access_confirmed = fields.Boolean(readonly=True, copy=False, help="Somebody at the agency has tried the access.")
    access_problem = fields.Char(
        "What Is Missing", copy=False, help="Shown to the client when the access does not work yet."
    )

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") in FINISHED or vals.get("access_confirmed") or not vals.get("access_claimed_at", True):
            # the access was tried, or is asked for no more
            self._settle_access()
        return result

    @api.ondelete(at_uninstall=False)
    def _settle_access(self):
        """Nobody need try the accesses of these steps any more."""
        asked = self.filtered(lambda step: step.condition == "access_granted")
        self.env["mail.activity"]._agency_settle({step._access_topic() for step in asked})

    def _access_topic(self):
        return f"access:{self.id}"

    def _access_entry(self):
        """:return dict: the entry of ``agency.onboarding._access_registry`` this step is about; empty when none is"""
        self.ensure_one()
        return self.env["agency.onboarding"]._access_registry().get(self.access_kind, {})

    def _to_check_fields(self):
        return [*super()._to_check_fields(), "access_claimed_at"]

    def _to_check(self):
        claimed = self.filtered(lambda step: step.condition == "access_granted" and step.access_claimed_at)
        return super()._to_check() | claimed

    def _condition_access_granted(self):
        return self.filtered(
            lambda step: step.access_confirmed or (flag := step._access_entry().get("field")) and step.client_id[flag]
        )

    def _claim_access(self, user):
        """The client says that the access was given. Call it behind the portal gate, with elevated rights.

        :param user: ``res.users`` who says so
        :raise UserError: nothing is asked here any more
        """
        self.ensure_one()
        if self.state != "open" or self.condition != "access_granted":
            raise UserError(_("Nothing is asked for here any more. Thank you."))
        if self.access_claimed_at:
            return
        self.write(
            {"access_claimed_at": fields.Datetime.now(), "access_claimed_by_id": user.id, "access_problem": False}
        )
        self._tell_owner(_("%(client)s gave access: %(step)s", client=self.client_id.name, step=self.name))

    def _tell_owner(self, summary):
        """Give the step's responsible something to do about it."""
        for step in self:
            owner = step.owner_id or step.onboarding_id.owner_id
            if owner:
                step.onboarding_id.activity_schedule(
                    "mail.mail_activity_data_todo",
                    summary=summary,
                    user_id=owner.id,
                    agency_topic=step._access_topic(),
                )

    def action_confirm_access(self):
        """The access works; the client's profile keeps it.

        :raise UserError: the step is not about an access
        """
        for step in self:
            if step.condition != "access_granted":
                raise UserError(_("%(step)s is not about an access.", step=step.name))
        self.write({"access_confirmed": True, "access_problem": False})
        for step in self:
            flag = step._access_entry().get("field")
            if flag:
                # whoever tries the access need not be allowed to edit clients
                client_sudo = step.client_id.sudo()
                client_sudo[flag] = True
        self.onboarding_id._check_conditions()

    def action_reopen(self):
        """An access that is asked for again is not there any more, for the client's profile either."""
        result = super().action_reopen()
        for step in self.filtered(lambda step: step.condition == "access_granted"):
            step.write({"access_claimed_at": False, "access_claimed_by_id": False, "access_confirmed": False})
            flag = step._access_entry().get("field")
            if flag:
                # whoever opens the step again need not be allowed to edit clients
                client_sudo = step.client_id.sudo()
                client_sudo[flag] = False
        return result

    def action_access_missing(self):
        """The access does not work yet: the client is asked again and reads why.

        :raise UserError: no reason was given
        """
        for step in self:
            if not step.access_problem:
                raise UserError(_("Say what is missing for %(step)s before asking again.", step=step.name))
        self.write({"access_claimed_at": False, "access_claimed_by_id": False, "access_confirmed": False})
