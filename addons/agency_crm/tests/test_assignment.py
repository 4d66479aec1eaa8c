from ast import literal_eval

from odoo.tests import tagged

from .win_common import WinCommon


@tagged("post_install", "-at_install")
class TestAssignment(WinCommon):
    def new_leads(self, count, **values):
        return self.Lead.create(
            [{"name": f"Lead {n}", "type": "lead", "user_id": False, "team_id": False} | values for n in range(count)]
        )

    def assigned(self, leads):
        return [lead.user_id.login for lead in leads]

    def test_takes_turns(self):
        leads = self.new_leads(4)
        leads._agency_assign()
        self.assertEqual(self.assigned(leads), ["win_a", "win_b", "win_a", "win_b"])
        self.assertEqual(leads.team_id, self.team)

    def test_most_room_first_and_the_leader_last(self):
        small = self.new_staff("win_small", "marketing_manager")
        team = self.new_team("Small", self.leader, {small: 1, self.seller_b: 2})
        leads = self.new_leads(4, team_id=team.id)
        leads._agency_assign()
        self.assertEqual(self.assigned(leads), ["win_b", "win_small", "win_b", "win_leader"])

    def test_load_of_the_last_days_counts(self):
        self.new_leads(3, user_id=self.seller_a.id, team_id=self.team.id)
        leads = self.new_leads(4)
        leads._agency_assign()
        self.assertEqual(self.assigned(leads), ["win_b", "win_b", "win_b", "win_a"])

    def test_team_rules(self):
        shops = self.new_staff("win_shops", "marketing_manager")
        team = self.new_team("Shops", self.leader, {shops: 5}, assignment_domain="[('site_stack', '=', 'Shopify')]")
        leads = self.new_leads(1, site_stack="Shopify") | self.new_leads(1, site_stack="Odoo")
        leads._agency_assign()
        self.assertEqual(self.assigned(leads), ["win_shops", "win_a"])
        self.assertEqual(leads.mapped("team_id"), team | self.team)

    def test_member_rules_and_opt_out(self):
        member_a, member_b = self.team.crm_team_member_ids.sorted("id")
        member_a.assignment_domain = "[('priority', '=', '3')]"
        leads = self.new_leads(1, priority="3") | self.new_leads(2)
        leads._agency_assign()
        self.assertEqual(self.assigned(leads), ["win_a", "win_b", "win_b"])
        member_b.assignment_optout = True
        more = self.new_leads(1)
        more._agency_assign()
        self.assertEqual(self.assigned(more), ["win_leader"])

    def test_without_a_team_nobody_is_on_it(self):
        self.team.action_archive()
        lead = self.new_leads(1)
        lead._agency_assign()
        self.assertFalse(lead.user_id)
        action = self.env.ref("agency_crm.crm_lead_action_nobody")
        self.assertIn(lead, self.Lead.search(literal_eval(action.domain)))

    def test_nobody_is_on_a_lead_whose_last_step_is_done(self):
        planned, done = self.new_leads(1, user_id=self.leader.id), self.new_leads(1, user_id=self.leader.id)
        (planned | done).activity_ids.unlink()
        for lead in planned | done:
            lead.activity_schedule("mail.mail_activity_data_todo", user_id=self.leader.id)
        domain = literal_eval(self.env.ref("agency_crm.crm_lead_action_nobody").domain)
        self.assertFalse((planned | done) & self.Lead.search(domain))
        done.activity_ids.action_feedback(feedback="Called")
        self.assertEqual((planned | done) & self.Lead.search(domain), done)

    def test_who_has_a_salesperson_keeps_them(self):
        lead = self.new_leads(1, user_id=self.leader.id)
        lead._agency_assign()
        self.assertEqual(lead.user_id, self.leader)

    def test_action_tells_how_many(self):
        leads = self.new_leads(2) | self.new_leads(1, user_id=self.leader.id)
        action = leads.with_user(self.seller_b).action_agency_assign()
        self.assertEqual(action["params"]["message"], "2 of 2 leads without a salesperson were assigned.")

    def test_queries_do_not_grow_with_the_teams_members(self):
        def seats_queries(team):
            self.env.flush_all()
            members = team.crm_team_member_ids
            members.user_id.mapped("active")
            members.mapped("assignment_max")
            before = self.env.cr.sql_log_count
            self.Lead._agency_seats(members)
            return self.env.cr.sql_log_count - before

        few = seats_queries(self.team)
        crowd = [self.new_staff(f"win_crowd_{n}", "marketing_manager") for n in range(10)]
        big = self.new_team("Crowd", self.leader, dict.fromkeys(crowd, 5))
        self.assertEqual(seats_queries(big), few)
