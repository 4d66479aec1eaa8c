from datetime import timedelta

import psycopg2

from odoo import _, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.queue_job.exception import RetryableJobError

from ..core import shortage
from .agency_job_request import CONTEXT_KEY, LAPSED, MANUAL, OPEN, PROPOSED, REJECTED, SHORTAGE, TRANSITION
from .agency_job_request_flow import ACTIVITY

#: How far ahead the planner is looked at; nobody is found sooner, and what is later is not known.
WEEKS_AHEAD = 13
#: A role whose request was rejected is left in peace for so long.
REJECTED_DAYS = 28


class AgencyJobRequest(models.Model):
    """Requests that the planner makes, keeps up to date and takes back."""

    _inherit = "agency.job.request"

    @api.model
    def _cron_propose(self):
        """Enqueue a look at the planner of each company that wants it."""
        for company in self.env["res.company"].search([("agency_shortage_weeks", ">", 0)], order="id"):
            self.with_company(company).with_delay(
                identity_key=f"agency_management.job_requests.{company.id}",
                description=_("Look for roles that are short in %(company)s", company=company.name),
            )._job_propose(company.id)

    @api.model
    def _job_propose(self, company_id):
        """Make, renew and take back the proposals of one company; running it again changes nothing.

        :raise RetryableJobError: somebody made a request at this very moment
        """
        company = self.env["res.company"].browse(company_id).exists()
        if not company or company.agency_shortage_weeks <= 0:
            return
        service = self.with_company(company)
        found = service._shortages(company)
        for request in service.search([("company_id", "=", company.id), ("state", "in", OPEN)]):
            request._renew(found.pop(request.role_id, None))
        quiet = service.search(
            [
                ("company_id", "=", company.id),
                ("state", "=", REJECTED),
                ("decided_on", ">", fields.Date.context_today(self) - timedelta(days=REJECTED_DAYS)),
            ]
        ).role_id
        try:
            with self.env.cr.savepoint():
                service._make([(role, one) for role, one in found.items() if role not in quiet], company, SHORTAGE)
        except psycopg2.errors.UniqueViolation as error:
            raise RetryableJobError("A job request was made at the same time", seconds=60) from error

    @api.model
    def _propose(self, role, company):
        """Propose by hand to look for people of a role.

        :return: the open request of the role, which is made when there is none
        :raise UserError: somebody else made one at this very moment
        """
        open_one = self.search([("role_id", "=", role.id), ("company_id", "=", company.id), ("state", "in", OPEN)])
        if open_one:
            return open_one
        # the right first: the planner is looked at in the name of the company
        self.check_access_rights("create")
        found = self._shortages(company).get(role)
        try:
            with self.env.cr.savepoint():
                return self.with_company(company)._make([(role, found)], company, MANUAL)
        except psycopg2.errors.UniqueViolation:
            raise UserError(
                _("Somebody has just proposed a job for %(role)s. Reload the page to see it.", role=role.name)
            ) from None

    @api.model
    def _shortages(self, company):
        """:return dict: active role -> :class:`~..core.shortage.Shortage` from next week on"""
        today = fields.Date.context_today(self)
        # which hours a role has is the same for whoever asks, the figures stay with who may read requests
        service_sudo = self.env["agency.capacity"].sudo()
        weeks = service_sudo._role_weeks(company, today + timedelta(days=7 - today.weekday()), WEEKS_AHEAD)
        rule = company._agency_shortage_rule()
        found = {role_id: one for role_id, some in weeks.items() if (one := shortage.find(some, rule))}
        roles = self.env["agency.role"].browse(found).filtered("active")
        return {role: found[role.id] for role in roles}

    @api.model
    def _make(self, wanted, company, origin):
        """:return: a request for each pair of role and shortage (or None)"""
        requests = self.with_context(**{CONTEXT_KEY: TRANSITION}).create(
            [
                {"role_id": role.id, "company_id": company.id, "origin": origin, "people": one.people if one else 1}
                | self._figures(one, company)
                for role, one in wanted
            ]
        )
        # the database says now whether somebody was faster
        requests.flush_recordset()
        return requests.with_env(self.env)

    @api.model
    def _figures(self, found, company):
        """:return dict: what a shortage says, in values of a request"""
        values = {"checked_on": fields.Date.context_today(self)}
        if found:
            values |= {
                "missing_hours": round(found.hours, 2),
                "weeks_short": len(found.weeks),
                "first_week": found.weeks[0].first,
                "last_week": found.weeks[-1].first,
                "suggested_people": found.people,
                "shortage_text": self._shortage_text(found),
                "shortage_over": False,
            }
        return values

    @api.model
    def _shortage_text(self, found):
        """:return str: a line a week, an empty line where weeks are left out"""
        return "\n\n".join(
            "\n".join(
                _(
                    "%(week)s: %(asked).1f h asked, %(capacity).1f h there, %(missing).1f h missing",
                    week=format_date(self.env, week.first),
                    asked=week.asked,
                    capacity=week.capacity,
                    missing=week.missing,
                )
                for week in run
            )
            for run in shortage.runs(found.weeks)
        )

    def _renew(self, found):
        """Bring one open request up to date with what the planner says now.

        :param found: :class:`~..core.shortage.Shortage`, or None when there is none any more
        """
        self.ensure_one()
        if found:
            values = self._figures(found, self.company_id)
            if self.state == PROPOSED and self.people == self.suggested_people:
                # nobody has decided otherwise
                values["people"] = found.people
            changed = {name: value for name, value in values.items() if self[name] != value}
            if changed:
                self._put(**changed)
            return
        if not self.missing_hours or self.shortage_over:
            return
        text = _("The planner does not show this shortage any more.")
        if self.state == PROPOSED and self.origin == SHORTAGE and not self.touched:
            self._put(state=LAPSED, shortage_over=True, reject_reason=text)
            self.activity_unlink([ACTIVITY])
        else:
            self._put(shortage_over=True)
        self.message_post(body=text)
