"""Draw the icons of the addons: ``python -m tools.icons.make_icons`` writes icon.svg and icon.png of each.

Both come from one description, a few shapes on a tile of 128 units, so that the family stays one: the tile in the
suite's teal, the subject in white, what matters in it in a light teal. Needs Pillow.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from PIL import Image, ImageDraw

ROOT = Path(__file__).resolve().parents[2]
UNITS = 128
PIXELS = 256
#: drawn larger and scaled down, for smooth edges
OVERSAMPLING = 8

TEAL = "#0F766E"
DARK = "#115E59"
LIGHT = "#5EEAD4"
WHITE = "#FFFFFF"


@dataclass
class Box:
    """A rectangle with round corners."""

    x: float
    y: float
    width: float
    height: float
    radius: float
    colour: str

    def svg(self) -> str:
        """Return the element."""
        return (
            f'<rect x="{self.x:g}" y="{self.y:g}" width="{self.width:g}" height="{self.height:g}" '
            f'rx="{self.radius:g}" fill="{self.colour}"/>'
        )

    def draw(self, canvas: ImageDraw.ImageDraw, scale: float) -> None:
        """Paint it."""
        corners = (self.x, self.y, self.x + self.width, self.y + self.height)
        # Pillow counts the last pixel in
        box = [corner * scale for corner in corners[:2]] + [corner * scale - 1 for corner in corners[2:]]
        canvas.rounded_rectangle(box, radius=self.radius * scale, fill=self.colour)


@dataclass
class Disc:
    """A filled circle."""

    x: float
    y: float
    radius: float
    colour: str

    def svg(self) -> str:
        """Return the element."""
        return f'<circle cx="{self.x:g}" cy="{self.y:g}" r="{self.radius:g}" fill="{self.colour}"/>'

    def draw(self, canvas: ImageDraw.ImageDraw, scale: float) -> None:
        """Paint it."""
        x, y, radius = self.x * scale, self.y * scale, self.radius * scale
        canvas.ellipse([x - radius, y - radius, x + radius, y + radius], fill=self.colour)


@dataclass
class Stroke:
    """A line through points, with round ends and corners."""

    points: list[tuple[float, float]]
    width: float
    colour: str

    def svg(self) -> str:
        """Return the element."""
        points = " ".join(f"{x:g},{y:g}" for x, y in self.points)
        return (
            f'<polyline points="{points}" fill="none" stroke="{self.colour}" stroke-width="{self.width:g}" '
            'stroke-linecap="round" stroke-linejoin="round"/>'
        )

    def draw(self, canvas: ImageDraw.ImageDraw, scale: float) -> None:
        """Paint it."""
        points = [(x * scale, y * scale) for x, y in self.points]
        canvas.line(points, fill=self.colour, width=round(self.width * scale))
        for x, y in self.points:
            Disc(x, y, self.width / 2, self.colour).draw(canvas, scale)


@dataclass
class Area:
    """A filled polygon with round corners, drawn as its outline and its inside."""

    points: list[tuple[float, float]]
    rounding: float
    colour: str

    def svg(self) -> str:
        """Return the element."""
        points = " ".join(f"{x:g},{y:g}" for x, y in self.points)
        return (
            f'<polygon points="{points}" fill="{self.colour}" stroke="{self.colour}" '
            f'stroke-width="{self.rounding:g}" stroke-linejoin="round"/>'
        )

    def draw(self, canvas: ImageDraw.ImageDraw, scale: float) -> None:
        """Paint it."""
        canvas.polygon([(x * scale, y * scale) for x, y in self.points], fill=self.colour)
        Stroke([*self.points, self.points[0]], self.rounding, self.colour).draw(canvas, scale)


def arch(x: float, y: float, width: float, height: float, steps: int = 24) -> list[tuple[float, float]]:
    """Return the points of half an ellipse that stands on its middle ``(x, y)``."""
    angles = [math.pi * step / steps for step in range(steps + 1)]
    return [(round(x - width / 2 * math.cos(t), 2), round(y - height * math.sin(t), 2)) for t in angles]


class Icons:
    """The subjects, by addon."""

    SUBJECTS: ClassVar[dict[str, list]] = {
        # many enquiries at the top, one client at the bottom
        "agency_crm": [
            Area([(30, 32), (98, 32), (85, 51), (43, 51)], 8, WHITE),
            Area([(49, 63), (79, 63), (71.5, 76), (56.5, 76)], 8, WHITE),
            Disc(64, 95, 10, LIGHT),
        ],
        # a plan with one step done
        "agency_management": [
            Box(26, 30, 48, 14, 7, WHITE),
            Box(46, 54, 52, 14, 7, WHITE),
            Box(26, 78, 34, 14, 7, WHITE),
            Disc(86, 90, 15.5, LIGHT),
            Stroke([(79, 90.5), (84, 95.5), (93, 85)], 5, DARK),
        ],
        # figures, and where they are going
        "agency_dashboard": [
            Box(28, 72, 14, 28, 4, WHITE),
            Box(48.5, 62, 14, 38, 4, WHITE),
            Box(69, 68, 14, 32, 4, WHITE),
            Box(89.5, 52, 14, 48, 4, WHITE),
            Stroke([(33, 53), (55.5, 40), (75, 47), (96, 28)], 6, LIGHT),
            Disc(96, 28, 7, LIGHT),
        ],
        # a window in which somebody is at home
        "agency_portal": [
            Box(24, 28, 80, 72, 10, WHITE),
            Box(31, 45, 66, 48, 5, TEAL),
            Disc(33.5, 36.5, 3, LIGHT),
            Disc(42.5, 36.5, 3, LIGHT),
            Disc(64, 61, 9.5, LIGHT),
            Area(arch(64, 93, 32, 17), 0.1, LIGHT),
        ],
    }

    @staticmethod
    def shapes(subject: list) -> list:
        """Return the tile with a subject on it."""
        return [Box(4, 4, 120, 120, 28, TEAL), *subject]

    @classmethod
    def svg(cls, subject: list) -> str:
        """Return the icon as a drawing."""
        lines = "\n".join(f"    {shape.svg()}" for shape in cls.shapes(subject))
        return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {UNITS} {UNITS}">\n{lines}\n</svg>\n'

    @classmethod
    def png(cls, subject: list) -> Image.Image:
        """Return the icon as an image."""
        size = PIXELS * OVERSAMPLING
        # transparent teal, so that scaling does not darken the rim
        image = Image.new("RGBA", (size, size), TEAL + "00")
        canvas = ImageDraw.Draw(image)
        for shape in cls.shapes(subject):
            shape.draw(canvas, size / UNITS)
        return image.resize((PIXELS, PIXELS), Image.Resampling.LANCZOS)


def main() -> None:
    """Write the icons into the addons."""
    for addon, subject in Icons.SUBJECTS.items():
        folder = ROOT / "addons" / addon / "static" / "description"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "icon.svg").write_text(Icons.svg(subject), encoding="utf-8")
        Icons.png(subject).save(folder / "icon.png", optimize=True)


if __name__ == "__main__":
    main()
