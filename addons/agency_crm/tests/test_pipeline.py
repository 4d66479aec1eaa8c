from odoo.tests import Form, tagged

from odoo.addons.agency_crm.hooks import PIPELINE, post_init_hook, uninstall_hook

from .win_common import WinCommon

PROFILE_FILTERS = {
    "group_budget",
    "group_channel",
    "group_goal",
    "group_site",
    "group_stack",
    "group_agency",
    "group_agency_end",
    "group_ga4",
    "group_search_console",
    "group_ads",
}


@tagged("post_install", "-at_install")
class TestPipeline(WinCommon):
    def stages(self):
        return [
            (stage.name, stage.is_won, stage.fold) for stage in self.env["crm.stage"].search([], order="sequence, id")
        ]

    def test_a_fresh_database_has_the_agencys_pipeline(self):
        names = [self.env.ref(f"agency_crm.{xmlid}").name for xmlid, _name in PIPELINE.values()]
        self.assertEqual(names, ["Audit", "Proposal", "Negotiation"])
        self.assertTrue(self.env.ref("crm.stage_lead4").is_won)

    def test_an_existing_pipeline_is_left_alone(self):
        self.new_lead("There was a lead before")
        stock = [self.env.ref(xmlid) for xmlid in PIPELINE]
        for stage, name in zip(stock, ("New", "Qualified", "Own name"), strict=True):
            stage.name = name
        self.env["ir.model.data"].search([("module", "=", "agency_crm"), ("model", "=", "crm.stage")]).unlink()
        before = self.stages()
        post_init_hook(self.env)
        self.assertEqual([stage.name for stage in stock], ["New", "Qualified", "Own name"])
        added = [stage for stage in self.stages() if stage not in before]
        self.assertEqual(added, [("Audit", False, True), ("Proposal", False, True), ("Negotiation", False, True)])

    def test_installing_again_makes_no_second_pipeline(self):
        self.new_lead("There was a lead before")
        before = self.stages()
        self.env["ir.model.data"].search([("module", "=", "agency_crm"), ("model", "=", "crm.stage")]).unlink()
        post_init_hook(self.env)
        self.assertEqual(self.stages(), before)
        self.assertEqual(self.env.ref("agency_crm.stage_audit").name, "Audit")

    def test_uninstalling_leaves_what_is_in_use(self):
        reason = self.env.ref("agency_crm.lost_reason_timing")
        lead = self.new_lead("Lost", type="opportunity", lost_reason_id=reason.id)
        activity = lead.activity_schedule("agency_crm.activity_type_audit_call", user_id=self.seller_a.id)
        uninstall_hook(self.env)

        def left(model):
            data = self.env["ir.model.data"].search([("module", "=", "agency_crm"), ("model", "=", model)])
            return self.env[model].with_context(active_test=False).browse(data.mapped("res_id"))

        self.assertNotIn(reason, left("crm.lost.reason"))
        self.assertNotIn(activity.activity_type_id, left("mail.activity.type"))
        self.assertNotIn(lead.stage_id, left("crm.stage"))
        # nothing refers to these: they go with the addon
        self.assertTrue(left("crm.lost.reason"))
        self.assertTrue(left("mail.activity.type"))
        left("crm.lost.reason").unlink()
        left("mail.activity.type").unlink()

    def test_expected_amounts_make_the_first_year(self):
        with Form(self.new_lead("Deal", type="opportunity"), view="crm.crm_lead_view_form") as form:
            form.expected_mrr = 1500
            form.expected_one_off = 4000
            self.assertEqual(form.expected_revenue, 22000)

    def test_budget_bands(self):
        for budget, expected in [
            (0, False),
            (1, "small"),
            (2999.99, "small"),
            (3000, "medium"),
            (9999, "medium"),
            (10000, "large"),
        ]:
            with self.subTest(budget=budget):
                self.assertEqual(self.new_lead(monthly_ad_budget=budget).ad_budget_band, expected)

    def test_profile_is_filterable_and_groupable(self):
        lead = self.new_lead(
            "Profile",
            monthly_ad_budget=5000,
            site_url="https://a.example",
            site_stack="Odoo",
            current_agency="Old",
            current_agency_end="2026-12-31",
            access_ga4=True,
            marketing_channel_ids=self.env["agency.channel"].search([], limit=1).ids,
            marketing_goal_ids=self.env["agency.goal"].search([], limit=1).ids,
        )
        for xmlid in ("crm.view_crm_case_opportunities_filter", "crm.view_crm_case_leads_filter"):
            arch = self.Lead.get_views([(self.env.ref(xmlid).id, "search")])["views"]["search"]["arch"]
            for name in PROFILE_FILTERS:
                self.assertIn(f'name="{name}"', arch)
        for name in self.Lead._marketing_profile_fields():
            if name != "ad_budget_currency_id":
                with self.subTest(field=name):
                    self.assertTrue(self.Lead._fields[name].store)
        for group in (
            "ad_budget_band",
            "marketing_channel_ids",
            "current_agency_end:quarter",
            "access_ga4",
            "lead_grade",
        ):
            with self.subTest(group=group):
                groups = self.Lead._read_group([("id", "=", lead.id)], [group], ["__count"])
                self.assertEqual([count for _value, count in groups], [1])

    def test_a_clients_channels_are_marketing_channels(self):
        # "channel_ids" of a partner is stock's list of chat channels
        client = self.new_client("Channels")
        seo = self.env["agency.channel"].search([("code", "=", "seo")])
        client.marketing_channel_ids = seo
        self.assertEqual(client.marketing_channel_ids, seo)
        self.assertEqual(self.env["res.partner"]._fields["marketing_channel_ids"].comodel_name, "agency.channel")

    def test_lost_reasons(self):
        names = {
            self.env.ref(f"agency_crm.lost_reason_{key}").name
            for key in ("budget", "agency", "in_house", "silent", "timing", "fit", "price_only")
        }
        self.assertEqual(len(names), 7)

    def test_marketing_managers_open_every_entry(self):
        env = self.env(user=self.seller_a.id)
        actions = [
            "crm_lead_action_nobody",
            "crm_lead_action_lost_reasons",
            "agency_scoring_rule_action",
        ]
        for xmlid in actions:
            action = self.env.ref(f"agency_crm.{xmlid}")
            views = [(False, mode) for mode in action._get_action_dict()["view_mode"].split(",")]
            self.assertTrue(env[action.res_model].get_views(views)["views"])
        visible = env["ir.ui.menu"]._visible_menu_ids()
        for xmlid in ("pipeline", "leads", "nobody", "activities", "report_pipeline", "report_lost", "scoring_rule"):
            self.assertIn(self.env.ref(f"agency_crm.menu_agency_{xmlid}").id, visible, xmlid)

    def test_team_members_see_none_of_it(self):
        member = self.new_staff("win_nobody", "team_member")
        visible = self.env["ir.ui.menu"].with_user(member)._visible_menu_ids()
        for xmlid in ("pipeline", "leads", "nobody", "activities", "win_reports", "scoring_rule"):
            self.assertNotIn(self.env.ref(f"agency_crm.menu_agency_{xmlid}").id, visible, xmlid)

    def test_activity_types_of_the_trade(self):
        for xmlid, model in [
            ("audit_call", "crm.lead"),
            ("proposal_follow_up", "crm.lead"),
            ("qbr", "res.partner"),
            ("renewal", "res.partner"),
            ("first_response", "crm.lead"),
        ]:
            self.assertEqual(self.env.ref(f"agency_crm.activity_type_{xmlid}").res_model, model)
