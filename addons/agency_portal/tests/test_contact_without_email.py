from odoo.tests import HttpCase, tagged

from .common import PortalBuilders

#: pages of every member; those of records are added below
PAGES = (
    "/my",
    "/my/home",
    "/my/account",
    "/my/security",
    "/my/orders",
    "/my/invoices",
    "/my/projects",
    "/my/tasks",
    "/my/agency",
    "/my/agency/analytics",
    "/my/agency/deliverables",
    "/my/agency/members",
    "/my/agency/onboarding",
)


@tagged("post_install", "-at_install")
class TestContactWithoutEmail(PortalBuilders, HttpCase):
    """An account manager need not have an e-mail address: every page of the portal opens all the same."""

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True, no_reset_password=True))
        cls.build_billing_world()
        cls.manager = cls.new_staff("silent_manager", "project_manager", name="Sylvia Silent")
        cls.client.user_id = cls.manager
        cls.member = cls.new_member(cls.client, "silent_member", can_approve=True, can_pay=True, can_manage=True)
        cls.order = cls.new_order(cls.client, cls.new_standard_package(), user_id=cls.manager.id)
        cls.order.action_confirm()
        cls.order.agency_project_id.privacy_visibility = "portal"
        cls.bill(cls.order.retainer_id, cls.order.retainer_id.start_date)

    def test_every_page_opens(self):
        order = self.order
        self.assertEqual(
            (order.setup_state, order.agency_project_id.user_id, order.onboarding_id.owner_id),
            ("done", self.manager, self.manager),
        )
        records = [order, order.retainer_id.invoice_ids, order.onboarding_id, order.agency_project_id.task_ids[:1]]
        records += [order.onboarding_id.document_request_ids[:1], order.retainer_id]
        pages = [*PAGES, f"/my/agency/projects/{order.agency_project_id.id}"]
        pages += [f"/my/projects/{order.agency_project_id.id}", *(record.access_url for record in records)]
        self.assertEqual(len(set(pages)), len(PAGES) + 8)
        self.authenticate("silent_member", "silent_member")
        for email in ("sylvia@agency.example.com", False):
            self.manager.email = email
            answers = {page: self.url_open(page).status_code for page in pages}
            with self.subTest(email=email):
                self.assertEqual(answers, dict.fromkeys(pages, 200))
        home = self.url_open("/my").text
        self.assertIn("Sylvia Silent", home)
        self.assertNotIn("mailto:False", home)
