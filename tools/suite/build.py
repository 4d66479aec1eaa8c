"""The addons as the server loads them: the sources for 17.0, a ported copy for 19.0."""

import shutil
import sys
from pathlib import Path

from tools.port19.build import MARKER

from .cache import digest, digest_tree, read_json, write_json
from .errors import SuiteError
from .shell import clean_env, run


def test_addons(checkout):
    """Addons under ``tests/addons`` that exist for the tests alone."""
    return sorted(path.parent for path in checkout.root.glob("tests/addons/*/__manifest__.py"))


def sources_key(addons):
    """A hash of the addons' contents."""
    return digest(*[f"{Path(addon).name}:{digest_tree(addon)}" for addon in addons])


def build(checkout, runtime, progress):
    """Return the folders to add to the server's addons path; ports the addons first when the series is 19.0."""
    own, tests = checkout.addons, test_addons(checkout)
    if not own:
        raise SuiteError(f"there are no addons in {checkout.root / 'addons'}", "use a complete clone")
    if runtime.series == "17.0":
        return [checkout.root / "addons", *([checkout.root / "tests" / "addons"] if tests else [])]
    target = checkout.run(runtime.series, "build")
    stamp = checkout.run(runtime.series, "build.json")
    key = digest(sources_key([*own, *tests]), digest_tree(checkout.root / "tools" / "port19"), str(runtime.version))
    with checkout.lock("build"):
        if read_json(stamp) != key or not target.is_dir():
            with progress.step("port the addons to 19.0"):
                stamp.unlink(missing_ok=True)
                port(checkout, runtime, [*own, *tests], target)
                write_json(stamp, key)
    return [target]


def port(checkout, runtime, addons, target):
    """Port ``addons`` into the folder ``target``, which then holds these alone."""
    if target.exists() and not (target / MARKER).exists():
        shutil.rmtree(target)
    log = checkout.run("logs", "port19.log")
    log.unlink(missing_ok=True)
    run(
        [sys.executable, "-m", "tools.port19", "--odoo19", runtime.tree, "--out", target, *addons],
        cwd=checkout.root,
        env=clean_env(PYTHONDONTWRITEBYTECODE="1"),
        log=log,
        what="porting the addons to 19.0",
        remedy="correct what it names",
    )
