"""The icons in the addons are the ones the script draws."""

from pathlib import Path

import pytest

pytest.importorskip("PIL", reason="Pillow is not installed in this environment")

from PIL import Image, ImageChops

from tools.icons import make_logo
from tools.icons.make_icons import PIXELS, ROOT, TEAL, Icons


@pytest.mark.parametrize("addon", Icons.SUBJECTS)
def test_icon(addon):
    folder = Path(ROOT, "addons", addon, "static", "description")
    assert (folder / "icon.svg").read_text(encoding="utf-8") == Icons.svg(Icons.SUBJECTS[addon]), "draw the icons anew"
    with Image.open(folder / "icon.png") as image:
        assert image.size == (PIXELS, PIXELS)
        drawn = Icons.png(Icons.SUBJECTS[addon])
        corner, edge = (0, 0), (PIXELS // 2, 16)
        assert image.getpixel(corner)[3] == 0
        assert image.getpixel(edge)[:3] == drawn.getpixel(edge)[:3] == tuple(bytes.fromhex(TEAL[1:]))


def test_every_addon_has_one():
    assert sorted(Icons.SUBJECTS) == sorted(path.parent.name for path in ROOT.glob("addons/*/__manifest__.py"))


def test_logo_of_the_demo_agency():
    with Image.open(make_logo.PATH) as image:
        kept, drawn = image.convert("RGBA"), make_logo.draw()
    assert kept.size == drawn.size, "draw the logo anew"
    # rims differ a little between versions of Pillow, and the kept one has few colours
    off = sum(ImageChops.difference(kept.getchannel("A"), drawn.getchannel("A")).histogram()[25:])
    assert off < 0.005 * kept.width * kept.height, "draw the logo anew"
    assert kept.getpixel((0, 0))[3] == 0
    assert kept.getpixel((20, 100))[:3] == drawn.getpixel((20, 100))[:3] == tuple(bytes.fromhex(TEAL[1:]))
