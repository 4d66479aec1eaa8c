from . import controllers, models, report, wizard


def uninstall_hook(env):
    """Prepare the removal: what is used by records that stay, and what would be in its way.

    The database function that guards the approval trail goes now, its table goes with the addon's models. Stages of
    tasks stay when there are tasks in them. Onboarding templates are referred to by onboardings, so they cannot be
    deleted one by one; they go with their table.
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
    env.cr.execute("DROP FUNCTION IF EXISTS agency_deliverable_event_append_only() CASCADE")
