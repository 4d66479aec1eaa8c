"""Builders of bookings."""


def build_agency_booking(env, ctx, scope):
    # clients have no employee; what is booked for them is their manager's
    owner = ctx.project.user_id if ctx.owner.share else ctx.owner
    return {
        "employee_id": ctx.employees[owner].id,
        "project_id": ctx.project.id,
        "start_date": "2027-03-15",
        "end_date": "2027-03-19",
        "hours": 8.0,
    }


def build_agency_quote_scenario(env, ctx, scope):
    return {"name": ctx.unique("Scenario"), "order_id": ctx.order.id, "start_date": "2027-03-15", "price": 900.0}


def build_agency_quote_scenario_line(env, ctx, scope):
    scenario = env["agency.quote.scenario"].create(build_agency_quote_scenario(env, ctx, scope))
    name = ctx.unique("Role")
    role = env["agency.role"].create({"name": name, "code": name})
    return {"scenario_id": scenario.id, "role_id": role.id, "hours": 8.0}
