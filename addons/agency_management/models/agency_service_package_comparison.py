from odoo import _, api, fields, models

from .agency_package_family import MARGIN_GROUPS


class AgencyServicePackage(models.Model):
    """Packages side by side: what each contains, costs and earns."""

    _inherit = "agency.service.package"

    family_id = fields.Many2one(
        "agency.package.family",
        index=True,
        ondelete="set null",
        domain="[('company_id', '=', company_id)]",
        help="Packages of one family are compared side by side.",
    )

    missing_services_text = fields.Char(
        compute="_compute_missing_services_text", help="Services of the package that need others first."
    )

    @api.model
    def _shows_margin(self):
        """:return bool: whether the user may see what packages and quotations earn"""
        return any(self.env.user.has_group(group) for group in MARGIN_GROUPS)

    def _comparison(self):
        """What the comparison of these packages shows, in their order.

        :return dict: ``packages`` (list of dicts, one a column), ``services`` (list of dicts with ``name`` and
            ``cells``: one a column, each ``included``, ``addon`` or None with a text), ``margins`` (list of per cent,
            None for users who may not see them)
        """
        services = self.line_ids.sorted("sequence").service_id
        rows = []
        for service in services:
            cells = []
            for package in self:
                lines = package.line_ids.filtered(lambda line, service=service: line.service_id == service)
                included = lines.filtered(lambda line: not line.is_addon)
                cells.append(self._comparison_cell(included, lines - included))
            rows.append({"name": service.name, "cells": cells})
        tiers = dict(self._fields["tier"]._description_selection(self.env))
        states = dict(self._fields["state"]._description_selection(self.env))
        return {
            "packages": [
                {
                    "package": package,
                    "name": package.name,
                    "tier": tiers[package.tier],
                    "state": False if package.state == "published" else states[package.state],
                    "one_off": package.one_off_total,
                    "monthly": package.monthly_total,
                    "saving": self._saving(package),
                    "duration_days": package.duration_days,
                    "minimum_term_months": package.minimum_term_months,
                    "included_hours": package.included_hours,
                    "deliverables": len(
                        package.line_ids.filtered(lambda line: not line.is_addon).service_id.deliverable_template_ids
                    ),
                }
                for package in self
            ],
            "services": rows,
            "margins": [package.estimated_margin for package in self] if self._shows_margin() else None,
        }

    @api.model
    def _comparison_cell(self, included, addons):
        """:return: (kind, text) of a service in one package, None when it is not in it"""
        if included:
            quantity = sum(included.mapped("quantity"))
            return ("included", f"{quantity:g} ×" if quantity != 1 else "")
        if addons:
            price = addons[0].currency_id.format(addons[0].price_subtotal)
            if addons[0].billing == "monthly":
                price = _("%(price)s a month", price=price)
            return ("addon", price)
        return None

    @api.model
    def _saving(self, package):
        """:return float: what the package is cheaper than its parts, one-off and one month together"""
        parts = package.parts_one_off + package.parts_monthly
        return max(0.0, package.currency_id.round(parts - package.one_off_total - package.monthly_total))

    def _comparison_html(self):
        """:return: Markup of the table, False without packages"""
        if not self:
            return False
        return self.env["ir.qweb"]._render("agency_management.package_comparison", self._comparison())

    @api.depends("line_ids.service_id.depends_on_ids")
    def _compute_missing_services_text(self):
        for package in self:
            package.missing_services_text = package.line_ids.service_id._needed_first_text()

    def _missing_services(self):
        """:return dict: service of the package -> services it needs first that the package does not contain"""
        self.ensure_one()
        return self.line_ids.service_id._needed_first()
