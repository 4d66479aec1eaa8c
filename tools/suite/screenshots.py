"""``make screenshots``: walks the end-to-end journeys again and keeps their pictures for the documentation.

The pictures go to ``docs/screenshots/<series>``. Scripts ``tests/screenshots/*.py`` add pictures of the demo agency:
each is run in the end-to-end environment (see ``e2e.py``) and writes into AGENCY_ARTEFACTS.
"""

import os
import subprocess

from . import demo, postgres, series
from .e2e import serve_for_tests
from .errors import SuiteError
from .shell import clean_env
from .suite import installed
from .testing_series import CRASHES, JOURNEYS


def main(suite):
    """Take the pictures anew, for SERIES or the default one."""
    name, why = series.choose(suite.cache, suite.environ)
    suite.progress.say(f"Odoo {name} ({why})")
    runtime = suite.runtime(name)
    if not runtime.chromium:
        raise SuiteError("; ".join(runtime.off) or "there is no Chromium", "apt-get install chromium")
    target = suite.checkout.root / "docs" / "screenshots" / name
    target.mkdir(parents=True, exist_ok=True)
    code = 0
    with postgres.in_use(suite.cache, suite.environ) as server:
        databases = suite.databases(runtime, server)
        base, _log = installed(databases)
        python = suite.tools_venv() / "bin" / "python"
        journeys = [
            python,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "--import-mode=importlib",
            f"--ignore={CRASHES}",
            JOURNEYS,
        ]
        code |= _shoot(suite, databases, base, target, [journeys])
        scripts = sorted(suite.checkout.root.glob("tests/screenshots/[!_]*.py"))
        if scripts:
            if demo.present(suite.checkout):
                base = demo.obtain(databases, base, suite.checkout.database("shots", name))
            code |= _shoot(suite, databases, base, target, [[python, script] for script in scripts])
    shrink = [python, suite.checkout.root / "tools" / "suite" / "pictures.py", target]
    code |= subprocess.run([str(part) for part in shrink], env=clean_env()).returncode
    suite.progress.say(f"the pictures are in {os.path.relpath(target, suite.checkout.root)}")
    return 1 if code else 0


def _shoot(suite, databases, base, target, commands):
    code = 0
    with serve_for_tests(suite, databases, base, purpose="shoot") as env:
        env = clean_env(PYTHONPATH=suite.checkout.root, **{**env, "AGENCY_ARTEFACTS": str(target)})
        for command in commands:
            code |= subprocess.run([str(part) for part in command], cwd=suite.checkout.root, env=env).returncode
    return code
