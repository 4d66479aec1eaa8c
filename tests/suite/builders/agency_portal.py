"""Builders of the models agency_portal owns."""

from odoo import fields


def build_agency_rate_limit(env, ctx, scope):
    return {"scope": "form", "key": ctx.unique("visitor"), "expires_at": fields.Datetime.now()}
