from . import controllers, models, wizard


def uninstall_hook(env):
    """Take along the database function that guards the approval trail; its table goes with the addon's models."""
    env.cr.execute("DROP FUNCTION IF EXISTS agency_deliverable_event_append_only() CASCADE")
