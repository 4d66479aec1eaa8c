"""The real addons, ported: they compile, they parse, and nothing only 17.0 knows is left in them."""

from pathlib import Path

import pytest

from tools.port19.build import build
from tools.port19.check import check

ROOT = Path(__file__).resolve().parents[2]
ADDONS = sorted(
    path.parent for pattern in ("addons/*", "tests/addons/*") for path in ROOT.glob(f"{pattern}/__manifest__.py")
)


@pytest.fixture(scope="module")
def ported(odoo19, tmp_path_factory):
    out = tmp_path_factory.mktemp("suite") / "build"
    build(ADDONS, out, odoo19)
    return out


def test_every_addon_is_there(ported):
    assert sorted(path.parent.name for path in ported.glob("*/__manifest__.py")) == sorted(path.name for path in ADDONS)


def test_nothing_of_17_is_left(ported):
    assert check(ported) == []


def test_porting_the_port_changes_nothing(ported, odoo19, tmp_path):
    build([ported / addon.name for addon in ADDONS], tmp_path / "again", odoo19)
    for path in ported.rglob("*"):
        if path.is_file():
            assert (tmp_path / "again" / path.relative_to(ported)).read_bytes() == path.read_bytes(), path
