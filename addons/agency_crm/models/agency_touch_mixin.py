from odoo import api, fields, models


class AgencyTouchMixin(models.AbstractModel):
    """When somebody was last in touch and when the next contact is planned, computed for a whole set at once.

    A touch is a message to or from the other side, a finished activity or a meeting; a note or a change of a field
    is none.
    """

    _name = "agency.touch.mixin"
    _description = "Last and Next Touch"

    last_touch = fields.Datetime(
        compute="_compute_touches", search="_search_last_touch", help="Last message, finished activity or meeting."
    )
    next_touch = fields.Date(compute="_compute_touches", help="Next planned activity or meeting.")

    def _compute_touches(self):
        last, following = self._touches()
        for record in self:
            record.last_touch = last.get(record.id, False)
            record.next_touch = following.get(record.id, False)

    def _touches(self):
        """:return tuple: ({id: datetime of the last touch}, {id: date of the next}), both only where there is one"""
        last = self._touch_last_messages(self._touch_domain() + [("res_id", "in", self.ids)])
        # whoever reads the record may know when the next contact is due, whoever's activity it is
        groups = (
            self.env["mail.activity"]
            .sudo()
            ._read_group(
                [("res_model", "=", self._name), ("res_id", "in", self.ids)], ["res_id"], ["date_deadline:min"]
            )
        )
        return last, dict(groups)

    @api.model
    def _touch_domain(self):
        """:return list: domain on ``mail.message`` of what counts as a touch of this model's records"""
        return [
            ("model", "=", self._name),
            ("message_type", "!=", "user_notification"),
            ("subtype_id", "in", self._touch_subtypes().ids),
        ]

    @api.model
    def _touch_subtypes(self):
        """:return: subtypes of messages that are a touch: conversation and finished activities"""
        return self.env.ref("mail.mt_comment") | self.env.ref("mail.mt_activities")

    def _touch_last_messages(self, domain):
        # only the date leaves this method
        return dict(self.env["mail.message"].sudo()._read_group(domain, ["res_id"], ["date:max"]))

    @staticmethod
    def _later(one, other):
        """Merge two {id: date} maps, keeping the later date."""
        return {
            key: max(one.get(key, other.get(key)), other.get(key, one.get(key))) for key in one.keys() | other.keys()
        }

    @staticmethod
    def _sooner(one, other):
        """Merge two {id: date} maps, keeping the sooner date."""
        return {
            key: min(one.get(key, other.get(key)), other.get(key, one.get(key))) for key in one.keys() | other.keys()
        }

    @api.model
    def _search_last_touch(self, operator, value):
        """Search by messages and finished activities (meetings are left out: what is asked is who was forgotten)."""
        if operator in ("in", "not in"):
            # how Odoo 19 asks for "=" and "!="
            operator, value = {"in": "=", "not in": "!="}[operator], next(iter(value), False)
        if operator in ("<", "<=") or (operator == "=" and not value):
            bound = ("date", ">=" if operator == "<" else ">", value) if value else None
            touched = self._touch_last_messages(self._touch_domain() + ([bound] if bound else []))
            return [("id", "not in", list(touched))]
        bound = [("date", operator if value else "!=", value)]
        return [("id", "in", list(self._touch_last_messages(self._touch_domain() + bound)))]
