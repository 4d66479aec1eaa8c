from markupsafe import Markup

from odoo import _, api, fields, models
from odoo.exceptions import UserError

from .agency_job_request import APPROVED, FILLED, PROPOSED, REJECTED

ACTIVITY = "agency_management.mail_activity_job_request"


class AgencyJobRequest(models.Model):
    """What people do with a request: approve, reject, fill."""

    _inherit = "agency.job.request"

    def _ask_responsible(self):
        """Give whoever decides an activity, for each request that waits for a decision."""
        for request in self:
            if request.state == PROPOSED and request.user_id:
                # whoever proposes need not be allowed to change the request, which following it would be
                request_sudo = request.sudo().with_context(lang=request.user_id.lang)
                request_sudo.activity_schedule(
                    ACTIVITY, user_id=request.user_id.id, summary=_("Decide: %(request)s", request=request.display_name)
                )

    def action_approve(self):
        """Look for people: the job position of the role wants as many more; where there is none it is made.

        Publishing it on the website is a choice of its own, made on the position.
        """
        self.check_access_rights("write")
        for request in self:
            request._check_state(PROPOSED)
            job = request.job_id or request._find_job()
            if job:
                job.write(
                    {
                        "no_of_recruitment": job.no_of_recruitment + request.people,
                        "agency_role_id": job.agency_role_id.id or request.role_id.id,
                        "active": True,
                    }
                )
            else:
                job = self.env["hr.job"].create(request._prepare_job_values())
            request._decide(APPROVED, job_id=job.id)

    def action_reject(self):
        """Do not look for people; the reason has to be given before."""
        self.check_access_rights("write")
        for request in self:
            request._check_state(PROPOSED)
            if not (request.reject_reason or "").strip():
                raise UserError(_("Say why %(request)s is rejected: enter it as Reason.", request=request.display_name))
            request._decide(REJECTED)

    def action_fill(self):
        """Close an approved request: the people were found in another way, or no more are looked for."""
        self.check_access_rights("write")
        for request in self:
            request._check_state(APPROVED)
            request._put(state=FILLED)

    def action_view_job(self):
        """:return: action opening the job position"""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "hr.job",
            "res_id": self.job_id.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def _decide(self, state, **values):
        self._put(state=state, decided_on=fields.Date.context_today(self), decided_by_id=self.env.uid, **values)
        self.activity_feedback([ACTIVITY])

    def _check_state(self, state):
        if self.state != state:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                _(
                    "This cannot be done while %(request)s is in the state “%(state)s”.",
                    request=self.display_name,
                    state=labels[self.state],
                )
            )

    def _find_job(self):
        """:return: the position of the role, else one of that name that belongs to no role yet"""
        jobs = self.env["hr.job"]
        domain = [("company_id", "=", self.company_id.id)]
        # positions are unique by name, company and department
        named = [
            ("agency_role_id", "=", False),
            ("name", "=", self.role_id.name),
            ("department_id", "=", self.department_id.id),
        ]
        return jobs.search([*domain, ("agency_role_id", "=", self.role_id.id)], order="id", limit=1) or jobs.search(
            [*domain, *named], order="id", limit=1
        )

    def _prepare_job_values(self):
        """:return dict: values of the job position made for one request; nothing of them names clients or figures"""
        self.ensure_one()
        return {
            "name": self.role_id.name,
            "agency_role_id": self.role_id.id,
            "company_id": self.company_id.id,
            "department_id": self.department_id.id,
            "no_of_recruitment": self.people,
            "user_id": self.user_id.id,
            "description": self._job_description(),
        }

    def _job_description(self):
        """:return Markup: what applicants read: the role, what was written about the job, what is expected"""
        parts = [Markup("<p>%s</p>") % _("%(agency)s is looking for: %(role)s", **self._job_names())]
        if self.description:
            parts.append(self.description)
        if self.skill_ids:
            skills = Markup("").join(Markup("<li>%s</li>") % skill.name for skill in self.skill_ids)
            parts.append(Markup("<p>%s</p><ul>%s</ul>") % (_("What you should master:"), skills))
        return Markup("").join(parts)

    def _job_names(self):
        return {"agency": self.company_id.name, "role": self.role_id.name}

    @api.model
    def _count_hire(self, applicant):
        """Count somebody who was hired for the oldest approved request of the position; once each.

        :param applicant: ``hr.applicant`` whose employee was made
        """
        # whoever hires need not be allowed to change job requests
        requests_sudo = self.sudo()
        applicant_sudo = applicant.sudo()
        if applicant_sudo.agency_job_request_id or not applicant_sudo.job_id:
            return
        request_sudo = requests_sudo.search(
            [("job_id", "=", applicant_sudo.job_id.id), ("state", "=", APPROVED)], order="decided_on, id", limit=1
        )
        if request_sudo:
            applicant_sudo.agency_job_request_id = request_sudo
            if request_sudo.filled_count >= request_sudo.people:
                request_sudo._put(state=FILLED)
