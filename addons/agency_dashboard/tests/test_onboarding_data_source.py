from odoo.tests import tagged

from odoo.addons.agency_management.tests.common import ManagementBuilders

from .common import DashboardCommon


@tagged("post_install", "-at_install")
class TestOnboardingDataSource(ManagementBuilders, DashboardCommon):
    """A data source that delivers completes the steps of onboardings that wait for it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.client = cls.new_client("Alpha Source")
        cls.other = cls.new_client("Beta Source")

    def step(self, client, provider=False):
        onboarding = self.env["agency.onboarding"].create({"name": client.name, "client_id": client.id})
        return self.env["agency.onboarding.step"].create(
            {
                "onboarding_id": onboarding.id,
                "name": "Connect",
                "condition": "data_source_connected",
                "data_provider": provider,
            }
        )

    def test_the_right_source_of_the_right_client(self):
        console, analytics, any_one = (self.step(self.client, one) for one in ("search_console", "ga4", False))
        foreign = self.step(self.other, "search_console")
        steps = console | analytics | any_one | foreign
        source = self.new_source(self.client)
        self.assertEqual(steps.mapped("state"), ["open"] * 4, "no figures yet: not connected")
        source._mark_imported(None)
        self.assertEqual(steps.mapped("state"), ["done", "open", "done", "open"])

    def test_a_source_that_fails_is_not_connected(self):
        step = self.step(self.client, "search_console")
        source = self.new_source(self.client)
        source.health = "error"
        self.assertEqual(step.state, "open")
        source.health = "ok"
        self.assertEqual(step.state, "done")

    def test_requirements_of_services_become_such_steps(self):
        requirements = [
            {"name": "Search Console", "kind": "data_source", "data_provider": "search_console"},
            {"name": "Chat channel", "kind": "channel"},
        ]
        services = [self.new_service(name, requirements=requirements) for name in ("Audit", "Care")]
        package = self.new_package("Both", [(service, "one_off") for service in services])
        package.onboarding_template_id = self.env["agency.onboarding.template"].create({"name": "Empty"})
        order = self.new_order(self.client, package)
        order.require_payment = False
        order.action_confirm()
        self.assertRecordValues(
            order.onboarding_id.step_ids,
            [
                {"name": "Search Console", "condition": "data_source_connected", "data_provider": "search_console"},
                {"name": "Chat channel", "condition": "manual", "data_provider": False},
            ],
        )
        template = package.onboarding_template_id
        template.step_ids = [(0, 0, {"name": "Connect", "condition": "data_source_connected", "data_provider": "ga4"})]
        onboarding = self.env["agency.onboarding"].create(
            {"name": "Again", "client_id": self.client.id, "template_id": template.id}
        )
        self.assertEqual(onboarding.step_ids.data_provider, "ga4")
