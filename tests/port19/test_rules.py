"""Each rule: a source before and after it. The ``apply`` fixture proves that it is idempotent."""

import pytest

from tools.port19 import PortError
from tools.port19.rules import data, groups, js, manifest, python, views


def data_file(body):
    return f'<?xml version="1.0" encoding="utf-8"?>\n<odoo>\n{body}\n</odoo>\n'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('{"version": "17.0.1.2.3"}', '{"version": "19.0.1.2.3"}'),
        ("{'version': '17.0.1.0'}", "{'version': '19.0.1.0'}"),
        ('{"version": "1.2.3"}', '{"version": "1.2.3"}'),
        ('{"version": "17.0.0"}', '{"version": "17.0.0"}'),
    ],
)
def test_manifest(apply, before, after):
    assert apply(manifest, {"a/__manifest__.py": before}) == {"a/__manifest__.py": after}


def test_manifest_leaves_other_files(apply):
    before = {"a/models/x.py": 'x = {"version": "17.0.1.2.3"}'}
    assert apply(manifest, before) == before


VIEWS = {
    "list tags, several on a line, nested": (
        '<tree string="tree" editable="bottom"><field name="a"/></tree>\n'
        '<field name="l"><tree><field name="b"/></tree><form/></field>',
        '<list string="tree" editable="bottom"><field name="a"/></list>\n'
        '<field name="l"><list><field name="b"/></list><form/></field>',
    ),
    "empty list tags": ("<tree/><tree></tree>", "<list/><list></list>"),
    "a list tag over two lines, with > in an attribute": (
        "<tree\n    decoration-danger=\"a > b and c != 'tree>'\">\n</tree>",
        None,
    ),
    "other tags that begin alike": ("<treemap/><kanban/>", "<treemap/><kanban/>"),
    "chatter": (
        '<form>\n<sheet/>\n<div class="oe_chatter">\n<field name="message_follower_ids"/>\n'
        '<field name="activity_ids"/>\n<field name="message_ids"/>\n</div>\n</form>',
        "<form>\n<sheet/>\n<chatter/>\n</form>",
    ),
    "chatter with options": (
        '<div class="oe_chatter" groups="base.group_user">'
        '<field name="message_follower_ids" options="{\'post_refresh\': True}"/>'
        "<field name=\"message_ids\" options=\"{'post_refresh': 'always', 'open_attachments': True}\"/></div>",
        '<chatter groups="base.group_user" reload_on_follower="True" reload_on_post="True"'
        ' reload_on_attachment="True" open_attachments="True"/>',
    ),
    "the day of a moment": (
        '<tree><field name="seen" widget="date" optional="hide"/><field name="day"/></tree>',
        '<list><field options="{\'show_time\': False}" name="seen" widget="datetime" optional="hide"/>'
        '<field name="day"/></list>',
    ),
    "a widget of days with options of its own": (
        '<field name="day" widget="date" options="{\'min_precision\': \'days\'}"/>',
        '<field name="day" widget="date" options="{\'min_precision\': \'days\'}"/>',
    ),
    "another div": ('<div class="oe_chatter_not"/>', '<div class="oe_chatter_not"/>'),
    "dual kanban templates": (
        '<kanban>\n  <templates>\n    <t t-name="card"><b/></t>\n    <t t-name="menu"><i/></t>\n'
        '    <t t-name="kanban-box">\n      <div><t t-call="card"/></div>\n    </t>\n'
        '    <t t-name="kanban-menu"><t t-call="menu"/></t>\n  </templates>\n</kanban>',
        '<kanban>\n  <templates>\n    <t t-name="card"><b/></t>\n    <t t-name="menu"><i/></t>\n'
        "  </templates>\n</kanban>",
    ),
    "kanban templates of 17.0 only": (
        '<kanban><templates><t t-name="kanban-box"><t t-if="a"/></t></templates></kanban>',
        '<kanban><templates><t t-name="card"><t t-if="a"/></t></templates></kanban>',
    ),
    "a menu without a 19.0 twin": (
        '<kanban><templates><t t-name="card"/><t t-name="kanban-menu"/></templates></kanban>',
        '<kanban><templates><t t-name="card"/><t t-name="menu"/></templates></kanban>',
    ),
}


@pytest.mark.parametrize(("before", "after"), VIEWS.values(), ids=VIEWS)
def test_views(apply, before, after):
    if after is None:
        after = before.replace("<tree\n", "<list\n").replace("</tree>", "</list>")
    result = apply(views, {"a/views/v.xml": data_file(before)})
    assert result == {"a/views/v.xml": data_file(after)}


def test_views_keeps_layout_and_other_characters(apply):
    before = data_file("<!-- é <b> -->\n<form  string='Größe'\n  ><tree  a = 'ü'/></form>")
    after = data_file("<!-- é <b> -->\n<form  string='Größe'\n  ><list  a = 'ü'/></form>")
    assert apply(views, {"a/views/v.xml": before}) == {"a/views/v.xml": after}


def test_views_leaves_client_templates(apply):
    before = {"a/static/src/x.xml": "<templates><tree/></templates>"}
    assert apply(views, before) == before


GROUPS = {
    "agency/security/res_groups.xml": data_file(
        """\
    <record id="module_category_agency" model="ir.module.category">
        <field name="name">Agency</field>
        <field name="sequence">4</field>
    </record>
    <record id="group_member" model="res.groups">
        <field name="name">Member</field>
        <field name="category_id" ref="module_category_agency"/>
        <field name="users" eval="[(4, ref('base.user_root'))]"/>
    </record>
    <record id="group_technical" model="res.groups">
        <field name="name">Technical</field>
        <field name="category_id" ref="base.module_category_hidden"/>
    </record>"""
    ),
    "other/security/res_groups.xml": data_file(
        """\
    <record id="group_planner" model="res.groups">
        <field name="category_id" ref="agency.module_category_agency"/>
    </record>
    <record id="group_seller" model="res.groups">
        <field name="category_id" ref="base.module_category_sales_sales"/>
    </record>"""
    ),
    "other/data/other.xml": data_file(
        """\
    <record id="a_category" model="res.partner.category">
        <field name="category_id" ref="whatever"/>
    </record>"""
    ),
    "agency/i18n/agency.pot": '#: model:ir.module.category,name:agency.module_category_agency\nmsgid "Agency"\n',
}
GROUPS_19 = {
    "agency/security/res_groups.xml": data_file(
        """\
    <record id="module_category_agency" model="ir.module.category">
        <field name="name">Agency</field>
        <field name="sequence">4</field>
    </record>
    <record id="privilege_agency" model="res.groups.privilege">
        <field name="name">Agency</field>
        <field name="sequence">4</field>
        <field name="category_id" ref="agency.module_category_agency"/>
    </record>
    <record id="group_member" model="res.groups">
        <field name="name">Member</field>
        <field name="privilege_id" ref="privilege_agency"/>
        <field name="user_ids" eval="[(4, ref('base.user_root'))]"/>
    </record>
    <record id="group_technical" model="res.groups">
        <field name="name">Technical</field>
    </record>"""
    ),
    "other/security/res_groups.xml": data_file(
        """\
    <record id="group_planner" model="res.groups">
        <field name="privilege_id" ref="agency.privilege_agency"/>
    </record>
    <record id="group_seller" model="res.groups">
        <field name="privilege_id" ref="sales_team.res_groups_privilege_sales"/>
    </record>"""
    ),
    "other/data/other.xml": GROUPS["other/data/other.xml"],
    "agency/i18n/agency.pot": (
        "#: model:ir.module.category,name:agency.module_category_agency\n"
        "#: model:res.groups.privilege,name:agency.privilege_agency\n"
        'msgid "Agency"\n'
    ),
}


def test_groups(apply):
    assert apply(groups, GROUPS) == GROUPS_19


def test_groups_without_a_group_in_it_need_no_privilege(apply):
    before = {
        "a/data/x.xml": data_file('<record id="c" model="ir.module.category"><field name="name">C</field></record>')
    }
    assert apply(groups, before) == before


def test_groups_names_an_unknown_category(apply):
    before = data_file(
        '<record id="g" model="res.groups">\n'
        '<field name="category_id" ref="base.module_category_unheard_of"/>\n</record>'
    )
    with pytest.raises(PortError, match=r"a/data/x\.xml:3: .*base\.module_category_unheard_of"):
        apply(groups, {"a/data/x.xml": before})


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        ("a/m.py", "[('groups_id', 'in', ids)]", "[('all_group_ids', 'in', ids)]"),
        ("a/m.py", '[["groups_id","not in", ids]]', '[["all_group_ids","not in", ids]]'),
        ("a/m.py", 'user.write({"groups_id": [(4, 1)]})', 'user.write({"group_ids": [(4, 1)]})'),
        ("a/m.py", 'env.ref("a.b").users', 'env.ref("a.b").all_user_ids'),
        ("a/m.py", "project.users", "project.users"),
        ("a/m.py", "my_groups_ids", "my_groups_ids"),
        ("a/v.xml", '<r><field name="groups_id" eval="[]"/></r>', '<r><field name="group_ids" eval="[]"/></r>'),
        ("a/d.csv", '"id","groups_id/id"', '"id","group_ids/id"'),
        ("a/static/x.js", 'orm.read("res.users", ids, ["groups_id"])', 'orm.read("res.users", ids, ["group_ids"])'),
    ],
)
def test_group_links(apply, path, before, after):
    assert apply(groups, {path: before}) == {path: after}


CRON = """\
    <record id="cron" model="ir.cron">
        <field name="name">Run</field>
        <field name="numbercall">-1</field>
        <field name="doall" eval="False"/>
    </record>
    <record id="other" model="agency.call">
        <field name="numbercall">3</field>
    </record>"""
CRON_19 = """\
    <record id="cron" model="ir.cron">
        <field name="name">Run</field>
    </record>
    <record id="other" model="agency.call">
        <field name="numbercall">3</field>
    </record>"""


def test_data_scheduled_action(apply):
    assert apply(data, {"a/data/d.xml": data_file(CRON)}) == {"a/data/d.xml": data_file(CRON_19)}


def test_data_access_rights_on_a_model_that_is_gone(apply):
    head = "id,name,model_id:id,group_id:id,perm_read\n"
    gone = "access_option,option,sale_management.model_sale_order_option,base.group_user,1\n"
    kept = "access_thing,thing,model_agency_thing,base.group_user,1\n"
    path = "a/security/ir.model.access.csv"
    assert apply(data, {path: head + gone + kept}) == {path: head + kept}
    assert apply(data, {"a/data/other.csv": head + gone}) == {"a/data/other.csv": head + gone}


@pytest.mark.parametrize(("before", "after"), [("no", "False"), ("yes", "True"), ("True", "True")])
def test_data_leave_type(apply, before, after):
    record = '<record id="t" model="hr.leave.type"><field name="requires_allocation">%s</field></record>'
    result = apply(data, {"a/data/d.xml": data_file(record % before)})
    assert result == {"a/data/d.xml": data_file(record % after)}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('{\n    "name": "x",\n    "numbercall": -1,\n    "doall": False,\n}\n', '{\n    "name": "x",\n}\n'),
        ('{"numbercall": -1, "name": "x"}', '{"name": "x"}'),
        ('{"name": "x", "numbercall": -1}', '{"name": "x"}'),
        ("self.numbercall = 3", "self.numbercall = 3"),
    ],
)
def test_data_python(apply, before, after):
    assert apply(data, {"a/m.py": before}) == {"a/m.py": after}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('@http.route("/a", auth="user", type="json")', '@http.route("/a", auth="user", type="jsonrpc")'),
        ("@route(['/a', '/b'], type='json', csrf=False)", "@route(['/a', '/b'], type='jsonrpc', csrf=False)"),
        ('@http.route("/a", type="http")', '@http.route("/a", type="http")'),
        ('x = field(type="json")', 'x = field(type="json")'),
        ('    r.check_access_rights("read")\n    r.check_access_rule("read")\n', '    r.check_access("read")\n'),
        ('r.check_access_rights("read", raise_exception=False)', 'r.browse().has_access("read")'),
        ('self.check_access_rights("create")', 'self.browse().check_access("create")'),
        ('r.check_access_rule("write")', 'r.check_access("write")'),
        ('r._filter_access_rules("read")', 'r._filtered_access("read")'),
        ('fields.Float(group_operator="avg")', 'fields.Float(aggregator="avg")'),
        ("if not self._check_recursion():", "if self._has_cycle():"),
    ],
)
def test_python(apply, before, after):
    assert apply(python, {"a/m.py": before}) == {"a/m.py": after}


CONSTRAINTS = "class A:\n    {}\n\n    def _check_x(self):\n        pass\n"


@pytest.mark.parametrize(
    ("constraints", "message"),
    [
        ('_sql_constraints = [("a", "CHECK(a > 0)", _("No"))]', "plain strings"),
        ('_sql_constraints = [("a", "CHECK(a > 0)", f"{x}")]', "plain strings"),
        ('_sql_constraints = [("a", "CHECK(a > 0)")]', "plain strings"),
        ('_sql_constraints += [("a", "CHECK(a > 0)", "No")]', r"\+="),
        ('_sql_constraints = [("a", "CHECK(a[1] > 0)", "No")]', "]"),
        ('_sql_constraints = [("check_x", "CHECK(a > 0)", "No")]', "name of the method _check_x"),
    ],
)
def test_constraints_that_cannot_be_ported(apply, constraints, message):
    with pytest.raises(PortError, match=rf"^a/m\.py:2: .*{message}"):
        apply(python, {"a/m.py": CONSTRAINTS.format(constraints)})


def test_constraints_in_the_form_that_can_be_ported(apply):
    before = {"a/m.py": CONSTRAINTS.format('_sql_constraints = [("a", "CHECK(a > 0)", "No")]')}
    assert apply(python, before) == before


TOUR = 'registry.category("web_tour.tours").add("a_tour", {%s    steps: () => [],\n});\n'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (TOUR % "\n    test: true,\n", TOUR % "\n"),
        (TOUR % " test: true, ", TOUR.replace("    ", "") % " "),
        ("const x = { test: true };", "const x = { test: true };"),
    ],
)
def test_js(apply, before, after):
    assert apply(js, {"a/static/tests/t.js": before}) == {"a/static/tests/t.js": after}
