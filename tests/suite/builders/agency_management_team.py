"""Builders of stand-up and handover notes."""

from datetime import date


def _colleague(env, ctx):
    """:return: somebody of the agency who is not the acting user"""
    people = env["res.users"].search([("share", "=", False), ("id", "not in", (ctx.user | ctx.owner).ids)], limit=1)
    return people or env.ref("base.user_admin")


def build_agency_standup(env, ctx, scope):
    owner = _colleague(env, ctx) if ctx.owner.share else ctx.owner
    return {"user_id": owner.id, "date": date(2026, 3, 2), "done": ctx.unique("Texts"), "company_id": env.company.id}


def build_agency_handover(env, ctx, scope):
    giver = _colleague(env, ctx) if ctx.owner.share else ctx.owner
    receiver = env["res.users"].search(
        [("share", "=", False), ("id", "not in", (ctx.user | giver).ids)], limit=1, order="id desc"
    )
    return {
        "name": ctx.unique("Spring campaign"),
        "project_id": ctx.project.id,
        "from_user_id": giver.id,
        "to_user_id": receiver.id,
    }
