"""The check finds each construct that only 17.0 knows, and says where."""

import pytest

from tools.port19.check import check

BAD = {
    "models/syntax.py": ("def x(:\n    pass\n", ["1: does not compile"]),
    "models/outside.py": ("x = 1\nreturn x\n", ["2: does not compile"]),
    "models/constraint.py": ('class A:\n    _sql_constraints = [("a", "b", "c")]\n', ["2: _sql_constraints"]),
    "models/names.py": (
        'x._cr\nx.check_access_rights("read")\nx.groups_id\nF(group_operator="sum")\nd["groups_id"]\n{"doall": 1}\n',
        [
            "1: _cr",
            "2: check_access_rights",
            "3: groups_id",
            "4: group_operator",
            '5: "groups_id"',
            '6: "doall"',
        ],
    ),
    "controllers/route.py": ('@http.route(\n    "/x",\n    type="json",\n)\ndef x():\n    pass\n', ['1: type="json"']),
    "views/broken.xml": ("<odoo>\n<a>\n</odoo>", ["3: not well-formed: mismatched tag"]),
    "views/tree.xml": ('<odoo>\n<field mode="tree"><tree/></field></odoo>', ['2: mode="tree"', "2: <tree>"]),
    "views/chatter.xml": ('<odoo>\n<div class="oe_chatter"/></odoo>', ['2: class="oe_chatter"']),
    "views/kanban.xml": (
        '<odoo>\n<t t-name="kanban-box"/>\n<t t-name="kanban-menu"/></odoo>',
        ["2: kanban-box", "3: kanban-menu"],
    ),
    "views/xpath.xml": (
        "<odoo>\n<xpath expr=\"//field[@name='l']/tree/field\"/>\n<xpath expr=\"//div[hasclass('oe_chatter')]\"/>\n"
        "<xpath expr=\"//t[@t-name='kanban-box']\"/></odoo>",
        ["2: xpath", "3: xpath", "4: xpath"],
    ),
    "views/mode.xml": ('<odoo>\n<field name="view_mode">form,tree</field></odoo>', ["2: view_mode form,tree"]),
    "security/groups.xml": (
        '<odoo>\n<record id="g" model="res.groups">\n'
        '<field name="category_id" ref="c"/><field name="users"/></record>\n'
        '<field name="groups_id"/></odoo>',
        ["2: res.groups has no field category_id", "2: res.groups has no field users", "4: groups_id"],
    ),
    "data/cron.xml": (
        '<odoo>\n<record id="c" model="ir.cron"><field name="numbercall">-1</field></record></odoo>',
        ["2: ir.cron has no field numbercall"],
    ),
    "static/tests/tour.js": (
        'registry.category("web_tour.tours").add("x", {\n    test: true,\n});\n',
        ["2: test: true"],
    ),
}
GOOD = {
    "models/good.py": (
        '"""Says _sql_constraints and groups_id in its docstring."""\n'
        "# numbercall, doall\nx.group_ids\nview_type in ('tree', 'list')\nx = field(type='json')\n"
    ),
    "views/good.xml": (
        '<odoo>\n<!-- <tree> oe_chatter kanban-box -->\n<field name="view_mode">list,form</field>\n'
        "<xpath expr=\"//field[@name='l']/*[self::tree or self::list]/field\"/>\n"
        '<record id="c" model="res.partner"><field name="category_id" eval="[]"/></record></odoo>'
    ),
    "static/src/good.xml": "<templates><tree/></templates>",
    "static/src/good.js": "const x = { test: true };\n",
}


@pytest.mark.parametrize(("name", "content", "expected"), [(name, *case) for name, case in BAD.items()], ids=BAD)
def test_bad(tmp_path, name, content, expected):
    path = tmp_path / name
    path.parent.mkdir(parents=True)
    path.write_text(content)
    findings = [finding.removeprefix(f"{path}:") for finding in check(tmp_path)]
    assert len(findings) == len(expected), findings
    for finding, start in zip(findings, expected, strict=True):
        assert finding.startswith(start)


@pytest.mark.parametrize(("name", "content"), GOOD.items(), ids=GOOD)
def test_good(tmp_path, name, content):
    path = tmp_path / name
    path.parent.mkdir(parents=True)
    path.write_text(content)
    assert check(tmp_path) == []
