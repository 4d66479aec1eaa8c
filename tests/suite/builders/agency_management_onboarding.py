"""Builders of what belongs to the steps of an onboarding: questions, answers, reminders."""

from . import agency_management_services as services


def build_agency_onboarding_question(env, ctx, scope):
    values = services.build_agency_onboarding_template_step(env, ctx, scope)
    step = env["agency.onboarding.template.step"].create(values)
    return {"template_step_id": step.id, "name": ctx.unique("Question")}


def _step(env, ctx, scope):
    return env["agency.onboarding.step"].create(services.build_agency_onboarding_step(env, ctx, scope))


def build_agency_onboarding_answer(env, ctx, scope):
    return {"step_id": _step(env, ctx, scope).id, "name": ctx.unique("Question")}


def build_agency_onboarding_reminder_rule(env, ctx, scope):
    return {"name": ctx.unique("Reminder"), "recipient": "client", "offset_days": 1}


def build_agency_onboarding_reminder(env, ctx, scope):
    rule = env["agency.onboarding.reminder.rule"].create(build_agency_onboarding_reminder_rule(env, ctx, scope))
    return {"step_id": _step(env, ctx, scope).id, "rule_id": rule.id, "number": 0, "date": "2024-02-26"}
