"""Makes the services, packages and their families of ``offer.py``, all of them on the website."""

from odoo import Command

from .offer import FAMILIES, PACKAGES, SERVICES, WAITS

ASSUMPTIONS = "<p>One contact decides within three working days. Media budgets are paid by the client directly.</p>"
CHECKLIST = "Facts and figures agree with their sources\nSpelling and brand voice\nWorks on a phone"


def create_services(env, roles):
    """:return dict: key -> ``agency.service``, on the website"""
    services = {
        key: env["agency.service"].create(_service_values(env, values, roles, 10 * number))
        for number, (key, values) in enumerate(SERVICES.items(), 1)
    }
    for key, waits in WAITS.items():
        tasks = {task.name: task for task in services[key].task_template_ids}
        for name, others in waits.items():
            tasks[name].depends_on_ids = [Command.set([tasks[other].id for other in others])]
    return services


def _service_values(env, values, roles, sequence):
    lists = ("channels", "tasks", "deliverables", "requirements", "effort")
    plain = {name: value for name, value in values.items() if name not in lists}
    channels = [env.ref(f"agency_crm.agency_channel_{code}").id for code in values["channels"]]
    tasks = values.get("tasks", [])
    hours = {}
    for _name, role, planned, *_rest in tasks:
        hours[role] = hours.get(role, 0) + planned
    hours = hours or dict(values.get("effort", []))
    return plain | {
        "sequence": sequence,
        "is_published": True,
        "channel_ids": [Command.set(channels)],
        "effort_ids": [Command.create({"role_id": roles[role].id, "hours": one}) for role, one in hours.items()],
        "task_template_ids": [
            Command.create(
                {
                    "name": name,
                    "role_id": roles[role].id,
                    "hours": planned,
                    "offset_days": offset,
                    "duration_days": duration,
                    "milestone": milestone,
                    "client_visible": visible,
                    "sequence": 10 * number,
                }
            )
            for number, (name, role, planned, offset, duration, milestone, visible) in enumerate(tasks, 1)
        ],
        "deliverable_template_ids": [
            Command.create(
                {"name": name, "type": kind, "offset_days": offset, "milestone": milestone, "checklist": CHECKLIST}
            )
            for name, kind, offset, milestone in values.get("deliverables", [])
        ],
        "requirement_ids": [
            Command.create({"name": name, "kind": kind, "description": text})
            for name, kind, text in values.get("requirements", [])
        ],
    }


def create_packages(env, services):
    """:return dict: key -> ``agency.service.package``, published and on the website"""
    families = {
        key: env["agency.package.family"].create(values | {"sequence": 10 * number})
        for number, (key, values) in enumerate(FAMILIES.items(), 1)
    }
    packages = {}
    for number, (key, values) in enumerate(PACKAGES.items(), 1):
        lines = [
            Command.create(
                {
                    "service_id": services[service].id,
                    "billing": billing,
                    "price_unit": price,
                    "is_addon": addon,
                    "sequence": 10 * place,
                }
            )
            for place, (service, billing, price, addon) in enumerate(values["lines"], 1)
        ]
        packages[key] = env["agency.service.package"].create(
            {name: value for name, value in values.items() if name not in ("family", "lines")}
            | {
                "family_id": families[values["family"]].id,
                "sequence": 10 * number,
                "assumptions": ASSUMPTIONS,
                "line_ids": lines,
            }
        )
        packages[key].action_publish()
        packages[key].is_published = True
    return packages
