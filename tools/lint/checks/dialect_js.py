"""JavaScript and client-side templates that both web clients load."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..project import Finding, Project

RULE = "dialect"
#: what a line must not hold, and what to write instead
PATTERNS = (
    (r"""useService\(\s*["']rpc["']""", "orm.call in the back end, fetch on the portal"),
    (r"""useService\(\s*["'](?:user|company|router)["']""", "gone on 19.0: let the server method return it"),
    (r"""@web/core/network/rpc(?:_service)?["']""", "differs between the series: orm.call, or fetch"),
    (r"""["']@web/core/user["']""", "19.0 only: let the server method return it"),
    (r"""["']@web/public/interaction["']""", "19.0 only: a public widget"),
    (r"""["']@web/views/(?:graph|pivot)/""", "loaded lazily on 19.0: draw with chart.js in a client action"),
    (r"\bbindService\(", "fails on 19.0: fetch"),
    (r"\b(?:readGroup|webReadGroup|formattedReadGroup)\(", "differs between the series: a method with _read_group"),
    (r"\b_lt\b", "gone on 19.0: _t"),
    (r"\buseSetup(?:Action|View)\b", "moved on 19.0"),
    (r"\bPortalHomeCounters\b|\bportal_chatter\b|snippets\.options", "gone on 19.0"),
    (r"\bloadBundle\(\s*\{", "19.0 takes the name only"),
    (r"\bthis\.\$anchor\b(?!\[0\])", "17.0 only: this.anchor || this.$anchor[0]"),
)
TOUR_PATTERNS = (
    (r"""\brun\s*:\s*["'`](?:text|edit|fill) """, "the verbs differ: a function that sets the value and fires input"),
    (r"\b(?:extra_trigger|in_modal|isCheck|noPrepend)\s*:", "an unknown key is an error on 19.0"),
    (r"^\s*url\s*:", "17.0 reloads the page: give the address to start_tour"),
)
DROPDOWN = re.compile(r"<Dropdown\b")


def check(project: Project) -> Iterator[Finding]:
    """Yield the traps in the client-side files of the addons."""
    for addon in project.addons:
        for path in addon.files(".js"):
            if "lib" in path.relative_to(addon.folder).parts:
                continue
            text = project.text(path)
            is_tour = "web_tour.tours" in text
            for number, line in enumerate(text.splitlines(), start=1):
                if line.lstrip().startswith(("//", "*", "/*")):
                    continue
                for pattern, message in (*PATTERNS, *(TOUR_PATTERNS if is_tour else ())):
                    match = re.search(pattern, line)
                    if match:
                        yield Finding(path, number, RULE, f"{match[0].strip()}: {message}")
            if is_tour and not re.search(r"\btest\s*:\s*true\b", text):
                yield Finding(path, 1, RULE, "a tour without test: true is an onboarding tour on 17.0")
        for path in addon.files(".xml"):
            if "static" in path.relative_to(addon.folder).parts:
                for number, line in enumerate(project.text(path).splitlines(), start=1):
                    if DROPDOWN.search(line):
                        yield Finding(path, number, RULE, "<Dropdown>: the slots differ: Bootstrap markup")
