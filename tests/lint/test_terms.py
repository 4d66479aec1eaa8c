"""Messages that the sources tell without Odoo."""

import textwrap

from tools.lint.checks import catalogues
from tools.lint.project import Project
from tools.lint.terms import terms

THING = "addons/thing"
MODEL = """\
STATES = [("a", "Open"), ("b", "Over"), ("c", "C")]


class Thing(models.Model):
    _name = "agency.thing"
    _description = "Thing"
    _order = "name"

    name = fields.Char("Title", help="What it is " "called.")
    count = fields.Integer(string="How Many", default=1)
    implicit = fields.Date()
    client_id = fields.Many2one("res.partner", "Customer")
    line_ids = fields.One2many("agency.line", "thing_id")
    tag_ids = fields.Many2many("agency.tag", string="Tags")
    state = fields.Selection(STATES, "How It Stands")
    kind = fields.Selection(selection=[("x", "Kind X")], help=HELP)
    more = fields.Selection(selection_add=[("y", "Kind Y")])
    ids = fields.Char("—")

    _sql_constraints = [("name_unique", "UNIQUE(name)", "Names are unique."), CONSTRAINT]
"""
DATA = """\
<odoo>
    <menuitem id="menu" name="Things"/>
    <record id="action" model="ir.actions.act_window"><field name="name">All Things</field></record>
    <record id="tag" model="agency.tag"><field name="name">Not known to be translated</field></record>
    <record id="view" model="ir.ui.view">
        <field name="name">thing.form</field>
        <field name="arch" type="xml">
            <form string="Thing">
                <button name="go" string=" Go " confirm="Sure?" class="btn" help="#"/>
                <p>On its own &amp; plain</p>
                <p>Part of <b title="Hidden in it">one</b> message</p>
                <span>May be joined</span>
                <div t-translation="off"><p>Code</p></div>
                <xpath expr="//x"><attribute name="string">Other Label</attribute></xpath>
                <xpath expr="//y"><attribute name="class">no</attribute></xpath>
                <t t-call="x" title="given on"/>
            </form>
        </field>
    </record>
    <template id="page" name="Page">
        <h1>Welcome</h1>
        <script>var words = "no";</script>
    </template>
</odoo>
"""
CLIENT = """\
<templates>
    <t t-name="thing.Panel">
        <button title="Close" t-on-click="close">Close it</button>
        <span aria-label="Waiting"/>
        <Panel title="props.title"><p>Inside</p></Panel>
        <p>Text with <b>bold</b></p>
    </t>
</templates>
"""


def test_terms(tree):
    files = {"models/thing.py": MODEL, "views/thing.xml": DATA, "static/src/thing/thing.xml": CLIENT}
    project = Project(tree({f"{THING}/{name}": content for name, content in files.items()}))
    found = {}
    for path, line, text in terms(project, project.addons[0]):
        found.setdefault(path.name, []).append((line, text))
    (model, lines), (_data, views) = found.items()
    assert model == "thing.py"
    assert lines == [
        (6, "Thing"),
        (9, "Title"),
        (9, "What it is called."),
        (10, "How Many"),
        (12, "Customer"),
        (14, "Tags"),
        (15, "How It Stands"),
        (1, "Open"),
        (1, "Over"),
        (16, "Kind X"),
        (17, "Kind Y"),
        (20, "Names are unique."),
    ]
    assert views == [
        (2, "Things"),
        (3, "All Things"),
        (8, "Thing"),
        (9, "Sure?"),
        (9, "Go"),
        (10, "On its own &amp; plain"),
        (14, "Other Label"),
        (21, "Welcome"),
        (3, "Close"),
        (3, "Close it"),
        (4, "Waiting"),
        (5, "Inside"),
        (6, "bold"),
    ]


def test_what_the_catalogue_lacks(lint):
    view = '<odoo>\n<template id="p">\n<h1>Welcome</h1>\n<p>Known</p>\n</template>\n</odoo>\n'
    pot = textwrap.dedent(
        """\
        msgid ""
        msgstr ""

        #: model_terms:ir.ui.view,arch_db:thing.p
        msgid "Known"
        msgstr ""
        """
    )
    assert lint(catalogues, {f"{THING}/views/p.xml": view, f"{THING}/i18n/thing.pot": pot}) == [
        "views/p.xml:3: 'Welcome' is not in i18n/thing.pot: make pot"
    ]
