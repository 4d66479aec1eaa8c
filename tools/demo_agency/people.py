"""The agency and the eight people who work there."""

import base64
from pathlib import Path

from odoo import Command

#: drawn by ``tools/icons/make_logo.py``
LOGO = Path(__file__).with_name("logo.png")
COMPANY = {
    "name": "Brightwater Agency",
    "email": "hello@brightwater.example",
    "phone": "+1 503 555 0100",
    "website": "https://www.brightwater.example",
    "street": "118 Harbor Way",
    "city": "Portland",
    "zip": "97209",
    "chart_template": "generic_coa",
    "primary_color": "#0F766E",
    "secondary_color": "#115E59",
}
DOMAIN = "brightwater.example"
#: code -> (name, cost per hour, price per hour, target utilisation)
ROLES = {
    "strategist": ("Strategist", 62, 150, 65),
    "seo": ("SEO Specialist", 48, 125, 75),
    "writer": ("Content Writer", 41, 105, 75),
    "designer": ("Designer", 45, 115, 70),
    "account": ("Account Manager", 50, 130, 30),
    "office": ("Operations", 38, 0, 0),
}
#: login -> (name, group, role, cost per hour, price per hour, job title, skills by type)
PEOPLE = {
    "admin": ("Olga Lindqvist", "administrator", "strategist", 85, 180, "Managing Director", ["Strategy"]),
    "mara": ("Mara Delgado", "marketing_manager", "account", 54, 130, "Head of Growth", ["Negotiation", "CRM"]),
    "paul": ("Paul Okafor", "project_manager", "strategist", 62, 150, "Project Lead", ["Strategy", "Workshops"]),
    "tess": ("Tess Whitfield", "team_member", "writer", 41, 105, "Content Writer", ["Copywriting", "Editing"]),
    "carl": ("Carl Nyberg", "team_member", "seo", 48, 125, "SEO Specialist", ["Technical SEO", "Analytics"]),
    "nina": ("Nina Rossi", "team_member", "designer", 45, 115, "Designer", ["Web Design", "Brand Design"]),
    "ada": ("Ada Kowalski", "accountant", "office", 44, 0, "Accountant", ["Bookkeeping"]),
    "hugo": ("Hugo Brandt", "hr_manager", "office", 40, 0, "People & Culture", ["Recruiting"]),
}
#: who works for clients, and which share of the day
SHARES = {"paul": 0.62, "tess": 0.71, "carl": 0.75, "nina": 0.66}
#: level by place in a person's list of skills
LEVELS = ("Expert", "Advanced")


def set_up_company(env):
    """What the administrator does on the first-steps page; the demo payment provider."""
    values = {
        "country_id": env.ref("base.us").id,
        "state_id": env.ref("base.state_us_32").id,
        "logo": base64.b64encode(LOGO.read_bytes()),
    }
    env["agency.first.steps"].with_user(env.ref("base.user_admin")).create(COMPANY | values).action_apply()
    company = env.company
    company.resource_calendar_id.tz = "UTC"
    provider = env.ref("payment.payment_provider_demo")
    journal = env["account.journal"].search([("type", "=", "bank"), ("company_id", "=", company.id)], limit=1)
    provider.write({"state": "test", "is_published": True, "journal_id": journal.id})
    provider.with_context(active_test=False).payment_method_ids.write({"active": True})


def create_roles(env):
    """:return dict: code -> ``agency.role``"""
    return {
        code: env["agency.role"].create(
            {
                "name": name,
                "code": code,
                "sequence": 10 * number,
                "cost_rate": cost,
                "bill_rate": price,
                "target_utilisation": target,
            }
        )
        for number, (code, (name, cost, price, target)) in enumerate(ROLES.items(), 1)
    }


def create_people(env, roles):
    """:return tuple: login -> ``res.users``, login -> ``hr.employee``"""
    skills = _create_skills(env)
    users, employees = _create_users(env), {}
    for login, (name, _group, role, cost, price, title, names) in PEOPLE.items():
        user = users[login]
        values = {
            "name": name,
            "work_email": user.email,
            "job_title": title,
            "agency_role_id": roles[role].id,
            "hourly_cost": cost,
            "bill_rate": price,
            "tz": "UTC",
        }
        # stock makes the administrator's employee itself
        employee = env["hr.employee"].search([("user_id", "=", user.id)])
        employee.write(values)
        employees[login] = employee or employee.create(values | {"user_id": user.id})
        _give_skills(employees[login], [skills[one] for one in names])
    for login in ("tess", "carl", "nina"):
        employees[login].parent_id = employees["paul"]
    for login in ("mara", "paul", "ada", "hugo"):
        employees[login].parent_id = employees["admin"]
    return users, employees


def _create_users(env):
    """:return dict: login -> ``res.users``; the administrator is the one the database came with"""
    groups = "group_ids" if "group_ids" in env["res.users"]._fields else "groups_id"
    values = {
        login: {
            "name": name,
            "login": login,
            "email": f"{name.split()[0].lower()}@{DOMAIN}",
            "password": login,
            "tz": "UTC",
            groups: [Command.link(env.ref(f"agency_crm.group_{group}").id)],
        }
        for login, (name, group, *_rest) in PEOPLE.items()
    }
    boss = env.ref("base.user_admin")
    boss.write(values.pop("admin"))
    for one in values.values():
        one[groups].append(Command.link(env.ref("base.group_user").id))
    created = env["res.users"].create(list(values.values()))
    return {user.login: user for user in boss | created}


def _create_skills(env):
    """:return dict: name -> ``hr.skill``, all of one type with levels"""
    names = dict.fromkeys(name for person in PEOPLE.values() for name in person[-1])
    kind = env["hr.skill.type"].create(
        {
            "name": "Agency Craft",
            "skill_ids": [Command.create({"name": name}) for name in names],
            "skill_level_ids": [
                Command.create({"name": "Beginner", "level_progress": 25, "default_level": True}),
                Command.create({"name": "Advanced", "level_progress": 75}),
                Command.create({"name": "Expert", "level_progress": 100}),
            ],
        }
    )
    return {skill.name: skill for skill in kind.skill_ids}


def _give_skills(employee, skills):
    for skill, level in zip(skills, LEVELS):
        found = skill.skill_type_id.skill_level_ids.filtered(lambda one, level=level: one.name == level)
        employee.env["hr.employee.skill"].create(
            {
                "employee_id": employee.id,
                "skill_id": skill.id,
                "skill_type_id": skill.skill_type_id.id,
                "skill_level_id": found.id,
            }
        )


def set_up_sales(env, users):
    """One sales team that Olga leads and for which Mara works."""
    env["crm.team.member"].search([]).unlink()
    team = env["crm.team"].search([], limit=1)
    team.write({"name": "New Business", "user_id": users["admin"].id, "use_leads": True})
    env["crm.team.member"].create({"crm_team_id": team.id, "user_id": users["mara"].id, "assignment_max": 60})
    return team
