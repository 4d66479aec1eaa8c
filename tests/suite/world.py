"""Two clients of the same shape, so that the isolation sweeps have something to find and something to compare with.

Everything of client A carries ``MARK_A`` in its texts, everything of client B ``MARK_B``; what both share (services,
packages, the agency itself) carries neither.
"""

import base64
from datetime import timedelta

from odoo import Command, fields

from odoo.addons.agency_crm.tests.common import AgencyBuilders

MARK_A = "kestrelmark"
MARK_B = "heronmark"
PIXEL = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\xa75\x81\x84\x00\x00\x00\x00IEND\xaeB`\x82"
)


class Side:
    """One client with everything that hangs on it; ``records`` maps a model to the ids of its records."""

    def __init__(self, mark):
        self.mark = mark
        self.records = {}

    def add(self, records):
        """Remember records as this client's; :return: the records."""
        self.records.setdefault(records._name, []).extend(records.ids)
        return records


class World(AgencyBuilders):
    """Clients A and B, a portal user without membership and one whose membership of A was revoked."""

    def __init__(self, env):
        type(self).env = env
        company = env.company
        if not env["account.journal"].search_count([("type", "=", "sale"), ("company_id", "=", company.id)]):
            env["account.chart.template"].try_loading("generic_coa", company=company, install_demo=False)
        self.manager = self.new_staff("world_manager", "project_manager")
        self.maker = self.new_staff("world_maker", "team_member")
        self.checker = self.new_staff("world_checker", "team_member")
        self.employee = env["hr.employee"].create({"name": "Maker", "user_id": self.maker.id})
        self.package = self._package()
        self.a = self._side("Kestrel Outdoor", MARK_A, "world_a")
        self.b = self._side("Heron Foods", MARK_B, "world_b")
        self.stranger = self.new_portal_user("world_stranger")
        self.revoked = self.new_member(self.a.client, "world_revoked", can_approve=True, can_pay=True)
        env["agency.client.member"].search([("user_id", "=", self.revoked.id)]).unlink()
        # somebody at the agency invites the one who has left after all; stock would show the meeting
        self.a.meeting.with_context(no_mail_to_attendees=True).partner_ids = [Command.link(self.revoked.partner_id.id)]

    def ids_of_a(self, model):
        """:return: ids of client A's records of a model, as far as the world made any"""
        return self.a.records.get(model, [])

    def _package(self):
        role = self.env["agency.role"].create(
            {"name": "Strategist", "code": "world_strategist", "cost_rate": 40, "bill_rate": 90}
        )
        self.employee.agency_role_id = role
        service = self.env["agency.service"].create(
            {
                "name": "Search strategy",
                "list_price": 1200,
                "deliverable_template_ids": [Command.create({"name": "Strategy paper"})],
                "requirement_ids": [Command.create({"name": "Brand guide"})],
                "effort_ids": [Command.create({"role_id": role.id, "hours": 12})],
                "task_template_ids": [
                    Command.create({"name": "Interview", "role_id": role.id, "hours": 4, "client_visible": True})
                ],
            }
        )
        care = self.env["agency.service"].create(
            {"name": "Search care", "pricing_model": "retainer", "list_price": 500}
        )
        package = self.env["agency.service.package"].create(
            {
                "name": "Search start",
                "deposit_percent": 50,
                "line_ids": [
                    Command.create({"service_id": service.id, "billing": "one_off", "price_unit": 1200}),
                    Command.create({"service_id": care.id, "billing": "monthly", "price_unit": 500}),
                ],
            }
        )
        package.action_publish()
        return package

    def _side(self, name, mark, login):
        side = Side(mark)
        env = self.env
        side.client = side.add(self.new_client(f"{name} {mark}", email=f"office@{mark}.example.com"))
        side.member = self.new_member(side.client, login, can_approve=True, can_pay=True, can_manage=True)
        side.add(env["agency.client.member"].search([("user_id", "=", side.member.id)]))
        side.order = side.add(self._order(side))
        side.project = side.add(side.order.agency_project_id)
        side.retainer = side.add(side.order.retainer_id)
        side.onboarding = side.add(side.order.onboarding_id)
        self._onboarding(side)
        self._project(side)
        self._deliverable(side)
        self._invoice(side)
        self._metrics(side)
        self._recruitment(side)
        self._folders(side)
        side.add(
            env["crm.lead"].create(
                {"name": f"Lead {mark}", "partner_id": side.client.id, "description": f"Internal {mark}"}
            )
        )
        return side

    def _folders(self, side):
        """Folders and a file, shared by links that somebody sent about: no client, visitor or member sees them."""
        directories = self.env["dms.directory"].search([("agency_client_id", "=", side.client.id)])
        for directory in side.add(directories.filtered("folder_project_id") | directories):
            directory.name = f"{directory.name} {side.mark}"
            directory._portal_ensure_token()
        file = side.add(
            self.env["dms.file"].create(
                {
                    "name": f"Notes {side.mark}.txt",
                    "directory_id": directories.filtered("folder_project_id").id,
                    "content": base64.b64encode(f"Notes {side.mark}".encode()),
                }
            )
        )
        file._portal_ensure_token()

    def _recruitment(self, side):
        """A position nobody has published, with a request and an applicant: no client, visitor or member sees it."""
        role = self.env["agency.role"].create({"name": "Illustrator", "code": f"world_illustrator_{side.client.id}"})
        request = side.add(self.env["agency.job.request"].create({"role_id": role.id}))
        request.action_approve()
        side.add(request.job_id).write({"name": f"Job {side.mark}", "website_published": False})
        applicant = {"partner_name": f"Applicant {side.mark}", "job_id": request.job_id.id}
        if "name" in self.env["hr.applicant"]._fields:
            # until Odoo 18 applications have a subject
            applicant["name"] = f"Application {side.mark}"
        side.add(self.env["hr.applicant"].create(applicant))

    def _order(self, side):
        order = self.env["sale.order"].create(
            {
                "partner_id": side.client.id,
                "client_order_ref": f"REF {side.mark}",
                "note": f"Note {side.mark}",
                "user_id": self.manager.id,
            }
        )
        order._apply_package(self.package)
        for line in order.order_line.filtered(lambda line: not line.display_type):
            line.name = f"{line.name} {side.mark}"
        order.action_confirm()
        if order.setup_state != "done":
            raise AssertionError(f"The set-up of the world's order failed: {order.setup_error}")
        order._portal_ensure_token()
        side.add(order.order_line)
        return order

    def _onboarding(self, side):
        side.onboarding.write({"name": f"Onboarding {side.mark}"})
        steps = side.add(side.onboarding.step_ids)
        for step in steps:
            step.write({"name": f"{step.name} {side.mark}", "client_facing": True})
        requests = self.env["agency.document.request"].search([("onboarding_id", "=", side.onboarding.id)])
        if not requests:
            requests = requests.create(
                {"name": "Logo", "client_id": side.client.id, "onboarding_id": side.onboarding.id}
            )
        for request in side.add(requests):
            request.write({"name": f"{request.name} {side.mark}", "description": f"Please {side.mark}"})
        side.add(requests[0]._receive([(f"logo-{side.mark}.png", PIXEL)]))
        form = side.add(
            self.env["agency.onboarding.step"].create(
                {
                    "onboarding_id": side.onboarding.id,
                    "name": f"Briefing {side.mark}",
                    "client_facing": True,
                    "condition": "form_filled",
                    "answer_ids": [Command.create({"name": f"Question {side.mark}", "value": f"Answer {side.mark}"})],
                }
            )
        )
        side.add(form.answer_ids)
        side.meeting = side.add(
            self.env["calendar.event"].create(
                {
                    "name": f"Kick-off {side.mark}",
                    "start": fields.Datetime.now() + timedelta(days=3),
                    "stop": fields.Datetime.now() + timedelta(days=3, hours=1),
                    "user_id": self.manager.id,
                    "partner_ids": [Command.set((self.manager.partner_id | side.member.partner_id).ids)],
                    "agency_onboarding_id": side.onboarding.id,
                }
            )
        )

    def _project(self, side):
        side.project.write({"name": f"Project {side.mark}", "user_id": self.manager.id, "share_hours": True})
        tasks = side.project.task_ids
        for task in side.add(tasks):
            task.write(
                {"name": f"{task.name} {side.mark}", "client_visible": True, "description": f"Brief {side.mark}"}
            )
        milestones = side.project.milestone_ids or self.env["project.milestone"].create(
            {"name": "First result", "project_id": side.project.id}
        )
        for milestone in side.add(milestones):
            milestone.name = f"{milestone.name} {side.mark}"
        side.add(
            self.env["account.analytic.line"].create(
                {
                    "name": f"Work {side.mark}",
                    "project_id": side.project.id,
                    "task_id": tasks[:1].id,
                    "employee_id": self.employee.id,
                    "unit_amount": 2,
                    "date": fields.Date.today(),
                }
            )
        )
        for record in (side.project, tasks[:1], side.order):
            side.add(
                record.message_post(body=f"Hello {side.mark}", message_type="comment", subtype_xmlid="mail.mt_comment")
            )

    def _deliverable(self, side):
        deliverable = self.env["agency.deliverable"].search([("project_id", "=", side.project.id)], limit=1)
        deliverable.write({"name": f"Paper {side.mark}", "author_id": self.maker.id, "checker_id": self.checker.id})
        version = deliverable.current_version_id or self.env["agency.deliverable.version"].create(
            {"deliverable_id": deliverable.id}
        )
        version.write({"body": f"<p>Text {side.mark}</p>"})
        deliverable.with_user(self.maker).action_submit_check()
        for check in deliverable.checklist_ids:
            check.with_user(self.checker).write({"done": True})
        deliverable.with_user(self.checker).action_pass_check()
        side.deliverable = side.add(deliverable)
        side.add(version)
        side.add(deliverable.event_ids)

    def _invoice(self, side):
        side.retainer.write({"policy": "post"})
        side.retainer._bill(side.retainer.start_date)
        invoices = side.retainer.invoice_ids
        for line in side.add(invoices.invoice_line_ids.filtered(lambda line: line.display_type == "product")):
            line.with_context(check_move_validity=False).name = f"{line.name} {side.mark}"
        invoices.write({"ref": f"Invoice {side.mark}"})
        side.add(invoices)
        side.add(side.retainer.line_ids)
        side.add(side.retainer.charge_ids)

    def _metrics(self, side):
        """Figures whose dimension carries the mark, by the importer itself."""
        content = f"Top queries,Clicks,Impressions,CTR,Position\n{side.mark},3,30,10%,4.5\n"
        upload = self.env["agency.metric.import"].create(
            {
                "client_id": side.client.id,
                "filename": "Queries.csv",
                "file": base64.b64encode(content.encode()),
                "account": f"{side.mark}.example.com",
                "date_from": fields.Date.today() - timedelta(days=27),
                "date_to": fields.Date.today(),
            }
        )
        upload.action_import()
        if upload.state != "done":
            raise AssertionError(f"The world's figures were not imported: {upload.state}")
        side.add(upload)
        side.add(upload.source_id)
        side.add(self.env["agency.metric.fact"].search([("source_id", "=", upload.source_id.id)]))
