"""Builders shared by the tests of this addon and of those above it."""

from odoo import Command

from odoo.addons.agency_crm.tests.common import AgencyBuilders, AgencyCommon


class ManagementBuilders(AgencyBuilders):
    """Roles, services, packages, orders."""

    @classmethod
    def new_role(cls, name, **values):
        """:return: ``agency.role`` that costs 40 and sells at 100 an hour unless told otherwise"""
        code = name.lower().replace(" ", "_")
        return cls.env["agency.role"].create({"name": name, "code": code, "cost_rate": 40, "bill_rate": 100} | values)

    @classmethod
    def new_employee(cls, login, role=None, staff_role="team_member", **values):
        """:return: ``hr.employee`` with a user of the suite"""
        user = cls.new_staff(login, staff_role)
        return cls.env["hr.employee"].create(
            {"name": login, "user_id": user.id, "agency_role_id": role.id if role else False} | values
        )

    @classmethod
    def new_service(cls, name, price=1000.0, efforts=(), tasks=(), deliverables=(), requirements=(), **values):
        """Create a service.

        :param efforts: pairs (role, hours)
        :param tasks: dicts of task templates; ``after`` is the name of an earlier one
        :param deliverables: dicts of deliverable templates
        :param requirements: dicts of requirements
        :return: ``agency.service``
        """
        service = cls.env["agency.service"].create(
            {
                "name": name,
                "list_price": price,
                "effort_ids": [Command.create({"role_id": role.id, "hours": hours}) for role, hours in efforts],
                "deliverable_template_ids": [Command.create(vals) for vals in deliverables],
                "requirement_ids": [Command.create(vals) for vals in requirements],
            }
            | values
        )
        by_name = {}
        for sequence, vals in enumerate(tasks, 1):
            vals = dict(vals, service_id=service.id, sequence=sequence)
            after = vals.pop("after", None)
            if after:
                vals["depends_on_ids"] = [Command.set(by_name[after].ids)]
            by_name[vals["name"]] = cls.env["agency.service.task"].create(vals)
        return service

    @classmethod
    def new_package(cls, name, lines, state="published", **values):
        """Create a package.

        :param lines: tuples (service, billing) or (service, billing, dict of more values)
        :return: ``agency.service.package``
        """
        commands = []
        for sequence, (service, billing, *more) in enumerate(lines, 1):
            vals = {"service_id": service.id, "billing": billing, "sequence": sequence}
            commands.append(Command.create(vals | (more[0] if more else {})))
        return cls.env["agency.service.package"].create({"name": name, "line_ids": commands, "state": state} | values)

    @classmethod
    def new_order(cls, client, package=None, addons=None, **values):
        """:return: a quotation for ``client``, made from ``package`` when one is given"""
        order = cls.env["sale.order"].create({"partner_id": client.id} | values)
        if package:
            order._apply_package(package, addons)
        return order

    @classmethod
    def new_standard_package(cls):
        """A package with everything: audit once, care each month, an add-on; sets ``role_*``, ``audit``, ``care``.

        :return: ``agency.service.package``
        """
        cls.role_seo = cls.new_role("SEO")
        cls.role_copy = cls.new_role("Copy", cost_rate=30)
        cls.audit = cls.new_service(
            "Audit",
            price=2000,
            efforts=[(cls.role_seo, 10), (cls.role_copy, 5)],
            tasks=[
                {
                    "name": "Crawl",
                    "role_id": cls.role_seo.id,
                    "hours": 4,
                    "duration_days": 2,
                    "milestone": "Audit done",
                    "client_visible": True,
                },
                {
                    "name": "Write report",
                    "role_id": cls.role_copy.id,
                    "hours": 6,
                    "offset_days": 1,
                    "duration_days": 3,
                    "milestone": "Audit done",
                    "after": "Crawl",
                },
            ],
            deliverables=[{"name": "Audit report", "type": "report", "offset_days": 7, "milestone": "Audit done"}],
            requirements=[
                {"name": "Brand guide", "kind": "document", "due_days": 5},
                {"name": "Analytics access", "kind": "access", "due_days": 2},
            ],
        )
        cls.care = cls.new_service("Care", price=500, pricing_model="retainer", efforts=[(cls.role_seo, 3)])
        return cls.new_package(
            "SEO Start",
            [
                (cls.audit, "one_off"),
                (cls.care, "monthly"),
                (cls.care, "monthly", {"name": "Extra hours", "price_unit": 99, "is_addon": True}),
            ],
            scope="<p>Audit and care</p>",
            assumptions="<p>Access is given</p>",
            timeline_text="<p>Two weeks</p>",
            deposit_percent=0,
        )


class ManagementCommon(ManagementBuilders, AgencyCommon):
    """Base of the addon's ORM tests."""
