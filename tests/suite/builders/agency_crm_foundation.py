"""Builders of the models agency_crm's foundation owns."""


def build_agency_channel(env, ctx, scope):
    name = ctx.unique("Channel")
    return {"name": name, "code": name}


def build_agency_goal(env, ctx, scope):
    name = ctx.unique("Goal")
    return {"name": name, "code": name}


def build_agency_client_member(env, ctx, scope):
    user = ctx.new_portal_user(ctx.unique("member").replace(" ", "_"))
    if ctx.role == "client" and scope == "own":
        # a client's own membership: the one of the acting user, on one more client
        return {"client_id": ctx.new_client(ctx.unique("Client")).id, "user_id": ctx.user.id}
    return {"client_id": ctx.client.id, "user_id": user.id, "can_pay": False}


def write_agency_client_member(env, ctx, scope):
    return {"can_manage": True}
