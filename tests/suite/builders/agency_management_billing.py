"""Builders of retainers, their lines and charges."""

from datetime import date


def _product(env, ctx):
    return env["product.product"].create({"name": ctx.unique("Care"), "type": "service", "list_price": 900})


def build_agency_retainer(env, ctx, scope):
    return {"client_id": ctx.client.id, "start_date": date(2026, 3, 1)}


def record_agency_retainer(env, ctx, scope):
    """Clients see what runs; everybody else a draft, which alone can be deleted."""
    retainer = env["agency.retainer"].create(build_agency_retainer(env, ctx, scope))
    if ctx.role == "client":
        env["agency.retainer.line"].create(_line(env, ctx, retainer))
        retainer.action_activate()
    return retainer


def write_agency_retainer(env, ctx, scope):
    return {"included_hours": 5.0}


def _line(env, ctx, retainer):
    return {"retainer_id": retainer.id, "product_id": _product(env, ctx).id, "name": "Care", "price_unit": 900}


def build_agency_retainer_line(env, ctx, scope):
    return _line(env, ctx, env["agency.retainer"].create(build_agency_retainer(env, ctx, scope)))


def record_agency_retainer_line(env, ctx, scope):
    """A line of a retainer that runs, so that clients see it."""
    line = env["agency.retainer.line"].create(build_agency_retainer_line(env, ctx, scope))
    line.retainer_id.action_activate()
    return line


def write_agency_retainer_line(env, ctx, scope):
    return {"price_unit": 800.0}


def build_agency_retainer_charge(env, ctx, scope):
    line = record_agency_retainer_line(env, ctx, scope)
    return {
        "retainer_line_id": line.id,
        "retainer_id": line.retainer_id.id,
        "company_id": line.company_id.id,
        "period_start": date(2026, 3, 1),
        "period_end": date(2026, 3, 31),
        "amount": 900.0,
    }
