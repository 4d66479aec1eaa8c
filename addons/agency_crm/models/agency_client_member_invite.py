from psycopg2 import OperationalError

from odoo import Command, _, api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import email_normalize

from odoo.addons.auth_signup.models.res_partner import SignupError


class AgencyClientMember(models.Model):
    """Inviting somebody: a portal account when there is none yet, and the membership."""

    _inherit = "agency.client.member"

    @api.model
    def _invite(self, client, email, name="", **rights):
        """Let a person into the portal of a client.

        A new person gets stock's invitation to choose a password; somebody who already has a portal account is
        told by mail. Staff need the right to create memberships, portal users the right to manage the client.

        :param client: ``res.partner``, the commercial entity
        :param str email: address of the person, also the login of a new account
        :param str name: name of a new contact; the address when empty
        :param rights: ``can_approve``, ``can_pay``, ``can_manage``
        :return: the membership
        :raise UserError: no usable address, an internal user, or a member already
        :raise AccessError: the current user may not invite
        """
        members = self._check_may_invite(client)
        login = email_normalize(email or "")
        if not login:
            raise UserError(
                _("%(email)s is not an e-mail address. Correct it and send again.", email=email or _("(empty)"))
            )
        # accounts are found and made for a person whom the current user may let in, but whose account it may not read
        user_sudo = (
            self.env["res.users"].sudo().with_context(active_test=False).search([("login", "=ilike", login)], limit=1)
        )
        if user_sudo and not user_sudo.share:
            raise UserError(_("%(email)s belongs to somebody at the agency, who needs no invitation.", email=login))
        if user_sudo and members.sudo().search_count([("client_id", "=", client.id), ("user_id", "=", user_sudo.id)]):
            raise UserError(
                _("%(email)s is already a member of %(client)s.", email=login, client=client.sudo().display_name)
            )
        known = bool(user_sudo.active)
        if not known:
            user_sudo = self._grant_portal_account(client, user_sudo, login, name)
        member = members.create({"client_id": client.id, "user_id": user_sudo.id} | rights)
        if known:
            member._notify_joined()
        return member

    def _check_may_invite(self, client):
        """:return: this model with the rights to create a membership of ``client``; else raise AccessError"""
        if not self.env.user.share:
            self.check_access_rights("create")
            return self
        if client not in self.sudo()._clients_of(self.env.user, "manage"):
            raise AccessError(self.env["agency.client.mixin"]._client_right_message("manage"))
        # a portal user holds no create right on memberships; the right to manage this very client was checked above
        return self.sudo()

    @api.model
    def _grant_portal_account(self, client, user_sudo, login, name):
        """Make or revive the portal account with stock's portal wizard, which sends the invitation.

        :param user_sudo: an archived account, or an empty recordset
        :return: ``res.users``, elevated
        """
        client_sudo = client.sudo()
        partner_sudo = user_sudo.partner_id
        if not partner_sudo:
            partner_sudo = client_sudo.search(
                [("parent_id", "child_of", client.id), ("email_normalized", "=", login)], limit=1
            ) or client_sudo.create({"name": name or login, "email": login, "parent_id": client.id, "type": "contact"})
        user_sudo.active = True
        wizard_sudo = self.env["portal.wizard"].sudo().create({"partner_ids": [Command.set(partner_sudo.ids)]})
        person_sudo = wizard_sudo.user_ids
        if person_sudo.is_portal:
            person_sudo.action_invite_again()
        else:
            try:
                person_sudo.action_grant_access()
            except SignupError as error:
                # stock turns every failure into this one; Odoo repeats the request only if it sees the database's own
                if isinstance(error.__context__, OperationalError):
                    raise error.__context__ from error
                raise
        return person_sudo.user_id

    def _notify_joined(self):
        """Tell somebody who already had an account which client it may see from now on."""
        self.ensure_one()
        member_sudo = self.sudo()
        client = member_sudo.client_id
        member_sudo.user_id.partner_id.message_notify(
            partner_ids=member_sudo.user_id.partner_id.ids,
            subject=_("You now have access to %(client)s", client=client.name),
            body=_("Sign in as usual: %(client)s is in your portal.", client=client.name),
        )
