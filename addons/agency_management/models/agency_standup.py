from contextlib import contextmanager, nullcontext

from psycopg2.errors import UniqueViolation

from odoo import _, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, mute_logger, plaintext2html

BLOCKED_ACTIVITY = "agency_management.mail_activity_standup_blocked"
#: how many lines a proposal for the note has at most
PROPOSED = 6


class AgencyStandup(models.Model):
    """What somebody did, does next and is held up by, once a day: the team reads it instead of meeting.

    Colleagues answer in its messages, where they can be named with an @.
    """

    _name = "agency.standup"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _description = "Stand-up Note"
    # whoever reads a note may answer it
    _mail_post_access = "read"
    _order = "date desc, id desc"

    date = fields.Date(required=True, default=fields.Date.context_today, index=True)
    user_id = fields.Many2one(
        "res.users",
        "Person",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.user,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, default=lambda self: self.env.company
    )
    done = fields.Text(default=lambda self: self._default_done(), help="Since the last note.")
    plan = fields.Text("Next", default=lambda self: self._default_plan())
    blocked = fields.Text("In the Way", help="Whoever leads you is asked to help.")

    _sql_constraints = [
        (
            "user_date_unique",
            "UNIQUE(user_id, date, company_id)",
            "You have written your note for this day already. Change that one.",
        ),
    ]

    @api.model
    def _default_done(self):
        """:return str: what the user booked time on since their last note, a line each"""
        today = fields.Date.context_today(self)
        last = self.search([("user_id", "=", self.env.uid), ("date", "<", today)], limit=1)
        domain = [("user_id", "=", self.env.uid), ("project_id", "!=", False), ("date", "<", today)]
        if last:
            domain.append(("date", ">=", last.date))
        # one's own entries may be about projects one has left since
        lines_sudo = self.env["account.analytic.line"].sudo()
        rows = lines_sudo.search(domain, order="date desc, id desc", limit=200)
        if not last:
            rows = rows.filtered(lambda line: line.date == rows[:1].date)
        works = dict.fromkeys((line.project_id.name, line.task_id.name) for line in rows)
        return self._as_lines(works)

    @api.model
    def _default_plan(self):
        """:return str: what the user is booked for today, else their open tasks that are due first, a line each"""
        today = fields.Date.context_today(self)
        # one's own bookings may be about projects one does not take part in yet
        bookings_sudo = (
            self.env["agency.booking"]
            .sudo()
            .search(
                [
                    ("employee_id.user_id", "=", self.env.uid),
                    ("start_date", "<=", today),
                    ("end_date", ">=", today),
                    ("state", "=", "confirmed"),
                ],
                limit=PROPOSED,
            )
        )
        works = dict.fromkeys((booking.project_id.name, booking.task_id.name) for booking in bookings_sudo)
        if not works:
            tasks = self.env["project.task"].search(
                [
                    ("user_ids", "in", self.env.uid),
                    ("state", "not in", ("1_done", "1_canceled")),
                    ("project_id", "!=", False),
                    ("date_deadline", "!=", False),
                ],
                order="date_deadline",
                limit=PROPOSED,
            )
            works = dict.fromkeys((task.project_id.name, task.name) for task in tasks)
        return self._as_lines(works)

    @api.model
    def _as_lines(self, works):
        lines = [": ".join(filter(None, work)) for work in works]
        return "\n".join(lines[:PROPOSED])

    @api.depends("user_id", "date")
    def _compute_display_name(self):
        for note in self:
            note.display_name = f"{note.user_id.name}, {format_date(self.env, note.date)}"

    # writing

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            # everybody speaks for themselves; only the system writes for somebody else
            if not self.env.su and vals.get("user_id", self.env.uid) != self.env.uid:
                raise UserError(_("Everybody writes their own stand-up note."))
        with self._one_a_day():
            notes = super().create(vals_list)
        notes.filtered("blocked")._ask_for_help()
        return notes

    def write(self, vals):
        if not self.env.su and vals.keys() & {"user_id", "company_id"}:
            raise UserError(_("A stand-up note stays with who wrote it."))
        before = self.filtered("blocked")
        with self._one_a_day() if "date" in vals else nullcontext():
            result = super().write(vals)
        if "blocked" in vals:
            (self - before).filtered("blocked")._ask_for_help()
            self.filtered(lambda note: not note.blocked).sudo().activity_unlink([BLOCKED_ACTIVITY])
        return result

    @contextmanager
    def _one_a_day(self):
        """Say what to do where a second note of a day is written, in another window for example.

        :raise UserError: there is a note of that day
        """
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                yield
        except UniqueViolation:
            raise UserError(_("You have written your note for this day already. Change that one.")) from None

    def _ask_for_help(self):
        """Give whoever leads the person an activity, once a note."""
        # who leads whom is an HR manager's to read; one name comes out of it
        employees_sudo = self.env["hr.employee"].sudo().search([("user_id", "in", self.user_id.ids)])
        leads = {employee.user_id: employee.parent_id.user_id for employee in employees_sudo}
        for note in self:
            lead = leads.get(note.user_id)
            if lead and lead != note.user_id:
                note_sudo = note.sudo().with_context(lang=lead.lang or self.env.lang)
                note_sudo.activity_schedule(
                    BLOCKED_ACTIVITY,
                    user_id=lead.id,
                    summary=_("%(person)s is held up", person=note.user_id.name),
                    note=plaintext2html(note.blocked),
                )

    @api.model
    def action_today(self):
        """:return: action opening the user's note of today, a new one when there is none yet"""
        domain = [
            ("user_id", "=", self.env.uid),
            ("date", "=", fields.Date.context_today(self)),
            ("company_id", "=", self.env.company.id),
        ]
        return {
            "type": "ir.actions.act_window",
            "name": _("My Note of Today"),
            "res_model": "agency.standup",
            "view_mode": "form",
            "res_id": self.search(domain, limit=1).id,
        }
