"""Manifests: a version that carries the series must carry the right one.

19.0 refuses to install a module whose version starts with another series. The suite writes plain
``x.y.z``, which both accept; an addon packaged for the store carries the series.
"""

import re

VERSION = re.compile(r"""((["'])version\2\s*:\s*(["']))17\.0\.(\d+(?:\.\d+){1,2}\3)""")


def upgrade(files):
    """Move the series in manifest versions from 17.0 to 19.0."""
    for file in files:
        if file.path.name == "__manifest__.py":
            file.content = VERSION.sub(r"\g<1>19.0.\4", file.content)
