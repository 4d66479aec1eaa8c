import datetime

from odoo import _, api, fields, models
from odoo.exceptions import AccessError

#: Entries shown of each kind of action, milestone and project; the rest is a click away.
MAX_ACTIONS = 8
MAX_MILESTONES = 5
MAX_PROJECTS = 50
#: What may wait for a client -> the right a member needs to do it, the icon.
WAITING = {
    "document": ("view", "fa-upload"),
    "step": ("view", "fa-flag-checkered"),
    "deliverable": ("approve", "fa-eye"),
    "quote": ("approve", "fa-pencil"),
    "invoice": ("pay", "fa-credit-card"),
}
#: How a project is doing, in a client's words, and the look of the badge.
PROJECT_STATUS = {
    "on_track": "success",
    "at_risk": "warning",
    "off_track": "danger",
    "on_hold": "secondary",
    "done": "info",
    "complete": "info",
}


class AgencyClientOverview(models.AbstractModel):
    """What a member sees first: what is waiting for the client, and how everything stands.

    The membership is checked once; after that records are read with elevated rights, and the domains here say what a
    client sees. Going through the record rules of a dozen models for each page costs more than the page itself. Each
    section is one or two queries whatever the number of records, always for one client: a person may belong to several.
    """

    _name = "agency.client.overview"
    _description = "Client Overview"

    @api.model
    def _overview(self, client, rights):
        """Everything the overview page shows.

        :param client: ``res.partner``, elevated by the gate
        :param set rights: what the user may do for this client: ``view``, ``approve``, ``pay``, ``manage``
        :return dict: ``actions``, ``onboardings``, ``projects``, ``milestones``, ``retainers``, ``team``, ``analytics``
        :raise AccessError: the user is no member of the client
        """
        self = self._as_member(client)
        today = fields.Date.context_today(self)
        projects = self._projects(client)
        onboardings, steps = self._onboardings(client)
        return {
            "actions": self._actions(client, rights, today),
            "onboardings": [self._onboarding_values(onboarding, steps) for onboarding in onboardings],
            "projects": self._project_values(projects),
            "milestones": self._milestones(projects, today),
            "retainers": self._retainers(client),
            "team": self._team(client, projects),
            "analytics": self.env["agency.client.dashboard"]._summary(client.id),
        }

    def _as_member(self, client):
        """:return: this service, elevated, when the current user is a member of the client; else raise AccessError"""
        # members read their own memberships only; what follows is limited to this very client by the domains
        service_sudo = self.sudo()
        if client not in service_sudo.env["agency.client.member"]._clients_of(self.env.user):
            raise AccessError(self.env["agency.client.mixin"]._client_right_message("view"))
        return service_sudo

    def _of(self, clients):
        """:return: domain of what belongs to some clients, in the companies of this request"""
        return [("client_id", "in", clients.ids), ("company_id", "in", [False, *self.env.companies.ids])]

    # what waits for the client

    @api.model
    def _actions(self, client, rights, today=None):
        """:return list: what the client is asked to do, what is due first on top, what has no date last"""
        today = today or fields.Date.context_today(self)
        actions = []
        for kind, (right, _icon) in WAITING.items():
            if right in rights:
                model, domain, names, order = self._waiting(kind, client, today)
                records = self.env[model].search_fetch(domain, names, limit=MAX_ACTIONS, order=order)
                actions += [self._action(kind, record, today) for record in records]
        return sorted(actions, key=lambda action: (action["due"] or datetime.date.max, action["kind"], action["title"]))

    @api.model
    def _action_count(self, clients_by_right):
        """:return int: how much waits in several clients together

        :param dict clients_by_right: right -> clients on which the user holds it
        """
        today = fields.Date.context_today(self)
        total = 0
        for kind, (right, _icon) in WAITING.items():
            clients = clients_by_right[right]
            if clients:
                model, domain, _names, _order = self._waiting(kind, clients, today)
                total += self.env[model].search_count(domain)
        return total

    @api.model
    def _waiting(self, kind, clients, today):
        """:return tuple: model, domain, fields and order of what waits for some clients"""
        if kind == "document":
            domain = [*self._of(clients), ("state", "in", ("requested", "returned"))]
            return "agency.document.request", domain, ["name", "due_date", "state"], "due_date, id"
        if kind == "step":
            # documents and payments of an onboarding are listed as what they are
            domain = [
                *self._of(clients),
                ("state", "=", "open"),
                ("client_facing", "=", True),
                ("turn", "=", "client"),
                ("condition", "in", ("access_granted", "form_filled", "meeting_booked")),
                ("onboarding_id.state", "=", "running"),
            ]
            names = ["name", "due_date", "condition", "state", "onboarding_id"]
            return "agency.onboarding.step", domain, names, "due_date, id"
        if kind == "deliverable":
            domain = [*self._of(clients), ("state", "=", "client_review"), ("client_visible", "=", True)]
            return "agency.deliverable", domain, ["name", "date_due"], "date_due, id"
        if kind == "quote":
            valid = ["|", ("validity_date", "=", False), ("validity_date", ">=", today)]
            domain = [*self._of(clients), ("state", "=", "sent"), *valid]
            return "sale.order", domain, ["name", "validity_date"], "validity_date, id"
        domain = [
            *self._of(clients),
            ("move_type", "=", "out_invoice"),
            ("state", "=", "posted"),
            ("payment_state", "in", ("not_paid", "partial")),
        ]
        return (
            "account.move",
            domain,
            ["name", "invoice_date_due", "amount_residual", "currency_id"],
            "invoice_date_due, id",
        )

    def _action(self, kind, record, today):
        """:return dict: one thing the client is asked to do"""
        due, button, detail, url = getattr(self, f"_action_{kind}")(record)
        return {
            "kind": kind,
            "icon": WAITING[kind][1],
            "title": record.name,
            "detail": detail,
            "button": button,
            "url": url,
            "due": due,
            "is_late": bool(due and due < today),
        }

    def _action_document(self, request):
        returned = request.state == "returned"
        detail = _("We sent it back, please look at our note") if returned else _("We need this from you")
        return request.due_date, _("Upload"), detail, request.access_url

    def _action_step(self, step):
        url, button = step._portal_control()
        return step.due_date, button, _("To get started"), url

    def _action_deliverable(self, deliverable):
        return deliverable.date_due, _("Review"), _("Ready for your review"), deliverable.access_url

    def _action_quote(self, order):
        return order.validity_date, _("Read and sign"), _("A proposal for you"), f"/my/orders/{order.id}"

    def _action_invoice(self, invoice):
        detail = _("%(amount)s open", amount=invoice.currency_id.format(invoice.amount_residual))
        return invoice.invoice_date_due, _("Pay"), detail, f"/my/invoices/{invoice.id}"

    # how everything stands

    def _onboardings(self, client):
        """:return: running onboardings of the client, and their steps that are the client's to see, by onboarding"""
        onboardings = self.env["agency.onboarding"].search_fetch(
            [*self._of(client), ("state", "=", "running")], ["name", "progress"]
        )
        steps = self.env["agency.onboarding.step"]
        if onboardings:
            steps = steps.search_fetch(
                [("onboarding_id", "in", onboardings.ids), ("client_facing", "=", True)],
                ["name", "state", "onboarding_id", "due_date"],
            )
        return onboardings, steps.grouped("onboarding_id")

    def _onboarding_values(self, onboarding, steps):
        own = steps.get(onboarding, self.env["agency.onboarding.step"])
        upcoming = own.filtered(lambda step: step.state == "open")[:1]
        return {
            "name": onboarding.name,
            "url": onboarding.access_url,
            "progress": round(onboarding.progress),
            "next_step": upcoming.name or "",
            "next_due": upcoming.due_date or False,
        }

    def _projects(self, client):
        return self.env["project.project"].search_fetch(
            [*self._of(client), ("privacy_visibility", "=", "portal")],
            ["name", "last_update_status", "date", "user_id"],
            limit=MAX_PROJECTS,
        )

    def _project_values(self, projects):
        """:return list: a dict for each project, with the share of the tasks the client sees that are finished"""
        done, total, begun = {}, {}, set()
        for project, is_visible, state, count in self.env["project.task"]._read_group(
            [("project_id", "in", projects.ids)], ["project_id", "client_visible", "state"], ["__count"]
        ):
            if state == "1_canceled":
                continue
            begun.add(project.id)
            # the project's page lists no others: a client who counts gets the same number
            if is_visible:
                total[project.id] = total.get(project.id, 0) + count
                done[project.id] = done.get(project.id, 0) + (count if state == "1_done" else 0)
        labels = self._project_status_labels()
        return [
            {
                "name": project.name,
                "url": f"/my/agency/projects/{project.id}",
                "progress": round(100 * done.get(project.id, 0) / total[project.id]) if total.get(project.id) else 0,
                "done": done.get(project.id, 0),
                "total": total.get(project.id, 0),
                "has_begun": project.id in begun,
                "date": project.date,
                "status": labels.get(project.last_update_status, ""),
                "badge": PROJECT_STATUS.get(project.last_update_status, ""),
            }
            for project in projects
        ]

    def _project_status_labels(self):
        return {
            "on_track": _("On track"),
            "at_risk": _("Needs attention"),
            "off_track": _("Behind plan"),
            "on_hold": _("On hold"),
            "done": _("Finished"),
            "complete": _("Finished"),
        }

    def _milestones(self, projects, today):
        if not projects:
            return []
        milestones = self.env["project.milestone"].search_fetch(
            [("project_id", "in", projects.ids), ("is_reached", "=", False), ("deadline", "!=", False)],
            ["name", "deadline", "project_id"],
            limit=MAX_MILESTONES,
            order="deadline, id",
        )
        return [
            {
                "name": milestone.name,
                "project": milestone.project_id.name,
                "url": f"/my/agency/projects/{milestone.project_id.id}",
                "date": milestone.deadline,
                "is_late": milestone.deadline < today,
            }
            for milestone in milestones
        ]

    def _retainers(self, client):
        retainers = self.env["agency.retainer"].search_fetch(
            [*self._of(client), ("state", "in", ("active", "paused"))],
            ["name", "state", "included_hours", "project_id", "anchor_day", "package_id", "company_id"],
        )
        return [
            {
                "name": retainer.package_id.name or retainer.name,
                "url": retainer.access_url,
                "is_paused": retainer.state == "paused",
                "included_hours": retainer.included_hours,
                "hours_used": retainer.hours_used,
                "hours_balance": retainer.hours_balance,
                "period_end": retainer.period_end,
                "progress": min(100, round(100 * retainer.hours_used / retainer.included_hours))
                if retainer.included_hours
                else 0,
            }
            for retainer in retainers
        ]

    def _team(self, client, projects):
        """:return list: who the client talks to at the agency: the account manager, then the projects' managers"""
        account_lead = client.user_id
        leads = account_lead | projects.user_id
        # wide records, of which a few columns are enough
        leads.fetch(["partner_id", "active", "share"])
        leads.partner_id.fetch(["name", "email", "phone"])
        account_manager, project_manager = _("Your account manager"), _("Project manager")
        return [
            {
                "name": user.partner_id.name,
                "initials": "".join(word[0] for word in user.partner_id.name.split()[:2]).upper(),
                "role": account_manager if user == account_lead else project_manager,
                "email": user.partner_id.email or "",
                "phone": user.partner_id.phone or "",
            }
            for user in leads.filtered(lambda user: user.active and not user.share)
        ]
