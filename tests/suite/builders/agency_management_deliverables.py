"""Builders of deliverables and of the timer."""


def build_agency_deliverable(env, ctx, scope):
    return {"name": ctx.unique("Deliverable"), "project_id": ctx.project.id}


def record_agency_deliverable(env, ctx, scope):
    """Clients see what they were shown; everybody else a draft, which alone can be deleted."""
    deliverable = env["agency.deliverable"].create(build_agency_deliverable(env, ctx, scope))
    if ctx.role == "client":
        _show(env, ctx, deliverable)
    return deliverable


def _show(env, ctx, deliverable):
    """Bring a deliverable before the client, by two people."""
    version = (
        env["agency.deliverable.version"]
        .with_user(ctx.author)
        .create({"deliverable_id": deliverable.id, "body": "<p>Text</p>"})
    )
    deliverable.with_user(ctx.author).action_submit_check()
    deliverable.checklist_ids.with_user(ctx.checker).write({"done": True})
    deliverable.with_user(ctx.checker).action_pass_check()
    return version.with_env(env)


def _deliverable(env, ctx, scope):
    return env["agency.deliverable"].create(build_agency_deliverable(env, ctx, scope))


def build_agency_deliverable_version(env, ctx, scope):
    return {"deliverable_id": _deliverable(env, ctx, scope).id, "note": "First"}


def record_agency_deliverable_version(env, ctx, scope):
    if ctx.role == "client":
        return _show(env, ctx, _deliverable(env, ctx, scope))
    return env["agency.deliverable.version"].create(build_agency_deliverable_version(env, ctx, scope))


def build_agency_deliverable_check(env, ctx, scope):
    return {"deliverable_id": _deliverable(env, ctx, scope).id, "name": ctx.unique("Check")}


def build_agency_deliverable_event(env, ctx, scope):
    deliverable = _deliverable(env, ctx, scope)
    version = _show(env, ctx, deliverable)
    return {
        "deliverable_id": deliverable.id,
        "version_id": version.id,
        "action": "approve",
        "state_before": "client_review",
        "state_after": "approved",
        "date": "2024-01-01 00:00:00",
        "partner_id": ctx.user.partner_id.id,
        "actor_name": "Forged",
        "content_hash": "0",
        "event_hash": "0",
    }


def record_agency_deliverable_event(env, ctx, scope):
    deliverable = _deliverable(env, ctx, scope)
    _show(env, ctx, deliverable)
    return deliverable.event_ids.sorted("id")[-1]


def write_agency_deliverable_event(env, ctx, scope):
    return {"comment": "forged"}


def build_agency_timer(env, ctx, scope):
    env["agency.timer"].search([("user_id", "=", ctx.owner.id)]).unlink()
    return {"user_id": ctx.owner.id, "description": "Work"}


def write_agency_timer(env, ctx, scope):
    return {"description": "Other work"}
