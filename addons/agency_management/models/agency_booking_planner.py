from odoo import _, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL
from odoo.tools.misc import format_datetime

#: What can be changed by dragging.
MOVABLE = frozenset(("employee_id", "role_id", "start_date", "end_date", "hours"))


class AgencyBooking(models.Model):
    """What the planner reads and writes."""

    _inherit = "agency.booking"

    def move(self, values, write_date):
        """Move or resize a booking, unless somebody else changed it since it was read.

        Whoever is first wins: the second one is refused, told who was faster, and has to look at the booking again.
        Two at the very same moment take turns at the lock on the row, and the second one is repeated by the server
        and refused.

        :param dict values: some of ``employee_id`` (False: a placeholder), ``role_id``, ``start_date``, ``end_date``,
            ``hours``
        :param str write_date: as the row said that is being moved
        :return dict: the fresh row, see :meth:`_planner_rows`
        :raise UserError: somebody else changed or deleted the booking meanwhile
        :raise AccessError: the user may not change bookings
        """
        self.ensure_one()
        unknown = set(values) - MOVABLE
        if unknown:
            raise UserError(_("A booking is not moved by changing %(fields)s.", fields=", ".join(sorted(unknown))))
        # nobody else holds the row up or learns who was faster; which rows one may write is asked when writing
        self.check_access_rights("write")
        self._hold_as_seen(write_date)
        self.write(values)
        self.flush_recordset()
        return self._planner_rows()[0]

    def remove(self, write_date):
        """Delete a booking, unless somebody else changed it since it was read.

        :param str write_date: as the row said that is being deleted
        :raise UserError: somebody else changed or deleted the booking meanwhile
        """
        self.ensure_one()
        # as in moving: the right first
        self.check_access_rights("unlink")
        self._hold_as_seen(write_date)
        return self.unlink()

    def _hold_as_seen(self, write_date):
        """Lock one booking, provided that it still is what the user saw.

        :param str write_date: as the user's row says
        :raise UserError: somebody else changed or deleted it meanwhile
        """
        self.flush_recordset()
        self.env.cr.execute(
            SQL("SELECT write_date, write_uid FROM agency_booking WHERE id = %s FOR NO KEY UPDATE", self.id)
        )
        row = self.env.cr.fetchone()
        if not row:
            raise UserError(_("This booking was deleted meanwhile. Reload the planner."))
        if self._write_date_text(row[0]) != write_date:
            # the name of a colleague, for the message
            user_sudo = self.env["res.users"].sudo().browse(row[1])
            raise UserError(
                _(
                    "%(person)s changed this booking at %(time)s. Reload it before you change it again.",
                    person=user_sudo.name,
                    time=format_datetime(self.env, row[0], dt_format="short"),
                )
            )
        self.invalidate_recordset()

    def _write_date_text(self, moment):
        """:return str: a moment with all its digits: two changes in one second are two"""
        return moment.strftime("%Y-%m-%d %H:%M:%S.%f")

    def _planner_rows(self):
        """What the planner shows of bookings.

        :return list: dicts with ``id``, ``name``, ``project`` and ``client`` and ``task`` ([id, name] or False),
            ``employee_id``, ``role_id`` (id or False), ``start_date``, ``end_date`` (text), ``hours``, ``state``,
            ``write_date`` (text, for :meth:`move`), ``color`` (0 to 11), ``overbooked``, ``inside_time_off``,
            ``warning``, ``may_edit``
        """
        may_edit = self._may_plan()
        rows = []
        for booking in self:
            # what a colleague is booked for may be seen by all staff, also a project they do not take part in
            booking_sudo = booking.sudo()
            rows.append(
                {
                    "id": booking.id,
                    "name": booking.display_name,
                    "project": [booking_sudo.project_id.id, booking_sudo.project_id.name],
                    "task": self._pair(booking_sudo.task_id),
                    "client": self._pair(booking_sudo.client_id),
                    "employee_id": booking_sudo.employee_id.id,
                    "role_id": booking_sudo.role_id.id,
                    "start_date": booking.start_date.isoformat(),
                    "end_date": booking.end_date.isoformat(),
                    "hours": booking.hours,
                    "state": booking.state,
                    "write_date": self._write_date_text(booking.write_date),
                    "color": booking_sudo.color,
                    "overbooked": booking.overbooked,
                    "inside_time_off": booking.inside_time_off,
                    "warning": booking.warning or "",
                    "may_edit": may_edit,
                }
            )
        return rows

    def action_suggest(self):
        """:return: action suggesting people for this booking"""
        self.ensure_one()
        # skills are wanted by the role, and by the service the task is part of
        wanted = self.role_id.skill_ids | self.task_id.agency_service_id.skill_ids
        wizard = self.env["agency.booking.suggest"].create(
            {"booking_id": self.id, "role_id": self.role_id.id, "skill_ids": [fields.Command.set(wanted.ids)]}
        )
        return {
            "type": "ir.actions.act_window",
            "name": _("Suggest People"),
            "res_model": "agency.booking.suggest",
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }

    def _pair(self, record):
        return [record.id, record.display_name] if record else False

    def _may_plan(self):
        """:return bool: whether the user may book people"""
        return self.env.su or self.env.user.has_group("agency_crm.group_project_manager")
