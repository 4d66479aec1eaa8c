"""The people and records among which the access matrix is executed."""

import itertools

from odoo import Command

from odoo.addons.agency_crm.tests.common import ROLES, AgencyBuilders

STAFF = tuple(ROLES)
CLIENT = "client"


class AccessContext(AgencyBuilders):
    """What a builder may use; ``for_row`` points it at one role and one scope.

    The world has two clients with a project, a task and a quotation each. Every role has two users: the acting
    one works for the first client, its colleague for the second. Two more people make and check what clients are shown.
    """

    def __init__(self, env):
        type(self).env = env
        self._numbers = itertools.count(1)
        self.clients = {"own": self.new_client("Own Client"), "other": self.new_client("Other Client")}
        self.users = {"own": {}, "other": {}}
        for scope in ("own", "other"):
            for role in STAFF:
                self.users[scope][role] = self.new_staff(f"{role}_{scope}", role)
            self.users[scope][CLIENT] = self.new_member(
                self.clients[scope], f"client_{scope}", can_approve=True, can_pay=True, can_manage=True
            )
        self.author, self.checker = (self.new_staff(login, "team_member") for login in ("author", "checker"))
        self.employees = {
            user: env["hr.employee"].create({"name": user.name, "user_id": user.id})
            for users in self.users.values()
            for role, user in users.items()
            if role != CLIENT
        }
        self.projects, self.tasks, self.orders = {}, {}, {}
        for scope in ("own", "other"):
            users = self.users[scope]
            self.projects[scope] = env["project.project"].create(
                {
                    "name": f"{scope} project",
                    "partner_id": self.clients[scope].id,
                    "company_id": env.company.id,
                    "user_id": users["project_manager"].id,
                    "privacy_visibility": "portal",
                }
            )
            self.tasks[scope] = env["project.task"].create(
                {
                    "name": f"{scope} task",
                    "project_id": self.projects[scope].id,
                    "client_visible": True,
                    "user_ids": [Command.set([users[role].id for role in STAFF])],
                }
            )
            self.orders[scope] = env["sale.order"].create({"partner_id": self.clients[scope].id})

    def for_row(self, role, scope):
        """Point the context at a row of the matrix."""
        self.role = role
        self.scope = scope
        self.user = self.users["own"][role]
        self.owner = self.users[scope][role]
        self.client = self.clients[scope]
        self.member = self.users[scope][CLIENT]
        self.project = self.projects[scope]
        self.task = self.tasks[scope]
        self.order = self.orders[scope]
        self.employee = self.employees.get(self.owner, self.env["hr.employee"])
        return self

    def unique(self, text):
        """:return str: the text with a number that was not used before"""
        return f"{text} {next(self._numbers)}"
