from odoo import fields

from . import controllers, models, report, wizard


def uninstall_hook(env):
    """Prepare the removal: what is used by records that stay, and what would be in its way.

    The database function that guards the approval trail goes now, its table goes with the addon's models. Stages of
    tasks stay when there are tasks in them. Onboarding templates are referred to by onboardings, so they cannot be
    deleted one by one; they go with their table. Files of clients stay, for whoever manages documents.
    """
    used_stages = env["project.task"].with_context(active_test=False).search([("stage_id", "!=", False)]).stage_id
    env["ir.model.data"].search(
        [
            ("module", "=", "agency_management"),
            "|",
            ("model", "in", ("agency.onboarding.template", "agency.onboarding.template.step")),
            "&",
            ("model", "=", "project.task.type"),
            ("res_id", "in", used_stages.ids),
        ]
    ).unlink()
    _leave_files(env)
    env.cr.execute("DROP FUNCTION IF EXISTS agency_deliverable_event_append_only() CASCADE")


def _leave_files(env):
    """Remove storages without files; files and their folders stay, in the hands of those who manage documents."""
    storages = env["dms.storage"].search([("agency_folders", "=", True)])
    files = env["dms.file"].with_context(active_test=False).search([("storage_id", "in", storages.ids)])
    empty = storages - files.storage_id
    env["dms.directory"].search([("storage_id", "in", empty.ids), ("is_root_directory", "=", True)]).unlink()
    empty.unlink()
    group = env.ref("agency_management.dms_access_group_manage", raise_if_not_found=False)
    if files and group:
        managers = env.ref("dms.group_dms_manager")
        group.write({"name": f"{group.name} ({group.id})", "group_ids": [fields.Command.set(managers.ids)]})
        env["ir.model.data"].search(
            [("module", "=", "agency_management"), ("name", "=", "dms_access_group_manage")]
        ).unlink()
