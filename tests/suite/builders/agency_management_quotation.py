"""Builders of what prices and chases quotations: families, tiers, limits, reminders."""


def build_agency_package_family(env, ctx, scope):
    return {"name": ctx.unique("Family")}


def build_agency_client_tier(env, ctx, scope):
    return {"name": ctx.unique("Tier")}
