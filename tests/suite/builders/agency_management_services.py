"""Builders of roles, services, packages, onboarding, documents and teams."""


def _create(env, ctx, scope, model):
    """:return: a new record of another model of this module"""
    return env[model].create(globals()[f"build_{model.replace('.', '_')}"](env, ctx, scope))


def _staff(ctx):
    """:return: the internal user of the scope; records of clients are answered for by the project's manager"""
    return ctx.project.user_id if ctx.owner.share else ctx.owner


def build_agency_role(env, ctx, scope):
    name = ctx.unique("Role")
    return {"name": name, "code": name}


def build_agency_service(env, ctx, scope):
    return {"name": ctx.unique("Service"), "list_price": 900.0}


def _part_of_service(env, ctx, scope, name):
    return {"service_id": _create(env, ctx, scope, "agency.service").id, "name": ctx.unique(name)}


def build_agency_service_deliverable(env, ctx, scope):
    return _part_of_service(env, ctx, scope, "Deliverable")


def build_agency_service_requirement(env, ctx, scope):
    return _part_of_service(env, ctx, scope, "Requirement")


def build_agency_service_task(env, ctx, scope):
    return _part_of_service(env, ctx, scope, "Task")


def build_agency_service_effort(env, ctx, scope):
    return {
        "service_id": _create(env, ctx, scope, "agency.service").id,
        "role_id": _create(env, ctx, scope, "agency.role").id,
        "hours": 8.0,
    }


def build_agency_service_package(env, ctx, scope):
    return {"name": ctx.unique("Package")}


def build_agency_service_package_line(env, ctx, scope):
    return {
        "package_id": _create(env, ctx, scope, "agency.service.package").id,
        "service_id": _create(env, ctx, scope, "agency.service").id,
        "quantity": 2.0,
    }


def build_agency_onboarding_template(env, ctx, scope):
    return {"name": ctx.unique("Template")}


def build_agency_onboarding_template_step(env, ctx, scope):
    return {
        "template_id": _create(env, ctx, scope, "agency.onboarding.template").id,
        "name": ctx.unique("Step"),
    }


def build_agency_onboarding(env, ctx, scope):
    return {"name": ctx.unique("Onboarding"), "client_id": ctx.client.id, "owner_id": _staff(ctx).id}


def build_agency_onboarding_step(env, ctx, scope):
    """A step the client sees too; an own one is the acting person's to do."""
    return {
        "onboarding_id": _create(env, ctx, scope, "agency.onboarding").id,
        "name": ctx.unique("Step"),
        "client_facing": True,
        "owner_id": _staff(ctx).id,
    }


def build_agency_document_request(env, ctx, scope):
    """An own request is one the acting person asked for."""
    return {"name": ctx.unique("Document"), "client_id": ctx.client.id, "requested_by_id": _staff(ctx).id}


def build_agency_team_proposal(env, ctx, scope):
    order = env["sale.order"].create({"partner_id": ctx.client.id})
    return {"order_id": order.id, "project_id": ctx.project.id}


def write_agency_team_proposal(env, ctx, scope):
    return {"project_id": ctx.project.id}


def build_agency_team_proposal_line(env, ctx, scope):
    return {
        "proposal_id": _create(env, ctx, scope, "agency.team.proposal").id,
        "role_id": _create(env, ctx, scope, "agency.role").id,
        "hours": 8.0,
    }
