"""Draw the demo agency's logo: ``python -m tools.icons.make_logo`` writes ``tools/demo_agency/logo.png``.

A sun above water on the tile of the suite's icons, and the name in letters made of lines of one width, so that no
font is needed and every machine draws the same. Needs Pillow.
"""

from __future__ import annotations

import math
from typing import ClassVar

from PIL import Image, ImageDraw

from .make_icons import DARK, LIGHT, OVERSAMPLING, ROOT, TEAL, WHITE, Box, Disc, Stroke

PATH = ROOT / "tools" / "demo_agency" / "logo.png"
NAME = "Brightwater"
HEIGHT = 96
PEN = 7
#: pixels a unit: twice what a website or a letter shows
SCALE = 2
#: enough for smooth edges
COLOURS = 64
#: of the letters: size of theirs, where they stand, the space between two
ZOOM = 0.88
BASE = 65
GAP = 11.5


def arc(x: float, y: float, radius: float, start: float, end: float, steps: int = 24) -> list[tuple[float, float]]:
    """Return points of a circle around ``(x, y)``, from one angle to another in degrees, clockwise from the right."""
    angles = [math.radians(start + (end - start) * step / steps) for step in range(steps + 1)]
    return [(round(x + radius * math.cos(t), 2), round(y + radius * math.sin(t), 2)) for t in angles]


class Letters:
    """Lines of each letter, left edge at 0 and feet at 0, and how far the next one stands."""

    LINES: ClassVar[dict[str, tuple[float, list[list[tuple[float, float]]]]]] = {
        "B": (
            29,
            [
                [(0, 0), (0, -44), (14, -44), *arc(14, -33.5, 10.5, -90, 90), (0, -23)],
                [(14, -23), *arc(16, -11.5, 11.5, -90, 90), (0, 0)],
            ],
        ),
        "r": (13, [[(0, 0), (0, -30)], [(0, -16), *arc(13, -17, 13, 180, 275)]]),
        "i": (0, [[(0, 0), (0, -30)], [(0, -43), (0, -43.01)]]),
        "g": (28, [arc(14, -15, 15, 0, 360), [(29, -30), (29, 2), *arc(15, 2, 14, 0, 150)]]),
        "h": (25, [[(0, 0), (0, -46)], [(0, -17), *arc(12.5, -17, 12.5, 180, 360), (25, 0)]]),
        "t": (15, [[(5, -42), (5, -9), *arc(14, -9, 9, 180, 75)], [(-3, -30), (14, -30)]]),
        "w": (40, [[(0, -30), (10, 0), (20, -28), (30, 0), (40, -30)]]),
        "a": (28, [arc(14, -15, 15, 0, 360), [(29, -30), (29, 0)]]),
        "e": (28, [[(0, -15), (29, -15), *arc(14.5, -15, 14.5, 0, -310, 32)]]),
    }

    @classmethod
    def strokes(cls, text: str, x: float) -> tuple[list[Stroke], float]:
        """Return the lines of a word that begins at ``x``, and where it ends."""
        strokes = []
        for letter in text:
            width, lines = cls.LINES[letter]
            for line in lines:
                strokes.append(Stroke([(x + ZOOM * dx, BASE + ZOOM * dy) for dx, dy in line], PEN, DARK))
            x += ZOOM * width + GAP
        return strokes, x - GAP


def wave(y: float) -> list[tuple[float, float]]:
    """Return the points of a wave across the tile."""
    return [(18 + step, round(y - 4.5 * math.sin(2 * math.pi * step / 30), 2)) for step in range(61)]


def draw() -> Image.Image:
    """Return the logo."""
    tile = [
        Box(3, 3, 90, 90, 22, TEAL),
        Disc(48, 36, 14, LIGHT),
        Stroke(wave(61), 6, WHITE),
        Stroke(wave(76), 6, WHITE),
    ]
    letters, end = Letters.strokes(NAME, 110)
    width = math.ceil(end + PEN / 2) + 2
    scale = SCALE * OVERSAMPLING
    # transparent in the colour of the letters, so that scaling does not lighten the rim
    image = Image.new("RGBA", (width * scale, HEIGHT * scale), DARK + "00")
    canvas = ImageDraw.Draw(image)
    for shape in [*tile, *letters]:
        shape.draw(canvas, scale)
    return image.resize((width * SCALE, HEIGHT * SCALE), Image.Resampling.LANCZOS)


def main() -> None:
    """Write the logo beside the demo agency's loader."""
    draw().quantize(COLOURS, Image.Quantize.FASTOCTREE).save(PATH, optimize=True)


if __name__ == "__main__":
    main()
