"""``tests/menu_matrix.csv``: the root menus each role sees, no more and no less."""

import csv
from collections import defaultdict
from pathlib import Path

from odoo import release
from odoo.tests import HttpCase, tagged

from odoo.addons.agency_crm.tests.common import ROLES, AgencyBuilders

MATRIX = Path(__file__).parent.parent / "menu_matrix.csv"


def read_matrix(series):
    """:return: dict role -> sorted xml ids of root menus; rows with another series than the given one are left out"""
    menus = defaultdict(list)
    with MATRIX.open(newline="") as stream:
        for row in csv.DictReader(stream):
            if row["series"] in ("", series):
                menus[row["role"]].append(row["menu"])
    return {role: sorted(xmlids) for role, xmlids in menus.items()}


@tagged("post_install", "-at_install")
class TestMenuMatrix(AgencyBuilders, HttpCase):
    maxDiff = None

    def test_root_menus_of_each_role(self):
        """Each of the six internal roles logs in and gets exactly its root menus by the web client's own call."""
        expected = read_matrix(release.version.split("-")[0][:4])
        got = {}
        for role in ROLES:
            self.new_staff(f"menu_{role}", role)
            self.authenticate(f"menu_{role}", f"menu_{role}")
            menus = self.make_jsonrpc_request(
                "/web/dataset/call_kw",
                {"model": "ir.ui.menu", "method": "load_web_menus", "args": [[], False], "kwargs": {}},
            )
            got[role] = sorted(menus[str(root)]["xmlid"] for root in menus["root"]["children"])
        self.assertEqual(got, expected)

    def test_client_has_no_web_client(self):
        """The seventh role works in the portal: the web client sends it there."""
        client = self.new_client("Menu Client")
        self.new_member(client, "menu_client")
        self.authenticate("menu_client", "menu_client")
        response = self.url_open("/web", allow_redirects=False)
        self.assertIn(response.status_code, (302, 303))
        self.assertRegex(response.headers["Location"], r"/(my|web/login_successful)$")
