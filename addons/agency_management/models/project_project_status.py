import json
from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import _, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, mute_logger, plaintext2html

from ..core import status_text
from .project_project_health import RUN_SIZE
from .project_task_plan import CLOSED

ACTIVITY = "agency_management.mail_activity_status"
#: Days a first status looks back, and every status looks ahead.
SPAN_DAYS = 7
#: Colours the figures give -> what stock calls them.
STATUS = {"ok": "on_track", "at_risk": "at_risk", "off_track": "off_track"}
#: Reasons of the colour that are the client's business; hours are where they are shared.
CLIENT_REASONS = ("schedule", "milestones", "finish")


class ProjectProjectStatus(models.Model):
    """The weekly status of a project: what there is to tell, and the draft that tells it."""

    _inherit = "project.project"

    agency_status_week = fields.Date(
        "Status Drafted For",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="Monday of the last week a status was drafted for. Whoever deletes the draft wants none.",
    )

    def action_agency_weekly_status(self):
        """Open this week's status, drafted from facts when there is none yet.

        :return: action
        """
        self.ensure_one()
        self.env["project.update"]._check_agency_may_write()
        if not self.client_id:
            raise UserError(_("%(project)s has no client to write to. Set the customer first.", project=self.name))
        self._agency_draft_status(self._agency_monday())
        update = self._agency_status_of(self._agency_monday())
        return {
            "type": "ir.actions.act_window",
            "name": _("Weekly Status"),
            "res_model": "project.update",
            "res_id": update.id,
            "view_mode": "form",
            "views": [(self.env.ref("project.project_update_view_form").id, "form")],
        }

    def _agency_monday(self):
        """:return date: Monday of the week it is where the company works"""
        today = self._agency_today()
        return today - timedelta(days=today.weekday())

    def _agency_status_of(self, week_start):
        return self.env["project.update"].search(
            [("project_id", "in", self.ids), ("agency_week_start", "=", week_start)]
        )

    def _agency_draft_status(self, week_start):
        """Draft the status of a week for each of these projects that has none.

        :return: ``project.update`` made now
        """
        # what carries the marks of a weekly status is made by the system alone, see project_update_status.py
        updates_sudo = self.env["project.update"].sudo()
        missing = self - self._agency_status_of(week_start).project_id
        # fresh figures: a status that contradicts the project's page is worse than none
        missing._agency_refresh_health()
        for project in missing:
            lang = project.client_id.lang or project.user_id.lang
            project = project.with_context(lang=lang)
            values = project._agency_status_values(week_start)
            try:
                with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                    updates_sudo |= updates_sudo.create(values)
            except IntegrityError:
                # somebody else has just drafted it
                continue
        # elevated as the drafts are: whoever drafts need not be allowed to edit the project
        updates_sudo.project_id.agency_status_week = week_start
        return updates_sudo

    def _agency_status_values(self, week_start):
        """:return dict: values of the weekly status, written in the language of the environment"""
        self.ensure_one()
        facts, told = self._agency_status_facts()
        state = "done" if facts.state == "done" else STATUS.get(self.agency_health)
        return {
            "project_id": self.id,
            "name": _("Week of %(date)s", date=format_date(self.env, week_start)),
            "user_id": self.user_id.id or self.env.uid,
            "date": self._agency_today(),
            "status": state or "on_track",
            "progress": round(self.agency_done_percent),
            "description": self.env["project.update"]._agency_html(
                status_text.compose(facts, self._agency_status_words())
            ),
            "agency_week_start": week_start,
            "agency_state": "draft",
            "agency_told": json.dumps(told),
        }

    def _agency_status_words(self):
        return {
            "headline_ok": _("Everything is on track."),
            "headline_at_risk": _("Something needs our attention, see below."),
            "headline_off_track": _("We are behind the plan; below is why."),
            "headline_done": _("All work of this project is done."),
            "headline_none": _("Here is where we are."),
            "title_done": _("Done"),
            "title_next": _("Next"),
            "title_milestones": _("Milestones"),
            "title_hours": _("Hours"),
            "title_waiting": _("What we need from you"),
            "title_risks": _("What we are watching"),
            "nothing_done": _("Nothing was finished since the last status; work goes on."),
            "nothing_next": _("Nothing is scheduled for the coming week."),
            "until": _("%(name)s, until %(date)s"),
            "reached": _("%(name)s: reached on %(date)s"),
            "due": _("%(name)s: due on %(date)s"),
            "late": _("%(name)s: was due on %(date)s"),
            "undated": "%(name)s",
            "hours": _("%(spent)s of %(planned)s hours are used (%(percent)s%%)."),
            "waiting": _("%(name)s, by %(date)s"),
            "more": _("and %(count)s more"),
        }

    # ------------------------------------------------------------------ facts

    def _agency_status_facts(self):
        """What the client may know, and nothing else.

        :return tuple: (``core.status_text.Facts``, list of keys of what they say is done)
        """
        self.ensure_one()
        today = self._agency_today()
        since, told = self._agency_status_since(today)
        # a draft tells the client what is shared with the client, whoever writes it
        project_sudo = self.sudo()
        tasks = project_sudo.env["project.task"].search(
            [("project_id", "=", self.id), ("client_visible", "=", True)], order="date_deadline, id"
        )
        deliverables = project_sudo.deliverable_ids.filtered("client_visible")
        milestones = project_sudo.milestone_ids.sorted(lambda one: (one.deadline or today, one.id))
        everything = project_sudo.env["project.task"].search_count(
            [("project_id", "=", self.id), ("state", "not in", CLOSED)], limit=1
        )
        finished = not everything and bool(project_sudo.tasks) and all(milestones.mapped("is_reached"))
        done = self._agency_done(tasks, deliverables, milestones, since)
        news = [record for record in done if self._agency_told_key(record) not in told]
        facts = status_text.Facts(
            state="done" if finished else (self.agency_health or None),
            done=tuple(self._agency_done_names(news)),
            coming=tuple(self._agency_coming(tasks, today)),
            milestones=tuple(self._agency_told_milestones(milestones, news, today)),
            hours=project_sudo._agency_told_hours(),
            waiting=tuple(
                (step["label"], self._agency_day(step["date"]))
                for step in project_sudo._portal_next_steps(deliverables)
            ),
            risks=tuple(self._agency_told_risks()),
        )
        return facts, [self._agency_told_key(record) for record in done]

    def _agency_told_key(self, record):
        """:return str: what stands for a record in ``agency_told``"""
        return f"{record._name},{record.id}"

    def _agency_day(self, day):
        """:return str: a day as it is read, empty for none"""
        return format_date(self.env, day) if day else ""

    def _agency_status_since(self, today):
        """From when on to tell: from the day of the last status that was sent, a week ago when none was.

        :return tuple: (date, keys of what that last status told already: its day went on after it was written)
        """
        sent = self.env["project.update"].search(
            [("project_id", "=", self.id), ("agency_sent_on", "!=", False)], order="date desc, id desc", limit=1
        )
        if not sent:
            return today - timedelta(days=SPAN_DAYS - 1), frozenset()
        return min(sent.date, today), frozenset(json.loads(sent.agency_told or "[]"))

    def _agency_done(self, tasks, deliverables, milestones, since):
        """:return list: tasks done, deliverables approved and milestones reached from a day of the company on"""
        local = self.with_context(tz=self._agency_company()._agency_tz())
        return [
            *tasks.filtered(
                lambda task: task.state == "1_done" and task.agency_done_on and task.agency_done_on >= since
            ),
            *deliverables.filtered(
                lambda one: (
                    one.state == "approved"
                    and one.approved_at
                    and fields.Datetime.context_timestamp(local, one.approved_at).date() >= since
                )
            ),
            *milestones.filtered(lambda one: one.is_reached and one.reached_date and one.reached_date >= since),
        ]

    def _agency_done_names(self, records):
        for record in records:
            if record._name == "project.task":
                yield record.name
            elif record._name == "agency.deliverable":
                yield _("%(name)s, approved by you", name=record.name)

    def _agency_coming(self, tasks, today):
        last = today + timedelta(days=SPAN_DAYS)
        for task in tasks.filtered(lambda task: task.state not in CLOSED):
            start, finish = task.agency_start_date or task._agency_last_day(), task._agency_last_day()
            if start and start <= last:
                yield task.name, self._agency_day(finish)

    def _agency_told_milestones(self, milestones, news, today):
        """Reached since the last status, late, and the next one that is due."""
        following = False
        for milestone in milestones:
            if milestone.is_reached:
                if milestone in news:
                    yield status_text.Milestone(milestone.name, "reached", self._agency_day(milestone.reached_date))
            elif milestone.deadline and milestone.deadline < today:
                yield status_text.Milestone(milestone.name, "late", self._agency_day(milestone.deadline))
            elif milestone.deadline and not following:
                following = True
                yield status_text.Milestone(milestone.name, "due", self._agency_day(milestone.deadline))

    def _agency_told_hours(self):
        hours = self._portal_hours()
        return hours and (f"{hours['spent']:g}", f"{hours['planned']:g}", f"{hours['percent']:.0f}") or None

    def _agency_told_risks(self):
        for fact in self._agency_health_reasons():
            if fact["code"] in CLIENT_REASONS or (fact["code"] == "hours" and self.share_hours):
                yield self._agency_reason_text(fact)

    # ------------------------------------------------------------------ every week

    @api.model
    def _cron_agency_draft_status(self):
        """Have the statuses of the week drafted, from the weekday of each company on, where none is yet."""
        for company in self.env["res.company"].search([("agency_status_weekday", "!=", False)]):
            # the day is the company's, a Friday begins at different moments
            today = fields.Date.context_today(self.with_context(tz=company._agency_tz()))
            if today.weekday() < int(company.agency_status_weekday):
                continue
            monday = today - timedelta(days=today.weekday())
            written = self.env["project.update"].search_fetch([("agency_week_start", "=", monday)], ["project_id"])
            due = self.search(
                [
                    *self._agency_running_domain(),
                    # what belongs to no company is looked after by the one this runs for
                    ("company_id", "in", [company.id, *([False] if company == self.env.company else [])]),
                    ("user_id", "!=", False),
                    ("id", "not in", written.project_id.ids),
                    "|",
                    ("agency_status_week", "=", False),
                    ("agency_status_week", "<", monday),
                ],
                order="id",
                limit=RUN_SIZE,
            )
            for project in due:
                project.with_delay(
                    identity_key=f"agency_management.status.{monday}.{project.id}",
                    description=_("Weekly status of %(project)s", project=project.name),
                )._job_agency_draft_status(monday)

    def _job_agency_draft_status(self, monday):
        """Draft the status of a week unless it is there, and ask the project manager to look at it.

        :param monday: first day of the week
        """
        for update in self.exists()._agency_draft_status(fields.Date.to_date(monday)):
            update = update.with_context(lang=update.user_id.lang)
            update.activity_schedule(
                ACTIVITY,
                summary=_("Check and send: %(status)s", status=update.name),
                note=plaintext2html(
                    _(
                        "The status of %(project)s is drafted. Edit what is missing, then send it.",
                        project=update.project_id.name,
                    )
                ),
                user_id=update.user_id.id,
            )

    # ------------------------------------------------------------------ what the client sees

    def _portal_statuses(self, limit=None):
        """:return: weekly statuses that were sent, the latest first"""
        return self.env["project.update"].search(
            [("project_id", "=", self.id), ("agency_sent_on", "!=", False)], order="date desc, id desc", limit=limit
        )

    def _portal_page(self):
        return super()._portal_page() | {"latest_status": self._portal_statuses(limit=1)}
