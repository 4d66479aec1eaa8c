"""Checks that look at models and cores: purity, access rights, record rules, messages."""

import pytest

from tools.lint.checks import access_rights, access_rules, core_purity, messages, sudo_names

THING = "addons/thing"
RIGHTS = f"{THING}/security/ir.model.access.csv"
HEADER = "id,name,model_id:id,group_id:id,perm_read,perm_write,perm_create,perm_unlink\n"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import odoo", "imports odoo: the core knows nothing of Odoo"),
        ("from odoo.tools import float_round", "imports odoo: the core knows nothing of Odoo"),
        ("from ..models import thing", "..models is outside of the core"),
        ("from .. import models", ".. is outside of the core"),
        ("import os.path", "imports os: the core does no input or output; pathlib.PurePosixPath reads names"),
        ("import requests", "imports requests: the core does no input or output"),
        ("from pathlib import Path", "imports pathlib.Path: the core does no input or output"),
        ("from urllib import request", "imports urllib.request: the core does no input or output"),
        ("import time", "imports time: the core reads no clock"),
        ("x = open('f')", "calls open(): the core does no input or output"),
        (
            "x = datetime.datetime.now()",
            "calls datetime.datetime.now(): the core reads no clock, take the moment as an argument",
        ),
        ("x = date.today()", "calls date.today(): the core reads no clock, take the moment as an argument"),
    ],
)
def test_core_purity(lint, source, expected):
    assert lint(core_purity, {f"{THING}/core/a.py": f"{source}\n"}) == [f"core/a.py:1: {expected}"]


def test_core_purity_of_what_is_pure(lint):
    source = (
        "import csv, io, math\nfrom datetime import date\nfrom pathlib import PurePosixPath\n"
        "from urllib.parse import urlsplit\nfrom . import b\nfrom .b import x\nx = period.today()\nx = self.open()\n"
    )
    assert lint(core_purity, {f"{THING}/core/a.py": source}) == []
    assert lint(core_purity, {f"{THING}/core/deep/a.py": "from ..b import x\n"}) == []
    assert (
        lint(core_purity, {f"{THING}/models/a.py": "import os, odoo\n", f"{THING}/tests/core/t.py": "import os\n"})
        == []
    )


MODELS = """\
from odoo import fields, models


class Thing(models.Model):
    _name = "agency.thing"
    name = fields.Char()


class Wizard(models.TransientModel):
    _name = "agency.thing.wizard"


class Mixin(models.AbstractModel):
    _name = "agency.thing.mixin"
    client_id = fields.Many2one("res.partner")


class Owned(models.Model):
    _name = "agency.owned"
    _inherit = ["agency.thing.mixin", "mail.thread"]


class Report(models.Model):
    _name = "agency.owned.report"
    _auto = False
    client_id = fields.Many2one("res.partner", readonly=True)


class Partner(models.Model):
    _inherit = "res.partner"
    client_id = fields.Many2one("res.partner")


class Plain:
    _name = "agency.plain"
"""


def test_access_rights(lint):
    rights = HEADER + "a,a,model_agency_thing,base.group_user,1,0,0,0\nb,b,thing.model_agency_owned,,1,0,0,0\n"
    matrix = "model,role\nagency.thing,x\n"
    found = lint(access_rights, {f"{THING}/models/a.py": MODELS, RIGHTS: rights, "tests/access_matrix.csv": matrix})
    assert found == [
        f"models/a.py:9: agency.thing.wizard has no row in thing/{access_rights.RIGHTS}",
        "models/a.py:18: agency.owned is not in tests/access_matrix.csv",
        f"models/a.py:23: agency.owned.report has no row in thing/{access_rights.RIGHTS}",
        "models/a.py:23: agency.owned.report is not in tests/access_matrix.csv",
        "security/ir.model.access.csv:3: b names no group: it is for everybody",
    ]


def test_access_rights_complete(lint):
    models = ("agency.thing", "agency.thing.wizard", "agency.owned", "agency.owned.report")
    rights = HEADER + "".join(f"{name},x,model_{name.replace('.', '_')},base.group_user,1,0,0,0\n" for name in models)
    matrix = "model,role\n" + "".join(f"{name},x\n" for name in models if "wizard" not in name)
    files = {f"{THING}/models/a.py": MODELS, RIGHTS: rights, "tests/access_matrix.csv": matrix}
    assert lint(access_rights, files) == []


def rule(model):
    return f'<record id="r_{model}" model="ir.rule"><field name="model_id" ref="{model}"/></record>'


def test_access_rules(lint):
    files = {f"{THING}/models/a.py": MODELS}
    assert lint(access_rules, files) == [
        "models/a.py:18: agency.owned has a client_id and no ir.rule in its addon",
        "models/a.py:23: agency.owned.report has a client_id and no ir.rule in its addon",
    ]
    both = f"<odoo>{rule('model_agency_owned')}{rule('thing.model_agency_owned_report')}</odoo>"
    assert lint(access_rules, {**files, f"{THING}/security/r.xml": both}) == []


def test_access_rules_through_a_mixin_of_another_addon(lint, tree):
    mixin = 'class M(models.AbstractModel):\n    _name = "m"\n    client_id = fields.Many2one("x")\n'
    second = 'class N(models.AbstractModel):\n    _name = "n"\n    _inherit = "m"\n'
    user = 'class U(models.Model):\n    _name = "u"\n    _inherit = ["n"]\n'
    files = {
        "addons/base_thing/__manifest__.py": "{}",
        "addons/base_thing/models/m.py": mixin,
        f"{THING}/models/n.py": second,
        f"{THING}/models/u.py": user,
    }
    assert lint(access_rules, files) == ["models/u.py:1: u has a client_id and no ir.rule in its addon"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('raise UserError("No")', "UserError with a text that is not wrapped in _()"),
        ('raise UserError(f"No {x}")', "UserError with a text that is not wrapped in _()"),
        ('raise ValidationError("No %s" % x)', "ValidationError with a text that is not wrapped in _()"),
        ('raise AccessError("No {}".format(x))', "AccessError with a text that is not wrapped in _()"),
        ('raise UserError(_("No %s", x))', "_('No %s'…): name the placeholders, %(name)s"),
        ('x = _("%d of %.1f", a, b)', "_('%d of %.1f'…): name the placeholders, %(name)s"),
        ("x = _(text)", "_() takes one literal: no variable, no f-string, no sum"),
        ('x = _(f"No {x}")', "_() takes one literal: no variable, no f-string, no sum"),
        ('x = _("No %(a)s") % {"a": 1}', '_("…") % …: give the values to _() itself, as named arguments'),
        ('x = _("No").format(a)', '_("…").format(…): give the values to _() itself, as named arguments'),
    ],
)
def test_messages(lint, source, expected):
    assert lint(messages, {f"{THING}/models/a.py": f"{source}\n"}) == [f"models/a.py:1: {expected}"]


@pytest.mark.parametrize(
    "source",
    [
        'raise UserError(_("No %(name)s, 100%% sure", name=x))',
        "raise UserError(message)",
        "raise AccessError(self._message(right))",
        'raise UserError("\\n".join(lines))',
        'raise ValueError("No")',
        'x = "%s" % y',
    ],
)
def test_messages_that_are_fine(lint, source):
    assert lint(messages, {f"{THING}/models/a.py": f"{source}\n"}) == []


def test_messages_in_tests_are_not_read(lint):
    assert lint(messages, {f"{THING}/tests/test_a.py": 'raise UserError("No")\n'}) == []


def test_sudo_names(lint):
    source = (
        "partner = self.partner_id.sudo()\n"
        "partner_sudo = self.partner_id.sudo()\n"
        "partner = partner_sudo.sudo(False)\n"
        "name = self.partner_id.sudo().name\n"
    )
    assert lint(sudo_names, {f"{THING}/models/a.py": source, f"{THING}/tests/a.py": source}) == [
        "models/a.py:1: partner holds sudo(): call it partner_sudo"
    ]
