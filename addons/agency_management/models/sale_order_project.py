from odoo import _, fields, models

from ..core import service_plan, workdays


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
        project._agency_take_baseline(_("Kick-off"))
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
            sum(line._agency_planned_hours().values()) for line in one_off_lines
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
            **self._agency_recurring_values(),
            "sale_line_id": (one_off_lines or self._agency_service_lines())[:1].id,
            "type_ids": [fields.Command.set(stages.ids)],
        }

    def _agency_recurring_values(self):
        """:return dict: what a project needs to have tasks that repeat; 17.0 needs nothing"""
        repeats = any(self._agency_service_lines().agency_service_id.task_template_ids.mapped("repeats"))
        needed = repeats and "allow_recurring_tasks" in self.env["project.project"]._fields
        return {"allow_recurring_tasks": True} if needed else {}

    def _agency_service_lines(self):
        """:return: the order lines that sell services of the suite, in the order of the quotation"""
        return self.order_line.filtered("agency_service_id").sorted()

    def _agency_service_plan(self, project):
        """Plan what the order sells from the start of its project: by working days, dependencies of services and tasks.

        :return: :class:`~odoo.addons.agency_management.core.service_plan.Plan`, keys are ids
        """
        week = self.company_id._agency_work_week(project.date_start)
        services = self._agency_service_lines().agency_service_id
        return service_plan.plan(services._plan_specs(with_tasks=True), project.date_start, week)

    def _agency_service_starts(self, project):
        """:return dict: ``agency.service`` sold by the order -> first day of its work"""
        dates = self._agency_service_plan(project).services
        return {service: dates[service.id][0] for service in self._agency_service_lines().agency_service_id}

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
        lines = self._agency_service_lines()
        templates = lines.agency_service_id.task_template_ids
        plan = self._agency_service_plan(project)
        week = self.company_id._agency_work_week(project.date_start)
        vals_list = []
        for sequence, template in enumerate(templates, 1):
            line = lines._agency_line_for(template.service_id, template.role_id)
            first, last = plan.tasks[template.id]
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
                    "allocated_hours": template.hours * line._agency_units(),
                    "agency_start_date": first,
                    "date_deadline": self.env["project.task"]._agency_end_of_day(last, self.company_id),
                    "milestone_id": milestones[template.milestone].id if template.milestone else False,
                    "user_ids": [fields.Command.clear()],
                }
                | template._agency_work_values(project, week)
            )
        tasks = self.env["project.task"].create(vals_list)
        task_by_template = dict(zip(templates, tasks))
        for template, task in task_by_template.items():
            others = template.depends_on_ids | templates.browse(plan.waits_for.get(template.id, ()))
            waits_for = [task_by_template[other].id for other in others if other in task_by_template]
            if waits_for:
                task.depend_on_ids = [fields.Command.set(waits_for)]
        return tasks

    def _date_agency_milestones(self, project, milestones, tasks):
        """A milestone is due when the last of its tasks and deliverables is."""
        week = self.company_id._agency_work_week(project.date_start)
        starts = self._agency_service_starts(project)
        services = self._agency_service_lines().agency_service_id
        for name, milestone in milestones.items():
            days = [
                task.date_deadline.date() for task in tasks if task.milestone_id == milestone and task.date_deadline
            ] + [
                workdays.add(starts[deliverable.service_id], deliverable.offset_days, week)
                for deliverable in services.deliverable_template_ids
                if deliverable.milestone == name
            ]
            milestone.deadline = max(days, default=False)

    def _setup_deliverables(self):
        """Make the deliverables the services promise.

        :return: ``agency.deliverable``
        """
        self.ensure_one()
        project = self.agency_project_id
        deliverables = self.env["agency.deliverable"]
        for service, start in self._agency_service_starts(project).items():
            deliverables |= deliverables._create_from_service(
                project, service, self, milestone=project.milestone_ids, start=start
            )
        return deliverables
