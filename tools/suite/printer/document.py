"""Printing: bodies page by page, with header and footer laid over, joined with an outline per body."""

import io
import re
from pathlib import Path
from urllib.parse import urlencode

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject

from .chrome import Chrome
from .options import MM_PER_INCH

# What wkhtmltopdf's "smart shrinking" comes to: Odoo's layouts are drawn for it.
SCALE = 0.8
# What Odoo's report styles leave to wkhtmltopdf's habits: the height of the page is fixed to nothing, which would cut
# a printed document; a container keeps a screen's width; 17.0's footers stand 200 pixels below what precedes them.
STYLE = (
    b"<style>html{height:auto!important}html,body{background:transparent!important}body{overflow:visible!important}"
    b".container{max-width:none!important}.footer{margin-top:0!important}</style>"
)
BASE = re.compile(r'<base\s+href="(https?://[^/"]+)')


def cookies(jar):
    """The cookies of a jar file as wkhtmltopdf reads it: ``name=value; domain=...; path=...;`` a line."""
    found = []
    for line in Path(jar).read_text().splitlines():
        parts = [part.strip().partition("=") for part in line.split(";") if "=" in part]
        facts = {name.lower(): value for name, _sign, value in parts[1:]}
        if parts and facts.get("domain"):
            found.append((parts[0][0], parts[0][2], facts["domain"], facts.get("path", "/")))
    return found


def print_pdf(options):
    """Print ``options.inputs`` into the one PDF ``options.output``."""
    with Chrome() as chrome:
        if options.values.get("cookie-jar"):
            for cookie in cookies(options.values["cookie-jar"]):
                chrome.set_cookie(*cookie)
        origin = BASE.search(Path(options.inputs[0]).read_text(errors="replace"))
        if origin:
            chrome.serve_files_at(origin[1], STYLE)
        documents = [PdfReader(io.BytesIO(_body(chrome, options, path))) for path in options.inputs]
        writer = _join(chrome, options, documents)
    with open(options.output, "wb") as out:
        writer.write(out)


def _body(chrome, options, path):
    chrome.open(path)
    return chrome.pdf(**_paper(options, options.length("margin-top", 10), options.length("margin-bottom", 10)))


def _paper(options, top, bottom):
    width, height = options.page
    return {
        "scale": SCALE,
        "paperWidth": width / MM_PER_INCH,
        "paperHeight": height / MM_PER_INCH,
        "marginTop": max(top, 0) / MM_PER_INCH,
        "marginBottom": max(bottom, 0) / MM_PER_INCH,
        "marginLeft": options.length("margin-left", 10) / MM_PER_INCH,
        "marginRight": options.length("margin-right", 10) / MM_PER_INCH,
    }


def _join(chrome, options, documents):
    """All documents in one, each page with its header and footer."""
    writer, starts = PdfWriter(), []
    total = sum(len(document.pages) for document in documents)
    for path, document in zip(options.inputs, documents, strict=True):
        starts.append(len(writer.pages))
        for number, page in enumerate(document.pages, 1):
            facts = {
                "page": len(writer.pages) + 1, "frompage": 1, "topage": total, "sitepage": number,
                "sitepages": len(document.pages), "webpage": path, "section": "", "subsection": "", "title": "",
            }  # fmt: skip
            for overlay in _overlays(chrome, options, urlencode(facts)):
                page.merge_page(PdfReader(io.BytesIO(overlay)).pages[0])
            writer.add_page(page)
    _outline(writer, starts)
    return writer


def _overlays(chrome, options, query):
    """Header and footer of one page, each as a PDF page to lay over it.

    The header begins its spacing above the body, the footer below it; both are told the page's numbers by
    the query string, as wkhtmltopdf does.
    """
    height = options.page[1]
    header_top = options.length("margin-top", 10) - options.length("header-spacing", 0)
    footer_top = height - options.length("margin-bottom", 10) + options.length("footer-spacing", 0)
    for name, top in (("header-html", header_top), ("footer-html", footer_top)):
        if options.values.get(name):
            chrome.open(options.values[name], query)
            chrome.transparent()
            yield chrome.pdf(**_paper(options, top, 0))


def _outline(writer, starts):
    """One outline entry per body, with the named destinations by which Odoo cuts the document into its parts."""
    destinations = DictionaryObject()
    parent = writer._add_object(DictionaryObject())
    entries = [writer._add_object(DictionaryObject()) for _start in starts]
    for index, (entry, start) in enumerate(zip(entries, starts, strict=True)):
        name = f"/__WKANCHOR_{index}"
        destinations[NameObject(name)] = ArrayObject([NumberObject(start), NameObject("/Fit")])
        values = {"/Title": TextStringObject(f"Document {index + 1}"), "/Parent": parent, "/Dest": NameObject(name)}
        if index:
            values["/Prev"] = entries[index - 1]
        if index + 1 < len(entries):
            values["/Next"] = entries[index + 1]
        entry.get_object().update({NameObject(key): value for key, value in values.items()})
    ends = {
        "/Type": NameObject("/Outlines"),
        "/First": entries[0],
        "/Last": entries[-1],
        "/Count": NumberObject(len(entries)),
    }
    parent.get_object().update({NameObject(key): value for key, value in ends.items()})
    writer._root_object[NameObject("/Outlines")] = parent
    writer._root_object[NameObject("/Dests")] = destinations


def print_image(options):
    """Print the first input as a picture, jpeg unless the options say png."""
    kind = "png" if options.values.get("format", options.values.get("f")) == "png" else "jpeg"
    with Chrome() as chrome:
        chrome.open(options.inputs[0])
        picture = chrome.screenshot(options.number("width", 1024), options.number("height", 768), kind)
    Path(options.output).write_bytes(picture)
