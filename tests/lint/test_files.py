"""Checks that look at files as wholes: syntax, manifests, length, notes, leaks."""

from pathlib import Path

import pytest

from tools.lint.checks import addon_files, layers, leaks, leftovers, length, manifests, well_formed, xml_ids

from .conftest import MANIFEST

THING = "addons/thing"


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("views/v.xml", "<odoo>\n<a>\n</odoo>", ["views/v.xml:3: mismatched tag"]),
        ("static/description/icon.svg", "<svg>", ["static/description/icon.svg:1: no element found"]),
        ("views/v.xml", "<odoo>é</odoo>".encode("latin-1"), ["views/v.xml:1: not UTF-8"]),
        ("data/d.csv", "id,name\na,1\nb\n", ["data/d.csv:3: 1 columns where the header has 2"]),
        ("data/d.csv", "id,name\na,1\na,2\n", ["data/d.csv:3: the id a stands in line 2 already"]),
        ("static/x.json", '{"a": 1,}', ["static/x.json:1: Illegal trailing comma before end of object"]),
        ("views/v.xml", "<odoo>é</odoo>", []),
        ("data/d.csv", 'id,name\na,"1,\n2"\nb,3\n', []),
        ("tests/data/d.csv", "# a download\nid,name\nb\n", []),
    ],
)
def test_well_formed(lint, name, content, expected):
    found = lint(well_formed, {f"{THING}/{name}": content})
    if name.endswith("json") and expected:
        # the words differ between versions of Python
        assert [line.rpartition(": ")[0] for line in found] == ["static/x.json:1"]
    else:
        assert found == expected


def test_samples_of_the_whole_suite_may_be_malformed(lint):
    assert lint(well_formed, {"tests/data/gsc.csv": "a,b\n1\n"}) == []
    assert lint(well_formed, {"tests/matrix.csv": "a,b\n1\n"}) == [
        "tests/matrix.csv:2: 1 columns where the header has 2"
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('"1.0.0"', '"17.0.1.0.0"', "4: version '17.0.1.0.0': write a string x.y.z"),
        ('"1.0.0"', "1.0", "4: version 1.0: write a string x.y.z"),
        ('"AGPL-3"', '"LGPL-3"', "7: license 'LGPL-3': the suite is AGPL-3"),
        ('    "author": "Agency Suite",\n', "", "1: the key author is missing"),
        ('"depends": ["base"],', '"depends": ["base"],\n    "installable": False,', "9: not installable"),
        ('"depends": ["base"],', '"depends": ["base"],\n    "data": ["views/v.xml"],', "9: views/v.xml does not exist"),
        (
            '"depends": ["base"],',
            '"depends": [],\n    "external_dependencies": {"python": ["x>=1"]},',
            "9: external dependency 'x>=1': give the bare name",
        ),
        (
            '"depends": ["base"],',
            '"depends": [],\n    "assets": {"web.assets_backend": [\n        "thing/static/src/**/*.js"]},',
            "10: the asset thing/static/src/**/*.js matches no file",
        ),
        ("{", "dict(", "1: not a literal dictionary"),
    ],
)
def test_manifest(lint, old, new, expected):
    assert old in MANIFEST
    found = lint(manifests, {f"{THING}/__manifest__.py": MANIFEST.replace(old, new, 1)})
    assert len(found) == 1, found
    assert found[0].startswith(f"__manifest__.py:{expected}")


def listing(*names):
    lines = "".join(f'        "{name}",\n' for name in names)
    return MANIFEST.replace('    "depends"', f'    "data": [\n{lines}    ],\n    "depends"')


def test_manifest_lists_every_data_file(lint):
    files = {
        "security/ir.model.access.csv": "id\n",
        "data/d.xml": "<odoo/>",
        "views/v.xml": "<odoo/>",
        "static/src/x.xml": "<templates/>",
        "tests/t.xml": "<odoo/>",
    }
    files = {f"{THING}/{name}": content for name, content in files.items()}
    complete = listing("security/ir.model.access.csv", "data/d.xml", "views/v.xml")
    assert lint(manifests, {**files, f"{THING}/__manifest__.py": complete}) == []
    partial = listing("security/ir.model.access.csv", "data/d.xml", "data/d.xml")
    assert lint(manifests, {**files, f"{THING}/__manifest__.py": partial}) == [
        "__manifest__.py:8: views/v.xml is not listed",
        "__manifest__.py:10: data/d.xml is listed twice",
    ]


def test_manifest_order(lint):
    names = ("views/thing_menus.xml", "views/v.xml", "data/d.xml", "security/s.xml")
    files = {f"{THING}/{name}": "<odoo/>" for name in names}
    assert lint(manifests, {**files, f"{THING}/__manifest__.py": listing(*names)}) == [
        "__manifest__.py:10: views/v.xml (views) is listed after menus",
        "__manifest__.py:11: data/d.xml (data) is listed after menus",
        "__manifest__.py:12: security/s.xml (security) is listed after menus",
    ]
    assert lint(manifests, {f"{THING}/__manifest__.py": listing(*reversed(names))}) == []


def test_manifest_in_order(lint):
    assert lint(manifests, {}) == []


def test_addon_files(lint):
    assert lint(addon_files, {}) == [
        "__manifest__.py:1: readme/DESCRIPTION.md is missing",
        "__manifest__.py:1: readme/USAGE.md is missing",
        "__manifest__.py:1: static/description/icon.png is missing",
    ]
    names = ("readme/DESCRIPTION.md", "readme/USAGE.rst", "static/description/icon.png")
    assert lint(addon_files, {f"{THING}/{name}": "x" for name in names}) == []


def test_layers(lint):
    files = {
        "addons/agency_crm/__manifest__.py": MANIFEST,
        "addons/agency_portal/__manifest__.py": MANIFEST,
        "addons/agency_crm/models/a.py": "x = 1\nref('agency_portal.menu')\n",
        "addons/agency_portal/models/a.py": "ref('agency_crm.menu')\nx = agency_portal_x\n",
    }
    assert lint(layers, files) == [
        "addons/agency_crm/models/a.py:2: agency_crm names agency_portal, which stands on it"
    ]


def test_length(lint):
    files = {f"{THING}/models/long.py": "x = 1\n" * 451, f"{THING}/models/fits.py": "x = 1\n" * 450}
    assert lint(length, files) == ["models/long.py:451: 451 lines: split it, 450 is the limit"]


@pytest.mark.parametrize("note", ["TODO", "# FIXME: later", "XXX", "Coming soon", "is not yet implemented"])
def test_leftovers(lint, note):
    assert len(lint(leftovers, {f"{THING}/a.py": f"x = 1\n# {note}\n"})) == 1


def test_no_leftovers(lint):
    text = '# the TODOs of a project, "todo" lists, hackathon, not implemented by the provider\n'
    assert lint(leftovers, {f"{THING}/a.py": text}) == []


def test_xml_ids(lint):
    one = '<odoo>\n<record id="a" model="m"/>\n<template id="b"/>\n<record id="base.x" model="m"/></odoo>'
    two = '<odoo>\n<menuitem id="thing.a"/>\n<record id="c" model="m"/>\n<record id="base.x" model="m"/></odoo>'
    assert lint(xml_ids, {f"{THING}/views/a.xml": one, f"{THING}/views/b.xml": two}) == [
        "views/b.xml:2: the id a is declared in views/a.xml:2 already"
    ]


@pytest.mark.parametrize(
    ("root", "expected"),
    [
        ("/build/main", ["/build/main", "/build/"]),
        ("/home/anna/suite", ["/home/anna/suite", "/home/anna"]),
        ("/opt/suite", ["/opt/suite"]),
        ("/repo", []),
    ],
)
def test_folders_that_name_a_machine(monkeypatch, root, expected):
    monkeypatch.setenv("HOME", "/root")
    assert leaks.own_folders(Path(root)) == expected


def test_leaks(lint, tree, monkeypatch):
    monkeypatch.setenv("PIP_INDEX_URL", "https://user:secret@packages.example.net/simple")
    leaks.configured_hosts.cache_clear()
    root = tree({}).resolve()
    text = (
        "fine: https://example.org/x, see /etc/hosts and /home/odoo/addons\n"
        "pip --index-url https://packages.example.net/simple\n"
        f"https://{leaks.PUBLIC_REGISTRIES[1]}/x.whl\n"
        f"/{'root'}/.cache\n"
        "/home/anna/project\n"
        f"cd {root}\n"
    )
    assert lint(leaks, {f"{THING}/readme.txt": text}) == [
        "readme.txt:2: packages.example.net is the address of a package registry",
        f"readme.txt:3: {leaks.PUBLIC_REGISTRIES[1]} is the address of a package registry",
        f"readme.txt:4: /{'root'}/. is a path of one machine",
        "readme.txt:5: /home/anna/p is a path of one machine",
        f"readme.txt:6: {root} is a path of one machine",
    ]
    leaks.configured_hosts.cache_clear()
