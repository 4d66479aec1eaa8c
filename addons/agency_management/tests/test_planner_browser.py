from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged
from odoo.tools import file_open

from .planner_common import PlannerBuilders

CASES = "agency_management/static/tests/planner_layout_cases.js"


@tagged("post_install", "-at_install")
class TestPlannerLooks(PlannerBuilders, HttpCase):
    """AGM-1: what the planner shows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.build_planner_world()
        today = fields.Date.today()
        cls.monday = today - timedelta(days=today.weekday())
        cls.friday = cls.monday + timedelta(days=4)

    def test_arithmetic(self):
        """The layout module against its tables; it needs no screen, but the browser's own engine."""
        with file_open(CASES) as file:
            cases = file.read()
        self.in_planner(
            'const layout = odoo.loader.modules.get("@agency_management/planner/planner_layout");' + cases
        )

    def test_grid(self):
        self.new_booking(self.ann, self.monday, self.friday, 24)
        self.new_booking(self.bob, self.monday, self.friday, 48, state="tentative")
        self.new_booking(self.role_code, self.monday, self.friday, 10)
        self.in_planner(
            """
            same("rows", names(), ["Code", "Ann", "Bob"]);
            const texts = (name) => cells(name)[0].getAttribute("aria-label").split(": ")[1];
            same("Ann", texts("Ann"), "24 of 40 hours booked, 16 free");
            same("Bob", texts("Bob"), "48 of 40 hours booked, 8 over, 48 of them tentative");
            same("Code", texts("Code"), "10 hours needed, nobody named");
            same("columns", cells("Ann").length, 12);
            """
        )
