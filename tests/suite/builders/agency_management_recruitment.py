"""Builders of job requests."""


def build_agency_job_request(env, ctx, scope):
    name = ctx.unique("Role")
    # a role of its own: only one request for each may be open
    role = env["agency.role"].create({"name": name, "code": name})
    return {"role_id": role.id, "people": 2}
