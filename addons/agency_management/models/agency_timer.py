from datetime import timedelta

import psycopg2
import pytz

from odoo import _, api, fields, models
from odoo.exceptions import UserError

from ..core import timesheet, timing

#: Name of the notice that tells a user's other tabs to look again.
BUS_NOTICE = "agency_timer"


class AgencyTimer(models.Model):
    """A clock that runs for somebody right now. Stopping it books a timesheet line and removes the clock.

    One row a person: that no two clocks run is the database's promise, not the interface's.
    """

    _name = "agency.timer"
    _description = "Running Timer"
    _rec_name = "description"

    user_id = fields.Many2one(
        "res.users", required=True, index=True, default=lambda self: self.env.user, ondelete="cascade"
    )
    project_id = fields.Many2one("project.project", ondelete="set null", domain="[('allow_timesheets', '=', True)]")
    task_id = fields.Many2one("project.task", ondelete="set null")
    description = fields.Char()
    kind_id = fields.Many2one(
        "agency.time.kind", string="Kind of Time", ondelete="set null", help="Empty: the one that fits the project."
    )
    billable = fields.Selection(
        [("yes", "Billable"), ("no", "Not Billable")], help="Empty: as project, kind, task and service say."
    )
    started_at = fields.Datetime(required=True, default=fields.Datetime.now)

    _sql_constraints = [
        ("user_unique", "UNIQUE(user_id)", "Your timer is already running. Stop it before you start another one."),
    ]

    # what the systray and the buttons call

    @api.model
    def timer_state(self):
        """Everything the clock in the top bar shows.

        :return dict: ``available``, ``running``, ``elapsed`` (seconds), ``description``, ``project``, ``task``
            (``{"id", "name"}`` or False), ``budget`` (``{"spent", "planned", "share"}``, hours and per cent, or False),
            ``kinds`` (those to choose from, ``{"id", "name"}``), ``kind`` (id or False), ``billable``, ``may_bill``
            (whether there is a client who could pay), ``reminder`` (why to look at the clock, or nothing)
        """
        state = {
            "available": self.env.user.has_group("agency_crm.group_team_member"),
            "running": False,
            "elapsed": 0,
            "description": "",
            "project": False,
            "task": False,
            "budget": False,
            "kinds": [],
            "kind": False,
            "billable": False,
            "may_bill": False,
            "reminder": "",
        }
        timer = self._running() if state["available"] else self
        if timer:
            state |= {
                "running": True,
                "elapsed": max(0, int((fields.Datetime.now() - timer.started_at).total_seconds())),
                "description": timer.description or "",
                "project": self._label(timer.project_id),
                "task": self._label(timer.task_id),
                "budget": timer._budget(),
                "reminder": timer._reminder_text(),
            }
            state |= timer._billing()
        return state

    @api.model
    def timer_start(self, task_id=False, project_id=False, description=""):
        """Start the clock. A clock that runs already is stopped and booked first.

        :param int task_id: task to book on, or nothing
        :param int project_id: project to book on when no task is given; may be chosen later
        :param str description: what is being done
        :return dict: see :meth:`timer_state`, and ``booked`` (minutes of the clock that was stopped)
        :raise UserError: no employee, no timesheets on the project, or a clock started elsewhere this very moment
        """
        target = self._target(task_id, project_id)
        self._employee(target["project"])
        running = self._running()
        booked = running._book() if running else 0
        try:
            with self.env.cr.savepoint():
                self.create(
                    {
                        "user_id": self.env.uid,
                        "project_id": target["project"].id,
                        "task_id": target["task"].id,
                        "description": (description or "").strip(),
                        "started_at": fields.Datetime.now(),
                    }
                )
        except psycopg2.errors.UniqueViolation:
            raise UserError(
                _("Your timer has just been started in another window. Stop that one before you start another.")
            ) from None
        return self._changed() | {"booked": booked}

    @api.model
    def timer_update(self, task_id=None, project_id=None, description=None, kind_id=None, billable=None):
        """Change what the running clock is about; arguments left out stay as they are.

        :param int kind_id: kind of time; False for the one that fits. Whether it is billable follows the rules again
        :param bool billable: what to say instead of the rules
        :return dict: see :meth:`timer_state`
        """
        timer = self._running_or_error()
        vals = {}
        if task_id is not None or project_id is not None:
            target = self._target(task_id, project_id)
            vals |= {"project_id": target["project"].id, "task_id": target["task"].id, "billable": False}
            # the project left behind may be one the user was taken off meanwhile
            left_sudo = timer.project_id.sudo()
            if bool(target["project"].client_id) != bool(left_sudo.client_id):
                vals["kind_id"] = False
        if kind_id is not None:
            vals |= {"kind_id": kind_id, "billable": False}
        if billable is not None:
            vals["billable"] = "yes" if billable else "no"
        if description is not None:
            vals["description"] = description.strip()
        timer.write(vals)
        return self._changed()

    @api.model
    def timer_stop(self, minutes=None):
        """Stop the clock and book its time, rounded as the company's settings say.

        A clock that ran over twelve hours was probably forgotten: it goes on and ``long_run`` holds its minutes, until
        this is called again with the minutes to book.

        :param int minutes: time to book instead of what the clock shows
        :return dict: see :meth:`timer_state`, and ``booked`` (minutes) or ``long_run`` (minutes to be confirmed)
        :raise UserError: nothing runs, no project chosen, or no employee
        """
        timer = self._running_or_error()
        elapsed = timer._elapsed_minutes()
        if minutes is None and timing.is_long_run(elapsed):
            return self.timer_state() | {"booked": 0, "long_run": elapsed}
        booked = timer._book(minutes)
        return self._changed() | {"booked": booked}

    @api.model
    def timer_discard(self):
        """Throw the running clock away; nothing is booked. :return dict: see :meth:`timer_state`"""
        self._running().unlink()
        return self._changed()

    # helpers

    @api.model
    def _running(self):
        return self.search([("user_id", "=", self.env.uid)], limit=1)

    @api.model
    def _running_or_error(self):
        timer = self._running()
        if not timer:
            raise UserError(_("No timer is running. It may have been stopped in another window."))
        return timer

    @api.model
    def _label(self, record):
        # the clock shows the name of what it was started on even when the user was taken off it meanwhile
        record_sudo = record.sudo()
        return {"id": record_sudo.id, "name": record_sudo.display_name} if record_sudo else False

    @api.model
    def _changed(self):
        """Tell the user's other tabs and :return: the new state"""
        self.env["bus.bus"]._sendone(self.env.user.partner_id, BUS_NOTICE, {})
        return self.timer_state()

    @api.model
    def _target(self, task_id, project_id):
        """:return dict: ``task`` and ``project`` the user may book on, either may be empty"""
        task = self.env["project.task"].browse(task_id or [])
        project = task.project_id or self.env["project.project"].browse(project_id or [])
        if task and not task.project_id:
            raise UserError(_("%(task)s is a private task; time is booked on projects.", task=task.display_name))
        if project and not project.allow_timesheets:
            raise UserError(_("%(project)s takes no timesheets. Choose another project.", project=project.display_name))
        return {"task": task, "project": project}

    @api.model
    def _employee(self, project):
        """:return: the user's employee, in the project's company when there is one there

        :raise UserError: the user has no employee
        """
        # one's own employee record may be out of one's sight (private fields); only its id and time zone are used
        employees_sudo = self.env.user.sudo().with_context(active_test=True).employee_ids
        company = project.sudo().company_id or self.env.company
        employee_sudo = employees_sudo.filtered(lambda one: one.company_id == company)[:1] or employees_sudo[:1]
        if not employee_sudo:
            raise self._nobody_to_book_for()
        return employee_sudo

    @api.model
    def _nobody_to_book_for(self):
        """:return UserError: what somebody without an employee is told"""
        return UserError(
            _(
                "There is no employee for %(user)s, so there is nobody to book the time for. Ask the HR manager to "
                "create an employee and link this user to it.",
                user=self.env.user.name,
            )
        )

    def _elapsed_minutes(self):
        return timing.booked_minutes(self.started_at, fields.Datetime.now())

    def _budget(self):
        """:return: hours spent on the project against its budget, this run included; False without a budget"""
        # hours alone, also of a project the user was taken off meanwhile
        project_sudo = self.project_id.sudo()
        if not project_sudo.allocated_hours:
            return False
        spent = project_sudo.hours_spent + (fields.Datetime.now() - self.started_at) / timedelta(hours=1)
        return {
            "spent": round(spent, 2),
            "planned": round(project_sudo.allocated_hours, 2),
            "share": timing.budget_share(spent, project_sudo.allocated_hours),
        }

    def _book(self, minutes=None):
        """Book the clock's time as the user and remove it.

        :param int minutes: time to book instead of what the clock shows, exactly
        :return int: minutes booked; runs under half a minute book nothing
        """
        self.ensure_one()
        if minutes is None:
            minutes = timesheet.rounded(self._elapsed_minutes(), self._company()._agency_rounding())
        if not 0 <= minutes <= timesheet.DAY_MINUTES:
            raise UserError(
                _(
                    "%(hours)s h cannot be booked at once: a day has 24. Type the hours worked.",
                    hours=timesheet.clock_text(minutes),
                )
            )
        if minutes:
            if not self.project_id:
                raise UserError(_("Choose the project or task the time is for, then stop the timer."))
            self.env["account.analytic.line"].create(self._prepare_timesheet(minutes))
        self.unlink()
        return minutes

    def _company(self):
        """:return: company whose settings hold for the clock"""
        # settings of the company one books for hold for everybody
        timer_sudo = self.sudo()
        return timer_sudo.project_id.company_id or timer_sudo.user_id.company_id

    def _billing(self):
        """:return dict: ``kinds``, ``kind``, ``billable``, ``may_bill`` of :meth:`timer_state`"""
        # whether there is a client decides what can be chosen, also when the user was taken off the project
        for_client = bool(self.project_id.sudo().client_id)
        kinds = self.env["agency.time.kind"].search([] if for_client else [("billable", "=", False)])
        kind = self.kind_id or kinds.filtered(lambda one: one.billable == for_client)[:1]
        line = self.env["account.analytic.line"].new(
            {"project_id": self.project_id.id, "task_id": self.task_id.id, "agency_time_kind_id": kind.id}
        )
        by_rule = bool(self.project_id) and timesheet.billable(line._agency_work())[0]
        return {
            "kinds": [{"id": one.id, "name": one.name} for one in kinds],
            "kind": kind.id,
            "billable": by_rule if not self.billable else for_client and self.billable == "yes",
            "may_bill": for_client,
        }

    def _prepare_timesheet(self, minutes):
        employee_sudo = self._employee(self.project_id)
        zone = pytz.timezone(employee_sudo.tz or self.env.user.tz or "UTC")
        billing = self._billing()
        return {
            "agency_time_kind_id": billing["kind"],
            "agency_billable": billing["billable"],
            "project_id": self.project_id.id,
            "task_id": self.task_id.id,
            "employee_id": employee_sudo.id,
            "name": self.description or self.task_id.name or "/",
            "unit_amount": minutes / 60.0,
            # the day belongs to the employee: work begun before midnight is that day's
            "date": pytz.utc.localize(self.started_at).astimezone(zone).date(),
        }
