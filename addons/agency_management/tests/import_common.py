"""What the tests of imports share: files of an agency that moves, and the people and services it has here already."""

import base64
import os
from pathlib import Path

from freezegun import freeze_time

from .billing_common import BillingCommon

DATA = Path(os.environ.get("AGENCY_ROOT") or Path(__file__).parents[3]) / "tests" / "data" / "import"


class ImportCommon(BillingCommon):
    #: the day it is; None: that of the clock, which browsers and sessions live by
    today = "2026-11-29"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if cls.today:
            cls.startClassPatcher(freeze_time(f"{cls.today} 10:00:00"))
        cls.company = cls.env.company
        cls.manager = cls.new_staff("anna_im", "project_manager")
        cls.care = cls.new_service("Care of Networks", price=500, pricing_model="retainer")
        cls.care.product_id.taxes_id = cls.tax

    def new_import(self, kind, data, **values):
        """:return: ``agency.import`` of a text, bytes or the name of a file in tests/data/import"""
        if isinstance(data, str):
            data = (DATA / data).read_bytes() if data.endswith(".csv") else data.encode()
        return self.env["agency.import"].create(
            {"kind": kind, "file": base64.b64encode(data), "filename": f"{kind}.csv"} | values
        )

    def bring(self, kind, data, **values):
        """:return: ``agency.import``, checked and imported"""
        batch = self.new_import(kind, data, **values)
        batch.action_check()
        batch.action_import()
        return batch

    def outcome(self, batch):
        """:return list: ``(line, action, message)`` of all lines"""
        return [(line.line_no, line.action, line.message) for line in batch.line_ids.sorted("line_no")]

    def actions(self, batch):
        """:return list: action of each line, in order"""
        return batch.line_ids.sorted("line_no").mapped("action")

    def records(self, batch):
        """:return: records of the lines, in order"""
        lines = batch.line_ids.sorted("line_no")
        return self.env[lines[0].res_model].browse(lines.mapped("res_id"))
