"""Each addon ships the catalogue that Odoo itself would export from the installed suite.

What can be told from the sources alone, `make lint` checks in a second; here the whole sets of messages are compared:
views, data, labels of fields, mail templates included.
"""

import inspect
import io
import os
from pathlib import Path

from odoo import release
from odoo.tests import TransactionCase, tagged
from odoo.tools.translate import trans_export

from tools.lint.catalogue import Catalogue, compare
from tools.lint.pot import SOURCE_SERIES, own_names
from tools.lint.project import Project

ROOT = Path(os.environ["AGENCY_ROOT"])


@tagged("post_install", "-at_install")
class TestCatalogues(TransactionCase):
    # hundreds of messages may be missing: the first ones are enough
    maxDiff = 4000

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.project = Project(ROOT)
        cls.own = own_names(cls.project)

    def export(self, addon):
        """:return: ``Catalogue`` of an addon as this server exports it"""
        buffer = io.BytesIO()
        # the last parameter is the cursor on 17.0, the environment on 19.0
        last = list(inspect.signature(trans_export).parameters)[-1]
        trans_export(None, [addon], buffer, "po", self.env if last == "env" else self.env.cr)
        return Catalogue.parse(buffer.getvalue().decode())

    def test_catalogues_are_up_to_date(self):
        """On 17.0, from which they are exported, to the last message; on 19.0 as far as both series agree."""
        series = f"{release.version_info[0]}.{release.version_info[1]}"
        addons = [addon for addon in self.project.addons if addon.folder.parent == ROOT / "addons"]
        self.assertEqual(len(addons), 4)
        for addon in addons:
            with self.subTest(addon=addon.name):
                shipped = Catalogue.parse((addon.folder / "i18n" / f"{addon.name}.pot").read_text(encoding="utf-8"))
                exported = self.export(addon.name)
                if series == SOURCE_SERIES:
                    missing = sorted(set(exported.entries) - set(shipped.entries))
                    stale = sorted(set(shipped.entries) - set(exported.entries))
                else:
                    missing, stale = compare(shipped, exported, self.own)
                self.assertEqual(
                    {"missing": missing, "stale": stale},
                    {"missing": [], "stale": []},
                    f"{addon.name}.pot is out of date: make pot writes it anew",
                )
