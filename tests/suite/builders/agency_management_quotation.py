"""Builders of what prices and chases quotations: families, tiers, limits, reminders."""


def build_agency_package_family(env, ctx, scope):
    return {"name": ctx.unique("Family")}


def build_agency_client_tier(env, ctx, scope):
    return {"name": ctx.unique("Tier")}


def build_agency_discount_limit(env, ctx, scope):
    """For a role that has none yet: there is one limit a role and company."""
    limits = env["agency.discount.limit"]
    taken = limits.search([("company_id", "=", env.company.id)]).mapped("role")
    role = next(role for role, _label in limits._fields["role"].selection if role not in taken)
    return {"role": role, "max_discount": 5.0, "min_margin": 30.0}


def build_agency_quotation_reminder(env, ctx, scope):
    return {"name": ctx.unique("Reminder"), "moment": "after_sending", "days": 4, "recipient": "salesperson"}


def build_agency_quotation_reminder_log(env, ctx, scope):
    return {
        "order_id": env["sale.order"].create({"partner_id": ctx.client.id}).id,
        "reminder_id": env["agency.quotation.reminder"].create(build_agency_quotation_reminder(env, ctx, scope)).id,
        "about_date": "2026-03-01",
        "sent": True,
    }
