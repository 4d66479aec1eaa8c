from datetime import datetime, time

import pytz

from odoo import _, fields, models

from ..core import schedule, workdays

#: Deadlines are set to this time of the company's day.
END_OF_DAY = time(17, 0)


class SaleOrder(models.Model):
    """Set-up steps: the project of a confirmed order with milestones, tasks and deliverables.

    The suite is the one creator of projects: its products have stock ``service_tracking`` switched off.
    """

    _inherit = "sale.order"

    def _setup_project(self):
        """Make the project: budget from the order, milestones and tasks from the services' templates.

        :return: ``project.project``
        """
        self.ensure_one()
        project = self.env["project.project"].search([("agency_order_id", "=", self.id)])
        if project:
            return project
        project = self.env["project.project"].create(self._prepare_agency_project())
        milestones = self._create_agency_milestones(project)
        tasks = self._create_agency_tasks(project, milestones)
        self._date_agency_milestones(project, milestones, tasks)
        last_deadline = max(filter(None, tasks.mapped("date_deadline")), default=False)
        if last_deadline and project.date_start:
            project.date = max(last_deadline.date(), project.date_start)
        self.onboarding_ids.write({"project_id": project.id})
        self.onboarding_ids.document_request_ids.write({"project_id": project.id})
        self.invalidate_recordset(["agency_project_id"])
        return project

    def _prepare_agency_project(self):
        """:return dict: values of the project; the budget is the one-off total in the company's currency"""
        start = fields.Date.context_today(self)
        week = self.company_id._agency_work_week(start)
        one_off_lines = self._agency_service_lines().filtered(lambda line: line.billing == "one_off")
        planned_hours = self.package_id.hours_budget or sum(
            line.product_uom_qty * line.agency_service_id.effort_hours for line in one_off_lines
        )
        stages = self.env["project.task.type"]
        for xmlid in ("todo", "progress", "review", "done"):
            stage = self.env.ref(f"agency_management.project_task_type_{xmlid}", raise_if_not_found=False)
            stages |= stage or self.env["project.task.type"]
        return {
            "name": _("%(client)s: %(order)s", client=self.client_id.name, order=self.package_id.name or self.name),
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "agency_order_id": self.id,
            "package_id": self.package_id.id,
            "user_id": self._agency_owner().id,
            "date_start": workdays.on_or_after(start, week),
            "date": workdays.add(start, self.package_id.duration_days, week),
            "allow_billable": True,
            "allow_timesheets": True,
            "allow_milestones": True,
            "allow_task_dependencies": True,
            "allocated_hours": planned_hours,
            "budget_amount": self.currency_id._convert(
                self.one_off_total, self.company_id.currency_id, self.company_id, start
            ),
            "sale_line_id": (one_off_lines or self._agency_service_lines())[:1].id,
            "type_ids": [fields.Command.set(stages.ids)],
        }

    def _agency_service_lines(self):
        """:return: the order lines that sell services of the suite, in the order of the quotation"""
        return self.order_line.filtered("agency_service_id").sorted()

    def _create_agency_milestones(self, project):
        """:return dict: name -> ``project.milestone``, one for each name the templates mention"""
        services = self._agency_service_lines().agency_service_id
        names = services.task_template_ids.mapped("milestone") + services.deliverable_template_ids.mapped("milestone")
        names = list(dict.fromkeys(filter(None, names)))
        milestones = self.env["project.milestone"].create([{"name": name, "project_id": project.id} for name in names])
        return dict(zip(names, milestones))

    def _create_agency_tasks(self, project, milestones):
        """Create the tasks of all services, planned from the start of the project by working days and dependencies.

        :param dict milestones: name -> ``project.milestone``
        :return: ``project.task``
        """
        line_by_service = {}
        for line in self._agency_service_lines():
            line_by_service.setdefault(line.agency_service_id, line)
        templates = self._agency_service_lines().agency_service_id.task_template_ids
        week = self.company_id._agency_work_week(project.date_start)
        dates = schedule.plan(
            [
                schedule.TaskSpec(one.id, one.offset_days, one.duration_days, tuple(one.depends_on_ids.ids))
                for one in templates
            ],
            project.date_start,
            week,
        )
        vals_list = []
        for sequence, template in enumerate(templates, 1):
            line = line_by_service[template.service_id]
            first, last = dates[template.id]
            vals_list.append(
                {
                    "name": template.name,
                    "description": template.description,
                    "project_id": project.id,
                    "partner_id": project.partner_id.id,
                    "sale_line_id": line.id,
                    "sequence": sequence,
                    "stage_id": project.type_ids.sorted()[:1].id,
                    "agency_service_id": template.service_id.id,
                    "agency_role_id": template.role_id.id,
                    "client_visible": template.client_visible,
                    "allocated_hours": template.hours * line.product_uom_qty,
                    "agency_start_date": first,
                    "date_deadline": self._agency_end_of_day(last),
                    "milestone_id": milestones[template.milestone].id if template.milestone else False,
                    "user_ids": [fields.Command.clear()],
                }
            )
        tasks = self.env["project.task"].create(vals_list)
        task_by_template = dict(zip(templates, tasks))
        for template, task in task_by_template.items():
            waits_for = [task_by_template[other].id for other in template.depends_on_ids if other in task_by_template]
            if waits_for:
                task.depend_on_ids = [fields.Command.set(waits_for)]
        return tasks

    def _date_agency_milestones(self, project, milestones, tasks):
        """A milestone is due when the last of its tasks and deliverables is."""
        week = self.company_id._agency_work_week(project.date_start)
        services = self._agency_service_lines().agency_service_id
        for name, milestone in milestones.items():
            days = [
                task.date_deadline.date() for task in tasks if task.milestone_id == milestone and task.date_deadline
            ] + [
                workdays.add(project.date_start, deliverable.offset_days, week)
                for deliverable in services.deliverable_template_ids
                if deliverable.milestone == name
            ]
            milestone.deadline = max(days, default=False)

    def _agency_end_of_day(self, day):
        """:return datetime: end of a working day of the order's company, in UTC without time zone"""
        zone = pytz.timezone(self.company_id._agency_tz())
        return zone.localize(datetime.combine(day, END_OF_DAY)).astimezone(pytz.utc).replace(tzinfo=None)

    def _setup_deliverables(self):
        """Make the deliverables the services promise.

        :return: ``agency.deliverable``
        """
        self.ensure_one()
        project = self.agency_project_id
        deliverables = self.env["agency.deliverable"]
        for service in self._agency_service_lines().agency_service_id:
            deliverables |= deliverables._create_from_service(project, service, self, milestone=project.milestone_ids)
        return deliverables
