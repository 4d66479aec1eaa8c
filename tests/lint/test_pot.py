"""Catalogues: parsed, compared, merged, exported by a stand-in for Odoo, and held against the sources."""

import sys
import textwrap

import pytest

from tools.lint.__main__ import main
from tools.lint.catalogue import Catalogue, Own, compare, is_comparable, merge, stable
from tools.lint.checks import catalogues

THING = "addons/thing"
POT = f"{THING}/i18n/thing.pot"
HEADER = """\
# Translation of Odoo Server.
#
msgid ""
msgstr ""
"Project-Id-Version: Odoo Server 17.0-1\\n"
"POT-Creation-Date: 2026-01-01 00:00+0000\\n"
"PO-Revision-Date: 2026-01-01 00:00+0000\\n"
"Plural-Forms: \\n"
"""


def entry(msgid, *references):
    lines = ["#. module: thing", *(f"#: {reference}" for reference in references)]
    return "\n".join([*lines, f'msgid "{msgid}"', 'msgstr ""']) + "\n"


def pot(*entries):
    return "\n".join([HEADER, *entries])


OWN = Own(
    fields=frozenset({"title"}),
    models=frozenset({"model_agency_thing"}),
    borrowed=frozenset({"field_description:field_crm_lead__title"}),
)
VIEW = "model_terms:ir.ui.view,arch_db:thing.view"
CODE = "code:addons/thing/models/thing.py:0"
LABEL = "model:ir.model.fields,field_description:thing.field_agency_thing__title"


def test_parse():
    long = '#: x\nmsgid ""\n"One line, "\n"\\"two\\"\\n"\nmsgstr ""\n'
    catalogue = Catalogue.parse(pot(entry("Plain", VIEW, CODE), long))
    assert list(catalogue.entries) == ["Plain", 'One line, "two"\n']
    assert catalogue.entries["Plain"].references == {VIEW, CODE}
    assert catalogue.header == HEADER.strip()
    assert catalogue.text() == pot(long, entry("Plain", VIEW, CODE)).rstrip("\n") + "\n"


def test_dates_and_builds_do_not_count():
    other = pot().replace("2026-01-01", "2027-12-31").replace("17.0-1", "17.0-2")
    assert stable(other) == stable(pot())
    assert stable(pot(entry("a", VIEW))) != stable(pot())


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        (VIEW, True),
        (LABEL, True),
        ("code:addons/thing/static/src/x.xml:0", True),
        ("model:ir.ui.menu,name:thing.menu", True),
        ("model:ir.model.fields,field_description:thing.field_crm_lead__title", False),
        ("model:ir.model.fields,help:thing.field_crm_lead__title", True),
        ("model:ir.model,name:thing.model_agency_thing", True),
        ("model:ir.model,name:thing.model_crm_lead", False),
        (CODE, False),
        ("model:ir.model.fields,field_description:thing.field_agency_thing__message_ids", False),
        ("model:ir.model,website_form_label:thing.model_agency_thing", False),
        ("model:mail.template,body_html:thing.template", False),
        ("model:mail.template,subject:thing.template", True),
        ("model:res.groups.privilege,name:thing.privilege", False),
    ],
)
def test_what_is_compared(reference, expected):
    assert is_comparable(reference, OWN) is expected


def test_compare_and_merge():
    ours = Catalogue.parse(pot(entry("Both", VIEW), entry("Gone", VIEW), entry("Message", CODE)))
    exported = Catalogue.parse(pot(entry("Both", VIEW), entry("New", LABEL), entry("client_id", CODE)))
    assert compare(ours, exported, OWN) == (["New"], ["Gone"])
    merged = merge(ours, exported, OWN)
    assert sorted(merged.entries) == ["Both", "Message", "New"]
    assert compare(merged, exported, OWN) == ([], [])
    assert Catalogue.parse(merged.text()) == merged


FAKE_ODOO = """\
import os, pathlib, sys
script = sys.stdin.read()
assert sys.argv[1:5] == ["shell", "-d", "db", "--addons-path=a,b"], sys.argv
assert "trans_export" in script and sys.argv[-1] == "--data-dir=x"
if {fail!r}:
    sys.exit("psycopg2.OperationalError: no such database")
folder = pathlib.Path(os.environ["AGENCY_POT_FOLDER"])
for name in os.environ["AGENCY_POT_MODULES"].split(","):
    if name != "absent":
        (folder / (name + ".pot")).write_text({text!r})
(folder / "series").write_text({series!r})
"""


@pytest.fixture
def run(tree, capsys):
    """Run ``pot ACTION`` against a stand-in for Odoo that exports a text; returns code and output."""
    root = tree({f"{THING}/models/thing.py": 'class T(models.Model):\n    _name = "t"\n    title = fields.Char()\n'})

    def call(action, text, series="17.0", fail=False):
        odoo = root / "odoo.py"
        odoo.write_text(FAKE_ODOO.format(text=text, series=series, fail=fail))
        arguments = ["--odoo-cmd", f"{sys.executable} {odoo}", "--odoo-args=--data-dir=x", "--addons-path", "a,b"]
        code = main(["pot", action, "--root", str(root), *arguments, "--database", "db"])
        output = capsys.readouterr()
        return code, output.out + output.err

    call.root = root
    return call


def test_export_and_check(run):
    text = pot(entry("Both", VIEW), entry("Message", CODE))
    assert run("check", text) == (
        1,
        "addons/thing/i18n/thing.pot:1: pot: missing: export it\nlint pot: 1 catalogues against 17.0, 1 findings\n",
    )
    assert run("export", text) == (0, "lint pot: wrote addons/thing/i18n/thing.pot\n")
    assert (run.root / POT).read_text() == text
    assert run("export", text.replace("2026", "2027")) == (0, "")
    assert run("check", text.replace("2026", "2027")) == (0, "lint pot: 1 catalogues against 17.0, no findings\n")
    assert run("check", pot(entry("New", LABEL), entry("Message", CODE))) == (
        1,
        "addons/thing/i18n/thing.pot:1: pot: lacks 'New': export it\n"
        "addons/thing/i18n/thing.pot:10: pot: stale 'Both': export it\n"
        "lint pot: 1 catalogues against 17.0, 2 findings\n",
    )


def test_export_from_19_keeps_what_17_exported(run):
    mixin = "model:ir.model.fields,field_description:thing.field_agency_thing__message_ids"
    run("export", pot(entry("Messages", mixin), entry("Old", VIEW)))
    exported = pot(entry("New", VIEW), entry("client_id", CODE))
    assert run("export", exported, series="19.0") == (0, "lint pot: wrote addons/thing/i18n/thing.pot\n")
    assert (run.root / POT).read_text() == pot(entry("Messages", mixin), entry("New", VIEW)).rstrip("\n") + "\n"
    assert run("check", exported, series="19.0") == (0, "lint pot: 1 catalogues against 19.0, no findings\n")


def test_an_addon_that_is_not_installed(run, tree):
    tree({"addons/absent/__manifest__.py": "{}"})
    code, output = run("check", pot())
    assert code == 1
    assert "addons/absent/__manifest__.py:1: pot: absent is not installed in the database\n" in output


def test_odoo_that_fails(run):
    assert run("check", "", fail=True) == (
        2,
        "lint pot: Odoo could not export from db: psycopg2.OperationalError: no such database\n",
    )


def test_messages_of_the_sources(lint):
    source = textwrap.dedent(
        """\
        x = _("Known %(a)s", a=1)
        y = _("Not "
              "known")
        z = _(variable)
        """
    )
    javascript = 'const a = _t("In script");\nconst b = _t("It\\\'s known");\n_t(x);\n'
    text = pot(
        entry("Known %(a)s", CODE),
        entry("It's known", "code:addons/thing/static/src/a.js:0"),
        entry("Nothing says this", CODE),
        entry("Said elsewhere", CODE, VIEW),
    )
    files = {f"{THING}/models/thing.py": source, f"{THING}/static/src/a.js": javascript, POT: text}
    assert lint(catalogues, files) == [
        "i18n/thing.pot:20: nothing uses 'Nothing says this' any more: make pot",
        "models/thing.py:2: 'Not known' is not in i18n/thing.pot: make pot",
        "static/src/a.js:1: 'In script' is not in i18n/thing.pot: make pot",
    ]


def test_a_missing_catalogue(lint):
    assert lint(catalogues, {f"{THING}/models/thing.py": "x = 1\n"}) == []
    assert lint(catalogues, {f"{THING}/models/thing.py": 'x = _("A")\n'}) == [
        "__manifest__.py:1: i18n/thing.pot is missing"
    ]
