"""Builders of the models agency_crm adds for winning clients."""


def build_agency_scoring_rule(env, ctx, scope):
    return {"name": ctx.unique("Rule"), "kind": "fit", "points": 5, "domain": "[('phone', '!=', False)]"}


def build_agency_lead_score_line(env, ctx, scope):
    """A line on a lead of the acting user (own) or of a colleague (other)."""
    rule = env["agency.scoring.rule"].create(
        {"name": ctx.unique("Rule"), "kind": "fit", "points": 5, "domain": "[('id', '=', 0)]"}
    )
    # clients are no salespeople: the lead is about the client then
    user = ctx.owner.filtered(lambda owner: not owner.share)
    lead = env["crm.lead"].create(
        {"name": ctx.unique("Lead"), "partner_id": ctx.client.id, "user_id": user.id, "team_id": False}
    )
    return {"lead_id": lead.id, "rule_id": rule.id, "points": 5}
