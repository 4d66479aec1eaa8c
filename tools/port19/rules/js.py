"""JavaScript: the ``test`` key of tours, which 17.0 needs and 19.0 refuses in debug mode."""

import re

TOUR = "web_tour.tours"
TEST_LINE = re.compile(r"^[ \t]*test\s*:\s*true\s*,?[ \t]*\n", re.M)
TEST_INLINE = re.compile(r"\btest\s*:\s*true\s*,\s*")


def upgrade(files):
    """Port the tours of every JavaScript file."""
    for file in files:
        if file.path.suffix == ".js":
            file.content = port(file.content)


def port(text: str) -> str:
    """Return the module with tours that 19.0 accepts."""
    if TOUR not in text:
        return text
    return TEST_INLINE.sub("", TEST_LINE.sub("", text))
