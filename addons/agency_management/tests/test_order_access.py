import json

from lxml import etree

from odoo.http import root
from odoo.tests import HttpCase, tagged

from odoo.addons.agency_crm.tests.common import ROLES

from .billing_common import BillingBuilders
from .browser_common import HELPERS

#: who may read orders; everybody else is shown no way to one
READERS = {"administrator", "project_manager", "marketing_manager", "accountant"}


@tagged("post_install", "-at_install")
class TestOrderAccess(BillingBuilders, HttpCase):
    """An order opens for whoever is shown the way to it: the whole form, with invoices and a payment behind it."""

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True, no_reset_password=True))
        cls.build_billing_world()
        cls.staff = {role: cls.new_staff(f"order_{role}", role) for role in ROLES}
        manager = cls.staff["project_manager"]
        cls.order = cls.new_order(cls.client, cls.new_standard_package(), user_id=manager.id)
        cls.order.action_confirm()
        cls.order._create_invoices(final=True).action_post()
        cls.bill(cls.order.retainer_id, cls.order.retainer_id.start_date)
        cls.build_provider()
        cls.new_transaction(cls.order, 10)

    def call(self, model, method, *args, **kwargs):
        """:return: the answer of a call as the web client makes it; an error fails the test"""
        payload = {"params": {"model": model, "method": method, "args": list(args), "kwargs": kwargs}}
        response = self.url_open(
            "/web/dataset/call_kw", data=json.dumps(payload), headers={"Content-Type": "application/json"}
        )
        answer = response.json()
        self.assertNotIn("error", answer, answer.get("error", {}).get("data", {}).get("message"))
        return answer["result"]

    def form(self, model):
        """:return: root element of a model's form as the user gets it"""
        return etree.fromstring(self.call(model, "get_views", [(False, "form")])["views"]["form"]["arch"])

    def specification(self, node, model):
        """:return dict: everything a view reads of a model, as ``web_read`` takes it"""
        result = {}
        for field in node.xpath(".//field[not(ancestor::field)]") if node.tag != "field" else []:
            definition = self.env[model]._fields[field.get("name")]
            if definition.type in ("one2many", "many2many"):
                below = result.setdefault(definition.name, {"fields": {"display_name": {}}})["fields"]
                for view in field:
                    inner = etree.fromstring(etree.tostring(view, with_tail=False))
                    if inner.tag in ("tree", "list", "form", "kanban"):
                        below.update(self.specification(inner, definition.comodel_name))
            else:
                below = {"fields": {"display_name": {}}} if definition.type == "many2one" else {}
                result[definition.name] = below
        return result

    def ways_to_an_order(self, model):
        """:return: sorted names of the buttons and links of a form that lead to an order"""
        names = {node.get("name") for node in self.form(model).xpath("//button | //field")}
        return sorted(names & {"action_view_order", "order_id"})

    def test_whoever_may_read_an_order_can_open_its_form(self):
        opened = {}
        for role in sorted(READERS):
            self.authenticate(f"order_{role}", f"order_{role}")
            # debug mode shows more fields, and 19.0 sends them without it, too
            self.session.debug = "1"
            root.session_store.save(self.session)
            specification = self.specification(self.form("sale.order"), "sale.order")
            self.assertGreater(len(specification), 50)
            with self.subTest(role=role):
                (values,) = self.call("sale.order", "web_read", self.order.ids, specification=specification)
                opened[role] = (values["name"], values["partner_id"]["display_name"], len(values["order_line"]))
        expected = (self.order.name, "Alpha Shoes", len(self.order.order_line))
        self.assertEqual(opened, dict.fromkeys(READERS, expected))

    def test_the_way_to_an_order_is_shown_to_its_readers(self):
        everything, link = ["action_view_order", "order_id"], ["order_id"]
        forms = {"agency.onboarding": everything, "agency.retainer": everything, "agency.deliverable": link}
        # who does not get retainers at all
        without_retainers = {"team_member", "hr_manager"}
        shown = {}
        for role in ROLES:
            self.authenticate(f"order_{role}", f"order_{role}")
            for model in forms:
                if model != "agency.retainer" or role not in without_retainers:
                    shown[role, model] = self.ways_to_an_order(model)
        expected = {(role, model): (forms[model] if role in READERS else []) for role, model in shown}
        self.assertEqual(shown, expected)

    def test_what_is_counted_on_the_form(self):
        """Readers see how many projects and invoices there are, also where stock looks beyond their rights."""
        project = self.order.agency_project_id
        project.sale_line_id = self.order.order_line.filtered("agency_service_id")[:1]
        for role in ("project_manager", "accountant", "administrator"):
            with self.subTest(role=role):
                self.env.invalidate_all()
                order = self.order.with_user(self.staff[role])
                self.assertEqual(order.invoice_count, 2)
                if role != "accountant":
                    self.assertEqual((order.project_ids, order.project_count), (project, 1))

    def test_lines_of_quotations_stay_with_sales(self):
        """Project managers read the lines of orders that became projects, of no other order."""
        quotation = self.new_order(self.client, self.order.package_id)
        lines = self.env["sale.order.line"].with_user(self.staff["project_manager"])
        read = lines.search([("order_id", "in", (self.order | quotation).ids)])
        self.assertEqual(read.sudo(), self.order.order_line)

    def test_a_member_without_the_right_to_pay_sees_no_invoice_of_an_order(self):
        member = self.new_member(self.client, "order_member", can_pay=False)
        self.env.invalidate_all()
        self.assertFalse(self.order.with_user(member).invoice_ids)

    def test_in_the_browser(self):
        """From the onboarding to the order by its button, as a project manager and as an accountant."""
        action = self.env.ref("agency_management.agency_onboarding_action")
        onboarding = self.order.onboarding_id
        steps = """
            await click("button[name='action_view_order']");
            await until(
                () => [...document.querySelectorAll("div[name='order_line'] .o_data_row")].length === %(lines)s,
                "the lines of the order"
            );
            if (document.querySelector(".o_error_dialog, .o_dialog")) {
                throw new Error("the order opened with an error");
            }
        """ % {"lines": len(self.order.order_line)}
        for role in ("project_manager", "accountant"):
            self.browser_js(
                f"/web#action={action.id}&id={onboarding.id}&model=agency.onboarding&view_type=form",
                HELPERS + "run(async () => {" + steps + "});",
                ready="true",
                login=f"order_{role}",
                timeout=90,
            )
