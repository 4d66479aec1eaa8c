"""Makes screenshots small enough to be kept with the source: ``python3 tools/suite/pictures.py FOLDER``.

A page of the web client has few colours; a palette of 256 takes a third of the space and looks the same.
"""

import sys
from pathlib import Path

from PIL import Image

COLOURS = 256
#: what a test shoots when it fails; not a picture of the product
FAILURES = "failed-*.png"


def shrink(folder):
    """Give each PNG of a folder a palette, and drop pictures of failures.

    :return: (bytes before, bytes after) of the pictures that stay
    """
    before = after = 0
    for failure in Path(folder).glob(FAILURES):
        failure.unlink()
    for path in sorted(Path(folder).glob("*.png")):
        before += path.stat().st_size
        with Image.open(path) as picture:
            if picture.mode != "P":
                picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
        after += path.stat().st_size
    return before, after


if __name__ == "__main__":
    print("{} kB, now {} kB".format(*(size // 1000 for size in shrink(sys.argv[1]))))
