"""Port of the suite from the 17.0 dialect it is written in to Odoo 19.0.

The addons are written in the subset of 17.0 that 19.0 understands too. What has no form that both
accept is rewritten here, mechanically, into a build folder that nobody edits: ``<tree>``, the
chatter, SQL constraints, the call counter of scheduled actions, the category of groups. Deprecated
names that would fill the log of 19.0 with warnings go the same way.

Standard library only; Odoo 19's own ``upgrade_code`` engine and scripts are loaded from its tree.
"""


class PortError(Exception):
    """Something in the source, or around it, that the port refuses to guess about."""
