from odoo import api, fields, models

from .agency_job_request import OPEN


class AgencyCapacity(models.AbstractModel):
    """The planner says which roles are short of people, and leads to their job requests."""

    _inherit = "agency.capacity"

    @api.model
    def get_short_roles(self):
        """Roles that are short from next week on by the company's rule, and those somebody is looked for already.

        The figures are those of the job requests, whatever the planner is filtered by.

        :return list: dicts ``role_id``, ``missing_hours`` and ``weeks`` (both 0 when the role is not short),
            ``first_week`` ('YYYY-MM-DD' or False), ``state`` (label of the open job request, or False); empty for
            whoever may not propose jobs
        :raise AccessError: the user is not one of the agency's people
        """
        self._check_staff()
        requests = self.env["agency.job.request"]
        if not requests.check_access_rights("create", raise_exception=False):
            return []
        companies = self.env.companies
        states = dict(requests._fields["state"]._description_selection(self.env))
        found = {
            request.role_id.id: self._short_role(request.role_id) | {"state": states[request.state]}
            for request in requests.search([("state", "in", OPEN), ("company_id", "in", companies.ids)])
        }
        for company in companies:
            for role, short in requests._shortages(company).items():
                # the button on the role asks in the same company
                if (role.company_id or self.env.company) == company:
                    found[role.id] = found.get(role.id, self._short_role(role)) | {
                        "missing_hours": round(short.hours, 2),
                        "weeks": len(short.weeks),
                        "first_week": fields.Date.to_string(short.weeks[0].first),
                    }
        return list(found.values())

    @api.model
    def _short_role(self, role):
        return {"role_id": role.id, "missing_hours": 0.0, "weeks": 0, "first_week": False, "state": False}
