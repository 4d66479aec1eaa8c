"""The suite's own port rules, one module a topic.

Each module has ``upgrade(files)``, the protocol of Odoo's own upgrade scripts: ``files`` yields objects
with ``path``, ``addon`` and a writable ``content``. The rules run before Odoo's scripts, so that they see
the source as it was written and errors carry its line numbers.
"""

from . import data, groups, js, manifest, python, views

RULES = (manifest, views, groups, data, python, js)
