import base64

from odoo import _, api, fields, models
from odoo.exceptions import UserError

from ..core import content_hash

#: The key to :meth:`AgencyDeliverableEvent.create`; see the note on TRANSITION in agency_deliverable.py.
APPEND = object()
CONTEXT_KEY = "agency_deliverable_append"

ACTIONS = [
    ("submit", "Submitted for Check"),
    ("pass", "Passed the Check"),
    ("fail", "Sent Back"),
    ("withdraw", "Taken Back"),
    ("request_changes", "Changes Requested"),
    ("approve", "Approved"),
]
#: What the client may read; the agency's own remarks stay inside.
CLIENT_ACTIONS = ("pass", "request_changes", "approve")


class AgencyDeliverableEvent(models.Model):
    """The trail of an approval: who did what with which content. Lines are added and never change.

    Each line holds the fingerprint of the one before it, so that a line changed or removed behind Odoo's back shows.
    The database refuses changes too: a later version of this addon that adds a stored field with a default must
    switch the trigger off while it fills the column.
    """

    _name = "agency.deliverable.event"
    _description = "Deliverable Trail"
    _order = "id desc"
    _rec_name = "action"

    deliverable_id = fields.Many2one(
        "agency.deliverable", required=True, index=True, readonly=True, ondelete="restrict"
    )
    version_id = fields.Many2one("agency.deliverable.version", required=True, readonly=True, ondelete="restrict")
    action = fields.Selection(ACTIONS, required=True, readonly=True)
    state_before = fields.Char(required=True, readonly=True)
    state_after = fields.Char(required=True, readonly=True)
    date = fields.Datetime(required=True, readonly=True)
    user_id = fields.Many2one("res.users", readonly=True, ondelete="restrict", groups="base.group_user")
    partner_id = fields.Many2one("res.partner", "Person", required=True, readonly=True, ondelete="restrict")
    actor_name = fields.Char("Name", required=True, readonly=True, help="As it was when it happened.")
    actor_email = fields.Char("E-mail", readonly=True, groups="base.group_user")
    comment = fields.Text(readonly=True)
    signed_name = fields.Char("Signed as", readonly=True)
    # a column, not a file: files can be replaced behind the trail, and the trigger guards this table only
    signature = fields.Binary(readonly=True, attachment=False)
    content_hash = fields.Char("Content Fingerprint", required=True, readonly=True)
    ip_address = fields.Char("Network Address", readonly=True, groups="base.group_user")
    for_client = fields.Boolean(readonly=True, help="The client reads this line in the portal.")
    previous_hash = fields.Char(readonly=True, groups="base.group_user")
    event_hash = fields.Char("Fingerprint", required=True, readonly=True)

    _sql_constraints = [
        (
            "chain_unique",
            "UNIQUE(deliverable_id, previous_hash)",
            "Somebody else has just acted on this deliverable. Open it again.",
        ),
    ]

    def init(self):
        self.env.cr.execute(
            """
            CREATE OR REPLACE FUNCTION agency_deliverable_event_append_only() RETURNS trigger AS $$
            BEGIN
                RAISE EXCEPTION 'The approval trail is append-only: % refused.', TG_OP
                    USING ERRCODE = 'restrict_violation';
            END;
            $$ LANGUAGE plpgsql;
            DROP TRIGGER IF EXISTS agency_deliverable_event_keep_rows ON agency_deliverable_event;
            CREATE TRIGGER agency_deliverable_event_keep_rows BEFORE UPDATE OR DELETE ON agency_deliverable_event
                FOR EACH ROW EXECUTE FUNCTION agency_deliverable_event_append_only();
            DROP TRIGGER IF EXISTS agency_deliverable_event_keep_table ON agency_deliverable_event;
            CREATE TRIGGER agency_deliverable_event_keep_table BEFORE TRUNCATE ON agency_deliverable_event
                FOR EACH STATEMENT EXECUTE FUNCTION agency_deliverable_event_append_only();
            """
        )

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.context.get(CONTEXT_KEY) is not APPEND:
            raise UserError(_("Lines of an approval trail are written by the approval itself."))
        return super().create(vals_list)

    # The trail is append-only, for superusers too: refusing without super is the whole point.
    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(_("An approval trail cannot be changed."))

    def unlink(self):  # pylint: disable=method-required-super
        raise UserError(_("An approval trail cannot be deleted."))  # pylint: disable=no-raise-unlink

    def _append(self, deliverable, version, action, states, partner, user, comment, signed_name, signature, ip_address):
        """Add a line; the caller holds the lock on the deliverable.

        :param tuple states: state before, state after
        :return: the new ``agency.deliverable.event``
        """
        # nobody has the right to write the trail, only actions lead here
        trail_sudo = self.sudo()
        last_sudo = trail_sudo.search([("deliverable_id", "=", deliverable.id)], order="id desc", limit=1)
        vals = {
            "deliverable_id": deliverable.id,
            "version_id": version.id,
            "action": action,
            "state_before": states[0],
            "state_after": states[1],
            "date": fields.Datetime.now(),
            "user_id": user.id,
            "partner_id": partner.id,
            "actor_name": partner.sudo().name or "",
            "actor_email": partner.sudo().email or "",
            "comment": comment or "",
            "signed_name": signed_name or "",
            "signature": signature or False,
            "content_hash": version.content_hash or "",
            "ip_address": ip_address or "",
            "for_client": action in CLIENT_ACTIONS,
            "previous_hash": last_sudo.event_hash or content_hash.CHAIN_START,
        }
        vals["event_hash"] = content_hash.event_hash(vals["previous_hash"], self._hashed_values(vals))
        return trail_sudo.with_context(**{CONTEXT_KEY: APPEND}).create([vals])

    @api.model
    def _hashed_values(self, vals):
        """:return dict: what the fingerprint of a line covers, in the form in which it is kept"""
        signature = vals["signature"]
        if isinstance(signature, str):
            signature = signature.encode()
        return {
            "deliverable": vals["deliverable_id"],
            "version": vals["version_id"],
            "action": vals["action"],
            "states": [vals["state_before"], vals["state_after"]],
            "date": fields.Datetime.to_string(vals["date"]),
            "user": vals["user_id"] or 0,
            "partner": vals["partner_id"],
            "actor": [vals["actor_name"], vals["actor_email"] or ""],
            "comment": vals["comment"] or "",
            "signed_name": vals["signed_name"] or "",
            "signature": content_hash.digest(base64.b64decode(signature)) if signature else "",
            "content_hash": vals["content_hash"],
            "ip_address": vals["ip_address"] or "",
            "for_client": vals["for_client"],
        }

    def _first_broken(self):
        """:return: the first of these lines (one deliverable's, oldest first) that doesn't fit; empty when all fit"""
        # the check covers what the person who runs it may not see, and tells only whether it fits
        lines_sudo = self.sudo()
        rows = []
        for line_sudo in lines_sudo:
            vals = {
                name: (line_sudo[name].id if line_sudo._fields[name].type == "many2one" else line_sudo[name])
                for name in line_sudo._fields
                if line_sudo._fields[name].store and not name.startswith(("create_", "write_"))
            }
            rows.append((self._hashed_values(vals), line_sudo.previous_hash, line_sudo.event_hash))
        index = content_hash.first_broken(rows)
        return self.browse() if index is None else self[index]

    def _action_label(self):
        return dict(self._fields["action"]._description_selection(self.env))[self.action]
