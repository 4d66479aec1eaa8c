"""The printer that stands in for wkhtmltopdf."""

import shlex

import pytest

from tools.suite.printer.options import parse

LINE = (
    "--disable-local-file-access --cookie-jar jar --quiet --page-size A4 --margin-top 40.0 --dpi 90 --zoom 1.06 "
    "--header-spacing 35 --margin-left 7mm --margin-bottom 2cm --orientation Landscape --header-html h.html "
    "--footer-html f.html one.html two.html out.pdf"
)


def test_odoo_s_command_line():
    options = parse(shlex.split(LINE))
    assert (options.inputs, options.output) == (["one.html", "two.html"], "out.pdf")
    assert options.page == (297, 210)
    margins = {side: options.length(f"margin-{side}", 10) for side in ("top", "left", "bottom", "right")}
    assert margins == {"top": 40, "left": 7, "bottom": 20, "right": 10}
    assert options.values["header-html"] == "h.html"


def test_paper_of_its_own_size():
    options = parse(shlex.split("--page-width 100mm --page-height 2in --orientation Portrait a.html a.pdf"))
    assert options.page == (100, 50.8)


def test_picture():
    options = parse(shlex.split("-q --width 600 --height 400 --format png a.html a.png"))
    assert (options.number("width", 1), options.number("height", 1), options.values["format"]) == (600, 400, "png")


@pytest.mark.parametrize("line", ["", "only.html", "--page-size A4 only.html"])
def test_incomplete_command_line(line):
    with pytest.raises(ValueError, match="name at least one input file"):
        parse(shlex.split(line))
