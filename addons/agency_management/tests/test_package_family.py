"""AGM-4: packages of a family side by side."""

from odoo.tests import tagged

from .common import ManagementCommon


@tagged("post_install", "-at_install")
class TestPackageFamily(ManagementCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        role = cls.new_role("SEO")
        cls.audit = cls.new_service("Audit", price=2000, efforts=[(role, 10)], deliverables=[{"name": "Report"}])
        cls.care = cls.new_service("Care", price=500, pricing_model="retainer", duration_days=3)
        cls.family = cls.env["agency.package.family"].create({"name": "Search"})
        common = {"family_id": cls.family.id}
        cls.basic = cls.new_package("Start", [(cls.audit, "one_off")], tier="basic", **common)
        cls.premium = cls.new_package(
            "Grow",
            [
                (cls.audit, "one_off", {"quantity": 2}),
                (cls.care, "monthly"),
            ],
            tier="premium",
            price_rule="discount",
            price_discount=10,
            minimum_term_months=6,
            included_hours=8,
            **common,
        )
        cls.standard = cls.new_package(
            "Build",
            [(cls.audit, "one_off"), (cls.care, "monthly", {"is_addon": True})],
            state="draft",
            tier="standard",
            **common,
        )

    def test_side_by_side(self):
        packages = self.family._compared_packages()
        self.assertEqual(packages.mapped("name"), ["Start", "Build", "Grow"])
        price = self.env.company.currency_id.format(500)
        column = {
            "saving": 0,
            "duration_days": 0,
            "minimum_term_months": 0,
            "included_hours": 0,
            "deliverables": 1,
            "monthly": 0,
        }
        self.assertEqual(
            packages._comparison(),
            {
                "packages": [
                    column | {"package": self.basic, "name": "Start", "tier": "Basic", "state": False, "one_off": 2000},
                    column
                    | {
                        "package": self.standard,
                        "name": "Build",
                        "tier": "Standard",
                        "state": "Draft",
                        "one_off": 2000,
                    },
                    column
                    | {
                        "package": self.premium,
                        "name": "Grow",
                        "tier": "Premium",
                        "state": False,
                        "one_off": 3600,
                        "monthly": 450,
                        "saving": 450,
                        "minimum_term_months": 6,
                        "included_hours": 8,
                    },
                ],
                "services": [
                    {"name": "Audit", "cells": [("included", ""), ("included", ""), ("included", "2 ×")]},
                    {"name": "Care", "cells": [None, ("addon", f"{price} a month"), ("included", "")]},
                ],
                "margins": [80.0, 80.0, 100 * (4050 - 800) / 4050],
            },
        )

    def test_a_new_version_takes_the_place_of_the_old(self):
        draft = self.basic.browse(self.basic.action_new_version()["res_id"])
        self.assertEqual(draft.family_id, self.family)
        self.assertEqual(self.family._compared_packages()[0], self.basic)
        draft.action_publish()
        self.assertEqual(self.family._compared_packages()[0], draft)

    def test_margins_are_not_for_everybody(self):
        for role, sees in [("team_member", False), ("project_manager", True), ("marketing_manager", True)]:
            user = self.new_staff(f"family_{role}", role)
            with self.subTest(role=role):
                family = self.family.with_user(user)
                self.assertEqual(bool(family._compared_packages()._comparison()["margins"]), sees)
                html = str(family.comparison_html)
                self.assertIn("Grow", html)
                self.assertEqual("Planned margin" in html, sees)

    def test_dialogue_compares_what_is_offered(self):
        order = self.new_order(self.new_client("Alpha Family"))
        wizard = self.env["agency.package.wizard"].new({"order_id": order.id, "family_id": self.family.id})
        self.assertIn("Grow", str(wizard.comparison_html))
        self.assertNotIn("Build", str(wizard.comparison_html), "a draft is not offered")
