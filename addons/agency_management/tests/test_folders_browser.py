from odoo.tests import HttpCase, tagged

from .browser_common import HELPERS
from .folder_common import FolderCommon

#: choose a folder beside the files or folders
CHOOSE = """
const choose = async (name) => {
    const found = () => [...document.querySelectorAll(".o_search_panel_category_value header")].find(
        (header) => header.textContent.includes(name),
    );
    (await until(found, name)).click();
};
"""


@tagged("post_install", "-at_install")
class TestFoldersBrowser(FolderCommon, HttpCase):
    """Files of a project, opened from its form, and folders, opened from the menu, in a real browser."""

    def in_browser(self, url, steps):
        script = HELPERS + CHOOSE + "run(async () => {" + steps + "});"
        self.browser_js(url, script, ready="true", login=self.manager.login, timeout=90)

    def test_files_in_folders_of_a_project_are_listed(self):
        folders = {folder.name: folder for folder in self.folder_of(self.project).child_directory_ids}
        self.new_file(folders["Briefs"], "briefing.txt")
        self.new_file(folders["Reports"], "october.txt")
        action = self.env.ref("project.open_view_project_all_config")
        steps = """
            const files = () => {
                const names = [...document.querySelectorAll(".o_kanban_record:not(.o_kanban_ghost)")];
                return ["briefing.txt", "october.txt"].filter(
                    (name) => names.some((record) => record.textContent.includes(name)),
                ).join();
            };
            await until(() => document.querySelector(".o_form_view .o-form-buttonbox"), "the form");
            document.querySelector(".o-form-buttonbox .o_button_more")?.click();
            await click("button[name=action_open_folders]");
            await until(() => files() === "briefing.txt,october.txt", "both files");
            await choose("Site Start");
            await choose("Briefs");
            await until(() => files() === "briefing.txt", "the file of one folder");
            await choose("Work Files");
            await until(() => files() === "" && document.querySelector(".o_nocontent_help"), "an empty folder");
            await choose("Site Start");
            await until(() => files() === "briefing.txt,october.txt", "both files again");
        """
        self.in_browser(f"/web#action={action.id}&id={self.project.id}&model=project.project&view_type=form", steps)

    def test_folders_are_walked_level_by_level(self):
        client = self.folder_of(self.client).name
        steps = (
            f"const client = {client!r};"
            + """
            const folders = () => {
                const records = [...document.querySelectorAll(".o_kanban_record:not(.o_kanban_ghost)")];
                return [client, "Site Start", "Briefs"].filter(
                    (name) => records.some((record) => record.textContent.includes(name)),
                ).join();
            };
            await until(() => folders() === client, "folders of clients");
            await choose("Clients");
            await until(() => folders() === client, "what is inside of the storage");
            await choose(client);
            await until(() => folders() === "Site Start", "projects of the client");
            await choose("Site Start");
            await until(() => folders() === "Briefs", "folders of the project");
        """
        )
        self.in_browser(f"/web#action={self.env.ref('agency_management.dms_directory_action').id}", steps)
