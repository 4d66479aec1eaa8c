"""The agency of the journeys, set up by a script in the Odoo shell: company, people, a package, a payment provider."""

import base64
from pathlib import Path

LOGO = Path(__file__).resolve().parents[2] / "tools" / "demo_agency" / "logo.png"
#: what the owner types on the first-steps page
COMPANY = {
    "name": "Brightwater Agency",
    "email": "hello@brightwater.example.com",
    "phone": "+1 503 555 0100",
    "website": "https://www.brightwater.example.com",
    "street": "118 Harbor Way",
    "zip": "97209",
    "city": "Portland",
    "chart_template": "generic_coa",
    "primary_color": "#0F766E",
    "secondary_color": "#115E59",
    "logo": base64.b64encode(LOGO.read_bytes()),
}
#: login -> name and role
PEOPLE = {
    "sales": ("Mara Sales", "marketing_manager"),
    "manager": ("Paul Manager", "project_manager"),
    "maker": ("Tess Maker", "team_member"),
    "checker": ("Carl Checker", "team_member"),
    "accountant": ("Ada Accountant", "accountant"),
    "hr": ("Hugo Human", "hr_manager"),
    "boss": ("Olga Owner", "administrator"),
}

SETUP = (
    f"people, typed = {PEOPLE!r}, {COMPANY!r}\n"
    + """
from odoo import Command, fields
from odoo.addons.agency_crm.tests.common import AgencyBuilders

class Builders(AgencyBuilders):
    pass

Builders.env = env
users = {login: Builders.new_staff(login, role, name=name, tz="UTC") for login, (name, role) in people.items()}
country, state = env.ref("base.us"), env.ref("base.state_us_32")
steps = env["agency.first.steps"].with_user(users["boss"])
steps.create(typed | {"country_id": country.id, "state_id": state.id}).action_apply()
strategist = env["agency.role"].create({"name": "Strategist", "code": "strategist", "cost_rate": 45, "bill_rate": 110})
writer = env["agency.role"].create({"name": "Writer", "code": "writer", "cost_rate": 35, "bill_rate": 85})
for login, user in users.items():
    env["hr.employee"].create(
        {"name": user.name, "user_id": user.id, "agency_role_id": (writer if login == "maker" else strategist).id}
    )
env["crm.team.member"].search([]).unlink()
team = env["crm.team"].search([], limit=1)
env["crm.team.member"].create({"crm_team_id": team.id, "user_id": users["sales"].id})

plan = env["agency.service"].create({
    "name": "Content strategy",
    "summary": "A plan for what to publish, where and why.",
    "description": "<p>We interview your team, study your audience and write the plan.</p>",
    "list_price": 3000,
    "duration_days": 15,
    "deliverable_template_ids": [
        Command.create({"name": "Content plan", "type": "document", "milestone": "Plan agreed", "offset_days": 10})
    ],
    "requirement_ids": [Command.create({"name": "Brand guide"})],
    "effort_ids": [
        Command.create({"role_id": strategist.id, "hours": 10}),
        Command.create({"role_id": writer.id, "hours": 6}),
    ],
    "task_template_ids": [
        Command.create({"name": name, "role_id": role.id, "hours": hours, "offset_days": days, "client_visible": True})
        for name, role, hours, days in (("Interviews", strategist, 10, 0), ("Write the plan", writer, 6, 5))
    ],
})
care = env["agency.service"].create({
    "name": "Content care",
    "summary": "Four articles a month, written, checked and published.",
    "pricing_model": "retainer",
    "list_price": 1200,
})
template = env["agency.onboarding.template"].search([], limit=1)
package = env["agency.service.package"].create({
    "name": "Content start",
    "summary": "Strategy first, then four articles a month.",
    "scope": "<p>Content strategy, then four articles a month.</p>",
    "assumptions": "<p>One contact answers within two working days.</p>",
    "timeline_text": "<p>Plan after three weeks, first articles a week later.</p>",
    "duration_days": 20,
    "deposit_percent": 50,
    "included_hours": 12,
    "onboarding_template_id": template.id,
    "line_ids": [
        Command.create({"service_id": plan.id, "billing": "one_off", "price_unit": 3000}),
        Command.create({"service_id": care.id, "billing": "monthly", "price_unit": 1200}),
    ],
})
package.action_publish()
(plan | care).write({"is_published": True})
package.write({"is_published": True})

provider = env.ref("payment.payment_provider_demo")
provider.write({"state": "test", "is_published": True})
env.cr.commit()
print("READY", template.name or "no onboarding template")
"""
)
