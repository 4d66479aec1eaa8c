"""Builders of freelancers' rates and hours."""

from datetime import date


def _freelancer(env, ctx):
    vendor = env["res.partner"].create({"name": ctx.unique("Freelance Studio"), "company_id": env.company.id})
    return env["hr.employee"].create(
        {"name": ctx.unique("Freelancer"), "employee_type": "freelance", "agency_vendor_id": vendor.id}
    )


def build_agency_freelancer_rate(env, ctx, scope):
    return {"employee_id": _freelancer(env, ctx).id, "valid_from": date(2026, 1, 1), "price": 60.0}


def write_agency_freelancer_rate(env, ctx, scope):
    return {"note": "As agreed in May"}


def build_agency_freelancer_time(env, ctx, scope):
    return {"hours": 1.0}


def record_agency_freelancer_time(env, ctx, scope):
    """A row is an entry of a freelancer's time; this one is on the scope's project."""
    rate = env["agency.freelancer.rate"].create(build_agency_freelancer_rate(env, ctx, scope))
    line = env["account.analytic.line"].create(
        {
            "name": ctx.unique("Work"),
            "project_id": ctx.project.id,
            "employee_id": rate.employee_id.id,
            "unit_amount": 1.0,
            "date": date(2026, 3, 2),
        }
    )
    return env["agency.freelancer.time"].browse(line.id)
