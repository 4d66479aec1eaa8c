"""Builders of notices in chats."""


def build_agency_notice_channel(env, ctx, scope):
    return {"name": ctx.unique("#channel"), "user_id": ctx.users["own"]["administrator"].id}


def _channel(env, ctx, scope):
    return env["agency.notice.channel"].create(build_agency_notice_channel(env, ctx, scope))


def build_agency_notice_rule(env, ctx, scope):
    return {"event": "lead_new", "channel_id": _channel(env, ctx, scope).id}


def write_agency_notice_rule(env, ctx, scope):
    return {"event": "order_set_up"}


def build_agency_notice(env, ctx, scope):
    return {"channel_id": _channel(env, ctx, scope).id, "title": ctx.unique("Told")}
