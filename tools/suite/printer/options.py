"""The command line of wkhtmltopdf, as far as Odoo uses it."""

import re
from dataclasses import dataclass, field

MM_PER_INCH = 25.4
# Width and height in millimetres.
PAPERS = {
    "A0": (841, 1189), "A1": (594, 841), "A2": (420, 594), "A3": (297, 420), "A4": (210, 297),
    "A5": (148, 210), "A6": (105, 148), "A7": (74, 105), "A8": (52, 74), "A9": (37, 52),
    "B0": (1000, 1414), "B1": (707, 1000), "B2": (500, 707), "B3": (353, 500), "B4": (250, 353),
    "B5": (176, 250), "B6": (125, 176), "B7": (88, 125), "B8": (62, 88), "B9": (33, 62), "B10": (31, 44),
    "C5E": (163, 229), "Comm10E": (105, 241), "DLE": (110, 220), "Executive": (190.5, 254), "Folio": (210, 330),
    "Ledger": (431.8, 279.4), "Legal": (215.9, 355.6), "Letter": (215.9, 279.4), "Tabloid": (279.4, 431.8),
}  # fmt: skip
# Options that take no value; every other option takes one.
SWITCHES = {
    "--disable-javascript", "--enable-javascript", "--disable-local-file-access", "--enable-local-file-access",
    "--quiet", "-q", "--disable-smart-shrinking", "--header-line", "--footer-line", "--print-media-type",
    "--background",
}  # fmt: skip
SHORT = {
    "-T": "margin-top",
    "-B": "margin-bottom",
    "-L": "margin-left",
    "-R": "margin-right",
    "-s": "page-size",
    "-O": "orientation",
}
UNITS = {"mm": 1, "cm": 10, "in": MM_PER_INCH, "pt": MM_PER_INCH / 72, "px": MM_PER_INCH / 96, "": 1}


@dataclass
class Options:
    """What to print: the input files, the output file, and the values of the options."""

    inputs: list
    output: str
    values: dict = field(default_factory=dict)

    def length(self, name, default):
        """An option's length in millimetres (``10``, ``10mm``, ``1cm``, ``0.5in``)."""
        match = re.fullmatch(r"\s*(-?[\d.]+)\s*([a-z]*)\s*", str(self.values.get(name, default)).lower())
        if not match or match[2] not in UNITS:
            return float(default)
        return float(match[1]) * UNITS[match[2]]

    def number(self, name, default):
        """An option's whole number."""
        match = re.match(r"\d+", str(self.values.get(name, "")))
        return int(match[0]) if match else default

    @property
    def page(self):
        """Width and height of the page in millimetres, turned for landscape."""
        if "page-width" in self.values and "page-height" in self.values:
            size = self.length("page-width", 210), self.length("page-height", 297)
        else:
            size = PAPERS.get(self.values.get("page-size", "A4"), PAPERS["A4"])
        landscape = self.values.get("orientation", "").lower() == "landscape"
        return (size[1], size[0]) if landscape else size


def parse(arguments):
    """Parse a command line; ``ValueError`` when the input or output file is missing."""
    values, files, rest = {}, [], iter(arguments)
    for argument in rest:
        if argument in SWITCHES:
            values[argument.lstrip("-")] = True
        elif argument in SHORT:
            values[SHORT[argument]] = next(rest, "")
        elif argument.startswith("--"):
            name, equals, value = argument[2:].partition("=")
            values[name] = value if equals else next(rest, "")
        elif argument.startswith("-") and len(argument) > 1:
            values[argument.lstrip("-")] = next(rest, "")
        else:
            files.append(argument)
    if len(files) < 2:
        raise ValueError("name at least one input file and the output file")
    return Options(files[:-1], files[-1], values)
