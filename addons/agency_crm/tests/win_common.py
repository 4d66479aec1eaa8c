"""What the tests of winning clients share."""

from odoo.addons.agency_crm.tests.common import AgencyCommon


class WinCommon(AgencyCommon):
    """An agency with one sales team of two people, and only the scoring rules a test makes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Lead = cls.env["crm.lead"]
        cls.Rule = cls.env["agency.scoring.rule"]
        cls.Rule.search([]).action_archive()
        cls.env["crm.team"].search([]).action_archive()
        cls.leader = cls.new_staff("win_leader", "marketing_manager")
        cls.seller_a = cls.new_staff("win_a", "marketing_manager")
        cls.seller_b = cls.new_staff("win_b", "marketing_manager")
        cls.team = cls.new_team("Win Team", cls.leader, {cls.seller_a: 10, cls.seller_b: 10})

    @classmethod
    def new_team(cls, name, leader, capacities, **values):
        """:return: a sales team; ``capacities``: user -> leads in 30 days"""
        team = cls.env["crm.team"].create(
            {"name": name, "user_id": leader.id, "use_leads": True, "use_opportunities": True, "company_id": False}
            | values
        )
        # a salesperson of the tests may be in several teams
        members = cls.env["crm.team.member"].with_context(mail_create_nosubscribe=True)
        for user, capacity in capacities.items():
            members.create({"crm_team_id": team.id, "user_id": user.id, "assignment_max": capacity})
        return team

    @classmethod
    def new_lead(cls, name="Lead", **values):
        """:return: an open lead nobody is on"""
        return cls.Lead.create({"name": name, "type": "lead", "user_id": False, "team_id": False} | values)

    @classmethod
    def new_rule(cls, name, points, **values):
        """:return: a scoring rule; fit unless a signal is given"""
        kind = "engagement" if values.get("signal") else "fit"
        return cls.Rule.create({"name": name, "points": points, "kind": kind} | values)

    def explanation(self, lead):
        """:return dict: name of the rule -> points"""
        return {line.rule_id.name: line.points for line in lead.score_line_ids}
