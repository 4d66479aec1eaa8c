"""Builders of plans, checklists and alerts."""


def build_agency_project_baseline(env, ctx, scope):
    return {"name": ctx.unique("Baseline"), "project_id": ctx.project.id}


def build_agency_project_baseline_line(env, ctx, scope):
    baseline = env["agency.project.baseline"].create(build_agency_project_baseline(env, ctx, scope))
    return {"baseline_id": baseline.id, "task_id": ctx.task.id, "name": ctx.task.name, "hours": 4.0}


def build_agency_task_item(env, ctx, scope):
    return {"task_id": ctx.task.id, "name": ctx.unique("Item")}


def build_agency_project_alert(env, ctx, scope):
    return {"project_id": ctx.project.id, "kind": "hours", "key": ctx.unique("hours")}
