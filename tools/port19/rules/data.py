"""Data records: fields and models that 19.0 no longer has, in XML, in CSV and in Python dictionaries."""

import re

from ..markup import Document

#: fields to leave out, by model; 19.0 fails on an unknown field
DROPPED = {"ir.cron": ("numbercall", "doall")}
#: models whose access rights are left out with them
GONE_MODELS = ("sale_management.model_sale_order_option",)
#: values to translate, by model and field; 19.0 would store the string "no" as True
VALUES = {"hr.leave.type": {"requires_allocation": {"yes": "True", "no": "False"}}}

NAMES = "|".join(name for names in DROPPED.values() for name in names)
ITEM = rf"""(["'])(?:{NAMES})\1\s*:\s*[^,\n()\[\]{{}}]+"""
ITEM_LINE = re.compile(rf"^[ \t]*{ITEM},[ \t]*\n", re.M)
ITEM_INLINE = re.compile(rf"{ITEM},[ \t]*")
ITEM_LAST = re.compile(rf",[ \t]*{ITEM}(?=\s*\}})")


def upgrade(files):
    """Port the records of XML data files, access rights and the dictionaries of Python files."""
    for file in files:
        if file.path.suffix == ".xml" and "static" not in file.path.parts:
            file.content = port_xml(file.content)
        elif file.path.name == "ir.model.access.csv":
            file.content = port_access(file.content)
        elif file.path.suffix == ".py":
            file.content = port_python(file.content)


def port_xml(text: str) -> str:
    """Return the data file without the dropped fields and with the values of 19.0."""
    if not any(model in text for model in (*DROPPED, *VALUES)):
        return text
    document = Document(text)
    for record in document.records(*DROPPED, *VALUES):
        model, fields = record.attrs["model"], record.fields()
        for name in DROPPED.get(model, ()):
            if name in fields:
                document.remove(fields[name])
        for name, values in VALUES.get(model, {}).items():
            if name in fields and fields[name].text.strip() in values:
                document.replace_inner(fields[name], values[fields[name].text.strip()])
    return document.result()


def port_access(text: str) -> str:
    """Return the access rights without those on models that are gone."""
    lines = text.splitlines(keepends=True)
    return "".join(line for line in lines if not any(f",{model}," in line for model in GONE_MODELS))


def port_python(text: str) -> str:
    """Return the Python source without the items of the dropped fields in its dictionaries."""
    if not re.search(NAMES, text):
        return text
    for pattern in (ITEM_LINE, ITEM_INLINE, ITEM_LAST):
        text = pattern.sub("", text)
    return text
