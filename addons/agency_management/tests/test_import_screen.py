"""CRM-1: checking and importing a file in the web client."""

from odoo.tests import HttpCase, tagged

from .browser_common import HELPERS
from .import_common import ImportCommon

WALK = (
    HELPERS
    + """
const shows = (selector, text) => until(
    () => [...document.querySelectorAll(selector)].find((one) => one.textContent.includes(text)), text
);
run(async () => {
    await click("button[name=action_check]");
    await see("button[name=action_import]");
    await shows(".o_field_widget[name=line_ids] .o_data_row", "Atlantis");
    await shows(".alert-warning", "7 lines have problems");
    await click("button[name=action_import]");
    await shows(".o_statusbar_status .o_arrow_button_current, .o_statusbar_status button", "Imported with Errors");
    await see("button[name=action_download_report]");
    await click("button[name=action_view_lines]");
    await shows(".o_list_view .o_data_row", "Atlantis");
    await shows(".o_facet_values, .o_searchview_facet", "Errors");
});
"""
)


@tagged("post_install", "-at_install")
class TestImportScreen(ImportCommon, HttpCase):
    today = None

    def test_check_and_import(self):
        batch = self.new_import("clients", "clients_with_faults.csv")
        action = self.env.ref("agency_management.agency_import_action")
        self.browser_js(
            f"/web#action={action.id}&id={batch.id}&view_type=form", WALK, ready="true", login=self.manager.login
        )
        batch.invalidate_recordset()
        self.assertRecordValues(batch, [{"state": "partial", "create_count": 1, "error_count": 7}])
        self.assertEqual(batch.user_id, self.manager)
