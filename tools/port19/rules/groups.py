"""Access groups: privileges instead of categories, and the renamed links between users and groups.

In 17.0 a group names the category under which the user form offers it; in 19.0 it names a
``res.groups.privilege``, which belongs to a category. Each category of ours gets one privilege, declared
right behind it, so that every group of the suite, in whichever addon, finds it.
"""

import re

from .. import PortError
from ..markup import Document

#: stock categories the suite may use, and the privileges that took their place
STOCK_PRIVILEGES = {
    "base.module_category_human_resources_employees": "hr.res_groups_privilege_employees",
    "base.module_category_sales_sales": "sales_team.res_groups_privilege_sales",
    "base.module_category_services_project": "project.res_groups_privilege_project",
    "base.module_category_services_timesheets": "hr_timesheet.res_groups_privilege_timesheets",
    "base.module_category_website_website": "website.res_groups_privilege_website",
}
#: categories that only hid a group from the user form: 19.0 hides a group that has no privilege
HIDING_CATEGORIES = ("base.module_category_hidden", "base.module_category_usability")

DOMAIN_LEAF = re.compile(r"""([(\[]\s*["'])groups_id(["']\s*,\s*["'](?:in|not in|=|!=)["'])""")
FIELD = re.compile(r"\bgroups_id\b")
USERS_OF_REF = re.compile(r"(\.ref\([^()]*\))\.users\b")


def upgrade(files):
    """Port the groups of all addons; privileges are shared across them."""
    categories = {}
    used = {}
    for file in files:
        if is_data(file) and "ir.module.category" in file.content:
            for record in Document(file.content).records("ir.module.category"):
                categories[qualified(record.attrs["id"], file)] = file.path
        if is_data(file) and "res.groups" in file.content:
            for group, category in groups_with_category(Document(file.content)):
                used.setdefault(qualified(category, file), f"{file.path}:{group.line}")
    privileges = {**STOCK_PRIVILEGES, **{category: privilege_id(category) for category in categories}}
    for category, where in used.items():
        if category not in privileges and category not in HIDING_CATEGORIES:
            raise PortError(
                f"{where}: no 19.0 privilege is known for the category {category}: "
                "declare a category in an addon that is ported along, or add it to STOCK_PRIVILEGES"
            )
    ours = {category: privileges[category] for category in categories if category in used}
    for file in files:
        if file.path.suffix in (".po", ".pot"):
            file.content = port_translations(file.content, ours)
        elif file.path.suffix in (".xml", ".py", ".js", ".csv"):
            content = file.content
            if is_data(file) and ("res.groups" in content or "ir.module.category" in content):
                content = port_records(content, file, privileges, ours)
            file.content = port_names(content)


def is_data(file) -> bool:
    """Tell whether the file is an XML data file, not a client-side template."""
    return file.path.suffix == ".xml" and "static" not in file.path.parts


def qualified(xmlid: str, file) -> str:
    """Return the external id with the addon it belongs to."""
    return xmlid if "." in xmlid else f"{file.addon.name}.{xmlid}"


def privilege_id(category: str) -> str:
    """Return the external id of the privilege that stands for a category of ours."""
    addon, name = category.split(".", 1)
    return f"{addon}.privilege_{name.removeprefix('module_category_')}"


def groups_with_category(document: Document):
    """Yield ``(group record, external id of its category)``."""
    for record in document.records("res.groups"):
        category = record.fields().get("category_id")
        if category is not None and category.attrs.get("ref"):
            yield record, category.attrs["ref"]


def port_records(text: str, file, privileges: dict, ours: dict) -> str:
    """Return the data file with privileges declared and used; ``ours`` are the ones to declare."""
    document = Document(text)
    for record in document.records("ir.module.category"):
        category = qualified(record.attrs["id"], file)
        if category in ours:
            document.insert_after(record, privilege_record(document, record, category, ours[category]))
    for record in document.records("res.groups"):
        fields = record.fields()
        if "users" in fields:
            document.set_attribute(fields["users"], "name", "user_ids")
        if "category_id" not in fields:
            continue
        category = qualified(fields["category_id"].attrs.get("ref", ""), file)
        if category in HIDING_CATEGORIES:
            document.remove(fields["category_id"])
        elif category in privileges:
            privilege = privileges[category].removeprefix(f"{file.addon.name}.")
            document.replace(fields["category_id"], f'<field name="privilege_id" ref="{privilege}"/>')
    return document.result()


def privilege_record(document: Document, category_record, category: str, privilege: str) -> str:
    """Return the text of the privilege: same name and sequence as its category."""
    indent = document.indent(category_record)
    fields = category_record.fields()
    lines = [f'<record id="{privilege.split(".", 1)[1]}" model="res.groups.privilege">']
    lines += ["    " + document.outer(fields[name]) for name in ("name", "sequence") if name in fields]
    lines += [f'    <field name="category_id" ref="{category}"/>', "</record>"]
    return "\n" + "\n".join(indent + line for line in lines)


def port_names(text: str) -> str:
    """Rename the links. A search needs the implied groups too, which 19.0 no longer stores on the user."""
    if "groups_id" not in text and ".users" not in text:
        return text
    text = DOMAIN_LEAF.sub(r"\1all_group_ids\2", text)
    text = FIELD.sub("group_ids", text)
    return USERS_OF_REF.sub(r"\1.all_user_ids", text)


def port_translations(text: str, ours: dict) -> str:
    """Let the translation of a category name serve its privilege too."""
    for category, privilege in ours.items():
        old = f"#: model:ir.module.category,name:{category}\n"
        new = f"#: model:res.groups.privilege,name:{privilege}\n"
        if new not in text:
            text = text.replace(old, old + new)
    return text
