"""The agency and the people who work there."""

import base64
from pathlib import Path

from odoo import Command, fields

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
    "dev": ("Web Developer", 52, 130, 72),
    "ads": ("Paid Media Specialist", 47, 125, 72),
    "analyst": ("Analytics Specialist", 55, 140, 75),
    "account": ("Account Manager", 50, 130, 30),
    "office": ("Operations", 38, 0, 0),
}
#: role -> skills its people should master
ROLE_SKILLS = {
    "strategist": ["Strategy"],
    "seo": ["Technical SEO"],
    "writer": ["Copywriting"],
    "designer": ["Web Design"],
    "dev": ["Web Development"],
    "ads": ["Paid Search"],
    "analyst": ["Analytics"],
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
    "lena": ("Lena Fischer", "project_manager", "strategist", 60, 150, "Project Lead", ["Strategy", "Workshops"]),
    "omar": ("Omar Haddad", "team_member", "seo", 49, 125, "SEO Specialist", ["Technical SEO", "Analytics"]),
    "ines": ("Ines Duarte", "team_member", "writer", 42, 105, "Content Writer", ["Copywriting", "Interviews"]),
    "yuki": ("Yuki Tanaka", "team_member", "designer", 46, 115, "Designer", ["Web Design", "Motion Design"]),
    "raj": ("Raj Patel", "team_member", "dev", 53, 130, "Web Developer", ["Web Development", "Performance"]),
    "sofia": ("Sofia Ricci", "team_member", "ads", 48, 125, "Paid Media Specialist", ["Paid Search", "Paid Social"]),
    "ivan": ("Ivan Petrov", "team_member", "analyst", 56, 140, "Analytics Specialist", ["Analytics", "Tag Management"]),
    "dan": ("Dan Abrams", "project_manager", "strategist", 58, 150, "Project Lead", ["Strategy", "Negotiation"]),
    "mina": ("Mina Cho", "team_member", "seo", 47, 125, "SEO Specialist", ["Technical SEO", "Copywriting"]),
    "felix": ("Felix Moreau", "team_member", "writer", 40, 105, "Content Writer", ["Copywriting", "Editing"]),
    "greta": ("Greta Olsen", "team_member", "designer", 44, 115, "Designer", ["Web Design", "Brand Design"]),
    "tomas": ("Tomas Novotny", "team_member", "dev", 51, 130, "Web Developer", ["Web Development", "Tag Management"]),
    "zoe": ("Zoe Adams", "team_member", "ads", 46, 125, "Paid Media Specialist", ["Paid Social", "Paid Search"]),
    "kim": ("Kim Larsen", "team_member", "writer", 34, 90, "Junior Writer", ["Copywriting"]),
    "noor": ("Noor Aziz", "team_member", "seo", 36, 95, "Junior SEO Specialist", ["Technical SEO"]),
    "bea": ("Bea Lindholm", "marketing_manager", "account", 49, 130, "Account Manager", ["Negotiation", "Workshops"]),
    "otto": ("Otto Brenner", "team_member", "office", 36, 0, "Office Manager", ["Bookkeeping"]),
}
#: who leads whom
LEADS = {
    "admin": ("mara", "paul", "lena", "dan", "ada", "hugo"),
    "mara": ("bea",),
    "paul": ("tess", "carl", "nina"),
    "lena": ("omar", "ines", "yuki", "raj", "sofia", "ivan", "kim", "noor"),
    "dan": ("mina", "felix", "greta", "tomas", "zoe"),
    "hugo": ("otto",),
}
#: department -> who leads it, who else is in it
DEPARTMENTS = {
    "Management": ("admin",),
    "Growth": ("mara", "bea"),
    "Team River": ("paul", "tess", "carl", "nina"),
    "Team North": ("lena", "omar", "ines", "yuki", "raj", "sofia", "ivan", "kim", "noor"),
    "Team West": ("dan", "mina", "felix", "greta", "tomas", "zoe"),
    "Operations": ("hugo", "ada", "otto"),
}
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
    departments = {
        login: department
        for department in env["hr.department"].create([{"name": name} for name in DEPARTMENTS])
        for login in DEPARTMENTS[department.name]
    }
    for login, (name, _group, role, cost, price, title, names) in PEOPLE.items():
        user = users[login]
        values = {
            "name": name,
            "work_email": user.email,
            "work_phone": user.phone,
            "department_id": departments[login].id,
            "job_title": title,
            "agency_role_id": roles[role].id,
            "hourly_cost": cost,
            "bill_rate": price,
            "tz": "UTC",
        }
        # stock makes the administrator's employee itself, on the day of the installation
        employee = env["hr.employee"].search([("user_id", "=", user.id)])
        employee.write(values | {"agency_time_from": fields.Date.today()})
        employees[login] = employee or employee.create(values | {"user_id": user.id})
        _give_skills(employees[login], [skills[one] for one in names])
    for lead, logins in LEADS.items():
        for login in logins:
            employees[login].parent_id = employees[lead]
    # only now: whoever comes into a department that is led becomes somebody its lead leads
    for login, *_others in DEPARTMENTS.values():
        departments[login].manager_id = employees[login]
    for code, names in ROLE_SKILLS.items():
        roles[code].skill_ids = [Command.set([skills[name].id for name in names])]
    return users, employees


def _create_users(env):
    """:return dict: login -> ``res.users``; the administrator is the one the database came with"""
    groups = "group_ids" if "group_ids" in env["res.users"]._fields else "groups_id"
    values = {
        login: {
            "name": name,
            "login": login,
            "email": f"{name.split()[0].lower()}@{DOMAIN}",
            "phone": f"+1 503 555 01{number:02}",
            "street": COMPANY["street"],
            "city": COMPANY["city"],
            "zip": COMPANY["zip"],
            "country_id": env.ref("base.us").id,
            "tz": "UTC",
            groups: [Command.link(env.ref(f"agency_crm.group_{group}").id)],
        }
        for number, (login, (name, group, *_rest)) in enumerate(PEOPLE.items(), 1)
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
