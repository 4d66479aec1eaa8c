"""Builders of this addon's tests."""

import re

from odoo.addons.agency_dashboard.tests.common import DashboardBuilders
from odoo.addons.agency_management.tests.billing_common import BillingBuilders


class PortalBuilders(BillingBuilders, DashboardBuilders):
    """What a visitor and a member of a client find."""

    @classmethod
    def build_catalogue(cls):
        """Two published services and a published package with both; a draft of each kind."""
        cls.audit = cls.new_service(
            "SEO Audit",
            price=1800,
            deliverables=[{"name": "Action plan", "type": "report", "offset_days": 15}],
            requirements=[{"name": "Search Console access", "kind": "access"}],
            summary="We find what keeps your pages from being found.",
            is_published=True,
        )
        cls.care = cls.new_service("SEO Care", price=500, pricing_model="retainer", is_published=True)
        cls.hidden_service = cls.new_service("Hidden Service", price=1)
        cls.growth = cls.new_package(
            "Growth", [(cls.audit, "one_off"), (cls.care, "monthly")], summary="From one hand.", is_published=True
        )
        cls.hidden_package = cls.new_package("Hidden Package", [(cls.audit, "one_off")])

    @classmethod
    def new_project(cls, name, client, **values):
        """:return: a project its client may see"""
        return cls.env["project.project"].create(
            {"name": name, "partner_id": client.id, "privacy_visibility": "portal"} | values
        )

    @classmethod
    def csrf_of(cls, html):
        """:return str: the token in a page's form"""
        return re.search(r'name="csrf_token" value="([^"]+)"', html)[1]
