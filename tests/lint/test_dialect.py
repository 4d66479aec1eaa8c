"""The traps between the two series: each bad line is found, the common form is not."""

import pytest

from tools.lint.checks import dialect_js, dialect_python, dialect_xml

THING = "addons/thing"

PYTHON = {
    'self.read_group([], ["a"], ["b"])': "read_group",
    "def name_get(self):\n    pass": "name_get",
    "def _name_search(self):\n    pass": "_name_search",
    "self._cr.execute(q)": "_cr",
    "x = self._context": "_context",
    "records.toggle_active()": "toggle_active",
    "self.user_has_groups('x')": "user_has_groups",
    "cron.method_direct_trigger()": "method_direct_trigger",
    "registry.clear_caches()": "clear_caches",
    "query = self._where_calc(domain)": "_where_calc",
    "if g in user.groups_id:\n    pass": "groups_id",
    "user.all_group_ids": "all_group_ids",
    '@api.returns("self")\ndef x(self):\n    pass': "api.returns",
    "fields.first(records)": "fields.first",
    "c = models.Constraint('x')": "models.Constraint",
    "x = fields.Char(unaccent=False)": "unaccent",
    'x = fields.Float(aggregator="sum")': "aggregator",
    "from odoo.osv import expression": "odoo.osv",
    "from odoo.tests.common import Form": "odoo.tests.common",
    "from odoo import _lt": "odoo._lt",
    "from odoo.fields import Domain": "odoo.fields.Domain",
    'x = {"detailed_type": "service"}': "detailed_type",
    'env["hr.contract"]': "hr.contract",
    '@http.route("/x", type="jsonrpc")\ndef x():\n    pass': 'type="jsonrpc"',
    "d = [('a', '<>', 1)]": '"<>"',
    'd = [["a", "==", 1]]': '"=="',
    'x = {"views": [(False, "tree")]}': '"tree"',
    'x = {"views": [(view.id, "tree"), (False, "form")]}': '"tree"',
    'x = {"view_mode": "tree,form"}': '"view_mode"',
    "class A:\n    def copy(self, default=None):\n        pass": "copy",
    "class A:\n    def _search(self, domain, offset=0):\n        pass": "_search",
    'm.name_search("x", args=[])': "name_search",
    'self.url_open("/x", head=True)': "url_open",
    'class A:\n    _sql_constraints = [("x", "CHECK(a)", _("No"))]': "_sql_constraints",
}
PYTHON_GOOD = [
    'self._read_group([], ["a"], ["b:sum"])',
    'if view_type in ("tree", "list"):\n    pass',
    'if view_type in ("list", "tree"):\n    pass',
    'x = {"views": [(False, "list")], "view_mode": "list,form"}',
    "d = [('a', '!=', 1), ('b', '=', 2)]",
    'user.write({"groups_id": [(4, g.id)]})',
    'user.has_group("base.group_user")',
    'x = fields.Float(group_operator="avg")',
    'name = next(f for f in ("all_user_ids", "users") if f in g._fields)',
    'if "all_group_ids" in users._fields:\n    x = users.all_group_ids',
    "from odoo.tests import Form, tagged",
    'call = {"jsonrpc": "2.0", "method": "call"}',
    "class A:\n    def copy_data(self, default=None):\n        pass",
    "class A:\n    def _search(self, domain, *args, **kwargs):\n        pass",
    'm.name_search("x", [])',
    'class A:\n    _sql_constraints = [("x", "CHECK(a)", "No")]',
    '"""Speaks of read_group and odoo.osv."""',
]


@pytest.mark.parametrize(("source", "name"), PYTHON.items(), ids=PYTHON.values())
def test_python(lint, source, name):
    found = lint(dialect_python, {f"{THING}/models/a.py": f"{source}\n"})
    assert len(found) == 1, found
    assert f": {name}" in found[0]
    assert found[0].startswith("models/a.py:")


@pytest.mark.parametrize("source", PYTHON_GOOD)
def test_python_in_the_common_form(lint, source):
    assert lint(dialect_python, {f"{THING}/models/a.py": f"{source}\n"}) == []


def view(arch):
    return (
        '<odoo>\n<record id="v" model="ir.ui.view">\n'
        f'<field name="arch" type="xml">\n{arch}\n</field>\n</record>\n</odoo>'
    )


KANBAN = '<kanban><templates><t t-name="card"/>%s</templates></kanban>'
VIEWS = {
    "two list tags on a line": ("<form><tree>\n</tree><tree>\n</tree></form>", ["5: several <tree> tags"]),
    "the list tag of 19.0": ("<list/>", ["4: <list>"]),
    "the chatter of 19.0": ("<form><chatter/></form>", ["4: <chatter>"]),
    "attrs": ('<field name="a" attrs="{\'invisible\': 1}"/>', ["4: attrs"]),
    "states": ('<button name="a" states="draft"/>', ["4: states"]),
    "default_period": ('<filter name="f" date="d" default_period="this_month"/>', ["4: default_period"]),
    "a group with a title in a search": (
        '<search>\n<group expand="0" string="Group By"/></search>',
        ["5: <group expand", "5: <group string"],
    ),
    "spaces between groups": ('<field name="a" groups="a.b, c.d"/>', ['4: groups="a.b, c.d"']),
    "a button without a name": ('<button type="object"/>', ["4: a button without a name"]),
    "toggle_active": ('<button type="object" name="toggle_active"/>', ["4: toggle_active"]),
    "an xpath through a list": ("<xpath expr=\"//field[@name='l']/tree/field\"/>", ["4: xpath"]),
    "an xpath to the chatter": ("<xpath expr=\"//div[hasclass('oe_chatter')]\"/>", ["4: xpath"]),
    "one kanban template": (KANBAN % "", ["4: the templates card and kanban-box"]),
    "a kanban menu alone": (
        KANBAN % '<t t-name="kanban-box"><t t-call="card"/></t>\n<t t-name="menu"/>',
        ["4: the templates menu and kanban-menu"],
    ),
    "a kanban helper": (
        KANBAN % '<t t-name="kanban-box"/>\n<img t-att-src="kanban_image(1)"/>',
        ["5: kanban_image"],
    ),
    "t-raw": ('<t t-raw="a"/>', ["4: t-raw"]),
    "a label with an expression in it": ('<a t-attf-title="Remove #{name}"/>', ["4: t-attf-title"]),
}
VIEWS_GOOD = {
    "a list": "<tree>\n<field name='a'/>\n</tree>",
    "the chatter of 17.0": '<form><sheet/><div class="oe_chatter"/></form>',
    "dual kanban templates": KANBAN % '<t t-name="kanban-box"><t t-call="card"/></t>',
    "groups": '<search><group><filter name="f"/></group></search>',
    "a group with a title in a form": '<form><group string="Title"/></form>',
    "an xpath to either list": "<xpath expr=\"//field[@name='l']/*[self::tree or self::list]/field\"/>",
    "groups without spaces": '<field name="a" groups="a.b,!c.d"/>',
}


@pytest.mark.parametrize(("arch", "expected"), VIEWS.values(), ids=VIEWS)
def test_view(lint, arch, expected):
    found = lint(dialect_xml, {f"{THING}/views/v.xml": view(arch)})
    assert len(found) == len(expected), found
    for line, start in zip(found, expected, strict=True):
        assert line.startswith(f"views/v.xml:{start}")


@pytest.mark.parametrize("arch", VIEWS_GOOD.values(), ids=VIEWS_GOOD)
def test_view_in_the_common_form(lint, arch):
    assert lint(dialect_xml, {f"{THING}/views/v.xml": view(arch)}) == []


RECORDS = {
    "a job that runs once": (
        '<record id="c" model="ir.cron"><field name="doall"/></record>',
        ["ir.cron without numbercall"],
    ),
    "a product": (
        '<record id="p" model="product.product"><field name="detailed_type"/></record>',
        ["product.product.detailed_type"],
    ),
    "groups on a view": (
        '<record id="v" model="ir.ui.view"><field name="groups_id"/></record>',
        ["ir.ui.view.groups_id"],
    ),
    "a rule that reads the clock": (
        '<record id="r" model="ir.rule"><field name="domain_force">[("d", "&lt;", context_today())]</field></record>',
        ["a record rule cannot read the clock"],
    ),
    "an inline action": ('<record id="a" model="x"><field name="target">inline</field></record>', ["target inline"]),
    "a list mode": (
        '<record id="a" model="x"><field name="view_mode">list,form</field></record>',
        ["view_mode with list"],
    ),
}


@pytest.mark.parametrize(("record", "expected"), RECORDS.values(), ids=RECORDS)
def test_record(lint, record, expected):
    found = lint(dialect_xml, {f"{THING}/data/d.xml": f"<odoo>\n{record}\n</odoo>"})
    assert [line.startswith(f"data/d.xml:2: {start}") for line, start in zip(found, expected, strict=True)] == [True]


def test_record_in_the_common_form(lint):
    record = (
        '<record id="c" model="ir.cron"><field name="numbercall">-1</field><field name="doall" eval="False"/></record>'
        '<record id="a" model="x"><field name="view_mode">tree,form</field></record>'
    )
    assert lint(dialect_xml, {f"{THING}/data/d.xml": f"<odoo>{record}</odoo>"}) == []


JS = {
    'this.rpc = useService("rpc");': "useService",
    "useService('user')": "useService",
    'import { rpc } from "@web/core/network/rpc";': "@web/core/network/rpc",
    'import { GraphModel } from "@web/views/graph/graph_model";': '"@web/views/graph/',
    'import { _t, _lt } from "@web/core/l10n/translation";': "_lt",
    "this.orm.readGroup(m, d, f, g)": "readGroup(",
    'this.rpc = this.bindService("rpc")': "bindService(",
    'registry.category("web_tour.tours").add("x", {})': "a tour without test: true",
    'const t = "web_tour.tours"; const u = { test: true };\nx = { run: "text hello" }': 'run: "text',
    'const t = "web_tour.tours"; const u = { test: true };\n    url: "/x",': "url:",
    "this.$anchor.val(1)": "this.$anchor",
}


@pytest.mark.parametrize(("source", "name"), JS.items(), ids=JS.values())
def test_js(lint, source, name):
    found = lint(dialect_js, {f"{THING}/static/src/a.js": f"{source}\n"})
    assert len(found) == 1, found
    assert f": {name}" in found[0]


def test_js_in_the_common_form(lint):
    source = (
        '/** @odoo-module **/\n// no useService("rpc") here\n'
        'import { _t } from "@web/core/l10n/translation";\nconst orm = useService("orm");\n'
        'registry.category("web_tour.tours").add("x", {\n    test: true,\n'
        '    steps: () => [{ trigger: "a", run: "click" }, { trigger: "b", '
        "run() { (this.anchor || this.$anchor[0]).x = 1; } }],\n});\n"
    )
    assert lint(dialect_js, {f"{THING}/static/tests/a.js": source}) == []


def test_js_template(lint):
    files = {f"{THING}/static/src/a.xml": "<templates>\n<Dropdown/></templates>"}
    assert lint(dialect_js, files) == ["static/src/a.xml:2: <Dropdown>: the slots differ: Bootstrap markup"]


def test_js_libraries_are_not_ours(lint):
    assert lint(dialect_js, {f"{THING}/static/lib/a.js": 'useService("rpc")\n'}) == []
