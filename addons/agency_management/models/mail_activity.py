from odoo import api, fields, models


class MailActivity(models.Model):
    """Activities of the suite know what they are about, so that whatever settles it takes them away."""

    _inherit = "mail.activity"

    agency_topic = fields.Char(
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups="base.group_user",
        help="What it asks for, as a kind and a record's ID. Once that is settled, the activity goes.",
    )

    @api.model
    def _agency_settle(self, topics):
        """Take the open activities about these away: what they ask for is done, or asked no more.

        :param topics: values of ``agency_topic``
        :return set: those that were still open
        """
        # an activity is its owner's; whoever settles it need be neither them nor of the agency
        open_sudo = self.sudo().search([("agency_topic", "in", list(topics))]) if topics else self.sudo()
        settled = set(open_sudo.mapped("agency_topic"))
        open_sudo.unlink()
        return settled
