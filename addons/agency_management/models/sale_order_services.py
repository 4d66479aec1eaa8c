from odoo import _, api, fields, models

from ..core import service_plan


class SaleOrder(models.Model):
    """What a quotation promises beyond its prices: deliverables, timeline, what is paid for results."""

    _inherit = "sale.order"

    missing_services_text = fields.Char(
        compute="_compute_missing_services_text",
        groups="base.group_user",
        help="Services of the order that need others first.",
    )

    @api.depends("order_line.agency_service_id.depends_on_ids")
    def _compute_missing_services_text(self):
        for order in self:
            order.missing_services_text = order.order_line.agency_service_id._needed_first_text()

    def _offered_lines(self):
        """:return: lines that sell services of the suite, in the order of the quotation"""
        return self.order_line.filtered(lambda line: line.agency_service_id and line.product_uom_qty > 0).sorted()

    def _offered_deliverables(self):
        """What the services hand over.

        :return: list of dicts ``name``, ``service``, ``type``, ``rounds``, ``monthly`` (handed over each month)
        """
        self.ensure_one()
        lines = self._offered_lines()
        types = dict(self.env["agency.service.deliverable"]._fields["type"]._description_selection(self.env))
        return [
            {
                "name": template.name,
                "service": template.service_id.name,
                "type": types[template.type],
                "rounds": template.rounds_included,
                "monthly": lines._agency_line_for(template.service_id, None).billing == "monthly",
            }
            for template in lines.agency_service_id.deliverable_template_ids
        ]

    def _offered_timeline(self):
        """When the one-off services run, in working days from the start.

        :return: list of dicts ``service``, ``first``, ``last`` (days counted from 1), ``after`` (names of the services
            it waits for); services of unknown duration are left out
        """
        self.ensure_one()
        services = self._offered_lines().filtered(lambda line: line.billing == "one_off").agency_service_id
        windows = service_plan.windows(services._plan_specs())
        rows = [
            {
                "service": service.name,
                "first": windows[service.id][0] + 1,
                "last": windows[service.id][1],
                "after": (service.depends_on_ids & services).mapped("name"),
            }
            for service in services
            if service.duration_days
        ]
        return sorted(rows, key=lambda row: (row["first"], row["last"]))

    def _offered_requirements(self):
        """:return: list of dicts ``name``, ``kind``, ``description``: what is needed from the client"""
        self.ensure_one()
        requirements = self._offered_lines().agency_service_id.requirement_ids
        kinds = dict(requirements._fields["kind"]._description_selection(self.env))
        return [
            {"name": one.name, "kind": kinds[one.kind], "description": one.description or ""} for one in requirements
        ]

    def _performance_lines(self):
        """:return: list of dicts ``name`` and ``text``: lines with a fee for results"""
        self.ensure_one()
        return [
            {"name": (line.name or "").partition("\n")[0], "text": line._performance_text()}
            for line in self.order_line.sorted()
            if line._performance_text()
        ]

    def _timeline_days(self):
        """:return: the rows of :meth:`_offered_timeline`, each with ``days`` in words, counted from the start"""
        self.ensure_one()
        rows = self._offered_timeline()
        for row in rows:
            row["days"] = _("working days %(first)s to %(last)s", first=row["first"], last=row["last"])
            if row["first"] == row["last"]:
                row["days"] = _("working day %(day)s", day=row["first"])
        return rows
