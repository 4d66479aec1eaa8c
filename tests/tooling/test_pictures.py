"""Screenshots are kept small, without those of failures."""

import unittest
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from tools.suite.pictures import shrink


class TestPictures(unittest.TestCase):
    def setUp(self):
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def shoot(self, name):
        """A page as a browser shoots it: three bands of true colour."""
        picture = Image.new("RGB", (300, 300), (255, 255, 255))
        picture.paste((12, 122, 110), (0, 100, 300, 200))
        picture.paste((217, 119, 6), (0, 200, 300, 300))
        picture.save(self.folder / name, compress_level=0)

    def pixels(self, name):
        """The colours of the three bands."""
        with Image.open(self.folder / name) as picture:
            shown = picture.convert("RGB")
            return [shown.getpixel((150, height)) for height in (50, 150, 250)]

    def test_smaller_and_the_same_to_look_at(self):
        self.shoot("walk.png")
        seen = self.pixels("walk.png")
        before, after = shrink(self.folder)
        self.assertLess(after, before / 3)
        self.assertEqual((self.folder / "walk.png").stat().st_size, after)
        self.assertEqual(self.pixels("walk.png"), seen)

    def test_again_changes_nothing(self):
        self.shoot("walk.png")
        shrink(self.folder)
        kept = (self.folder / "walk.png").read_bytes()
        shrink(self.folder)
        self.assertEqual((self.folder / "walk.png").read_bytes(), kept)

    def test_pictures_of_failures_go(self):
        self.shoot("walk.png")
        self.shoot("failed-manager-1280.png")
        shrink(self.folder)
        self.assertEqual([path.name for path in self.folder.iterdir()], ["walk.png"])
