from datetime import timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.queue_job.tests.common import trap_jobs

from .win_common import WinCommon

BIG_BUDGET = '[("monthly_ad_budget", ">=", 10000)]'


@tagged("post_install", "-at_install")
class TestScoring(WinCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seo = cls.env["agency.channel"].search([("code", "=", "seo")])
        cls.budget = cls.new_rule("Budget", 25, domain=BIG_BUDGET)
        cls.channel = cls.new_rule("SEO", 8, domain='[("marketing_channel_ids.code", "in", ["seo"])]')
        cls.private = cls.new_rule("Private address", -5, domain='[("has_company_email", "=", False)]')

    def test_fit_and_explanation(self):
        leads = (
            self.new_lead("Both", monthly_ad_budget=20000, email_from="a@acme.example")
            | self.new_lead("Budget", monthly_ad_budget=10000, email_from="a@gmail.com")
            | self.new_lead("Nothing", email_from="b@acme.example")
        )
        leads[0].marketing_channel_ids = self.seo
        self.assertRecordValues(
            leads,
            [
                {"lead_score": 33, "lead_grade": "C", "score_sum": 33},
                {"lead_score": 20, "lead_grade": "C", "score_sum": 20},
                {"lead_score": 0, "lead_grade": "D", "score_sum": 0},
            ],
        )
        self.assertEqual(
            [self.explanation(lead) for lead in leads],
            [{"Budget": 25, "SEO": 8}, {"Budget": 25, "Private address": -5}, {}],
        )
        self.assertEqual(leads[0].score_line_ids.mapped("reason"), ["Budget", "SEO"])

    def test_score_is_limited_and_the_sum_is_shown(self):
        self.new_rule("Everybody", 90, domain="[]")
        high = self.new_lead(monthly_ad_budget=20000, email_from="a@acme.example")
        self.assertRecordValues(high, [{"lead_score": 100, "lead_grade": "A", "score_sum": 115}])
        low = self.new_lead(email_from="a@gmail.com")
        self.assertRecordValues(low, [{"lead_score": 85, "lead_grade": "A", "score_sum": 85}])

    def test_a_lead_rescores_itself(self):
        lead = self.new_lead(email_from="a@acme.example")
        self.assertEqual(self.explanation(lead), {})
        lead.monthly_ad_budget = 12000
        self.assertEqual(self.explanation(lead), {"Budget": 25})
        lead.email_from = "a@gmail.com"
        self.assertEqual(self.explanation(lead), {"Budget": 25, "Private address": -5})
        lead.monthly_ad_budget = 5
        self.assertEqual((self.explanation(lead), lead.lead_score), ({"Private address": -5}, 0))

    def test_changing_a_rule_changes_scores_and_explanations(self):
        lead = self.new_lead(monthly_ad_budget=20000, email_from="a@acme.example")
        for change, expected in [
            (lambda: self.budget.write({"points": 40}), {"Budget": 40}),
            (lambda: self.budget.write({"domain": '[("monthly_ad_budget", ">", 90000)]'}), {}),
            (lambda: self.new_rule("New", 7, domain='[("email_from", "!=", False)]'), {"New": 7}),
            (lambda: self.budget.write({"domain": BIG_BUDGET, "active": False}), {"New": 7}),
            (lambda: self.budget.action_unarchive(), {"New": 7, "Budget": 40}),
            (lambda: self.budget.unlink(), {"New": 7}),
        ]:
            with trap_jobs() as trap:
                change()
                self.assertTrue(trap.enqueued_jobs)
                trap.perform_enqueued_jobs()
            self.assertEqual(self.explanation(lead), expected)
            self.assertEqual(lead.lead_score, sum(expected.values()))

    def test_renaming_a_rule_needs_no_job(self):
        lead = self.new_lead(monthly_ad_budget=20000, email_from="a@acme.example")
        with trap_jobs() as trap:
            self.budget.name = "Large budget"
            self.assertEqual(trap.enqueued_jobs, [])
        self.assertEqual(lead.score_line_ids.mapped("reason"), ["Large budget"])

    def test_jobs_hold_batches_of_open_leads(self):
        self.Lead.search([]).action_archive()
        won = self.env["crm.stage"].search([("is_won", "=", True)], limit=1)
        open_leads = self.new_lead("a") | self.new_lead("b") | self.new_lead("c", type="opportunity")
        self.new_lead("won", type="opportunity", stage_id=won.id)
        self.new_lead("lost").action_archive()
        with trap_jobs() as trap:
            self.Lead._agency_enqueue_rescore()
            self.Lead._agency_enqueue_rescore()
            (job,) = trap.enqueued_jobs[:1]
            self.assertEqual(job.recordset, open_leads)
            self.assertEqual(len({job.identity_key for job in trap.enqueued_jobs}), 1)

    def test_won_and_lost_leads_keep_their_score(self):
        lead = self.new_lead(monthly_ad_budget=20000, email_from="a@acme.example")
        lead.action_archive()
        lead.monthly_ad_budget = 0
        self.assertEqual(lead.lead_score, 25)
        lead.action_unarchive()
        self.assertEqual(lead.lead_score, 0)

    def test_queries_do_not_grow_with_the_number_of_leads(self):
        self.new_rule("Wrote", 6, signal="message", half_life_days=14)
        self.new_rule("Sent", 6, signal="request")
        self.new_rule("Met", 6, signal="meeting")

        def leads(count):
            return self.Lead.create(
                [
                    {
                        "name": f"Lead {n}",
                        "monthly_ad_budget": 10000 * (n % 2),
                        "email_from": f"n{n}@acme{n % 3}.example",
                    }
                    for n in range(count)
                ]
            )

        def queries(records, touch):
            touch(records)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            records._agency_rescore()
            return self.env.cr.sql_log_count - before

        ten, hundred = leads(10), leads(100)
        for name, touch in [
            ("nothing changed", lambda records: None),
            ("all lines are new", lambda records: records.score_line_ids.sudo().unlink()),
        ]:
            with self.subTest(name):
                few, many = queries(ten, touch), queries(hundred, touch)
                self.assertEqual(few, many)
                self.assertLess(many, 20)

    def test_engagement_decays(self):
        self.Rule.search([]).action_archive()
        wrote = self.new_rule("Wrote", 8, signal="message", half_life_days=10)
        with freeze_time("2026-03-01 09:00:00"):
            lead = self.new_lead("Talker", email_from="jane@acme.example")
            for _turn in range(2):
                lead.message_post(
                    body="Hello", email_from="jane@acme.example", message_type="email", subtype_xmlid="mail.mt_comment"
                )
            self.assertEqual(self.explanation(lead), {"Wrote": 16})
        for moment, expected in [("2026-03-11 09:00:00", 8), ("2026-03-21 09:00:00", 4), ("2026-09-01 09:00:00", 0)]:
            with freeze_time(moment):
                lead._agency_rescore()
                self.assertEqual(lead.lead_score, expected)
        with freeze_time("2026-03-11 09:00:00"):
            wrote.max_points = 5
            lead._agency_rescore()
            self.assertRecordValues(
                lead.score_line_ids,
                [{"points": 5, "occurrences": 2, "latest_on": fields.Date.to_date("2026-03-01")}],
            )
            self.assertEqual(
                lead.score_line_ids.reason, "Wrote: 2 times, last on 03/01/2026 (half the weight after 10 days)"
            )

    def test_own_messages_and_notes_are_no_engagement(self):
        self.Rule.search([]).action_archive()
        self.new_rule("Wrote", 8, signal="message")
        lead = self.new_lead("Quiet", email_from="jane@acme.example")
        lead.with_user(self.seller_a).message_post(
            body="We write", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        lead.message_post(body="A note", email_from="x@acme.example", subtype_xmlid="mail.mt_note")
        self.assertEqual(self.explanation(lead), {})

    def test_meetings_count(self):
        self.Rule.search([]).action_archive()
        self.new_rule("Met", 10, signal="meeting", half_life_days=30)
        lead = self.new_lead("Met", type="opportunity")
        start = fields.Datetime.now() + timedelta(days=2)
        self.env["calendar.event"].create(
            {"name": "Kick-off", "start": start, "stop": start + timedelta(hours=1), "opportunity_id": lead.id}
        )
        self.assertEqual(self.explanation(lead), {"Met": 10})

    def test_rules_of_another_company(self):
        other = self.env["res.company"].create({"name": "Other agency"})
        self.budget.company_id = other
        mine = self.new_lead("Mine", monthly_ad_budget=20000, email_from="a@acme.example")
        mine.company_id = self.env.company
        nobodys = self.new_lead("Nobody's", monthly_ad_budget=20000, email_from="a@acme.example")
        nobodys.company_id = False
        theirs = self.new_lead("Theirs", monthly_ad_budget=20000, email_from="a@acme.example", company_id=other.id)
        (mine | nobodys | theirs)._agency_rescore()
        self.assertEqual(
            [self.explanation(lead) for lead in (mine, nobodys, theirs)], [{}, {"Budget": 25}, {"Budget": 25}]
        )

    def test_or_domains_stay_inside_their_company(self):
        other = self.env["res.company"].create({"name": "Other agency"})
        rule = self.new_rule("Either", 3, domain='["|", ("phone", "!=", False), ("email_from", "!=", False)]')
        rule.company_id = other
        lead = self.new_lead("Mine", phone="+49 30 1234567", email_from="a@acme.example")
        lead.company_id = self.env.company
        lead._agency_rescore()
        self.assertEqual(self.explanation(lead), {})

    def test_relative_dates(self):
        self.new_rule(
            "Ends soon",
            10,
            domain="""["&", ("current_agency_end", ">=", context_today().strftime("%Y-%m-%d")),
                ("current_agency_end", "<=", (context_today() + relativedelta(days=90)).strftime("%Y-%m-%d"))]""",
        )
        lead = self.new_lead("Soon", email_from="a@acme.example", current_agency_end="2026-05-01")
        for today, expected in [
            ("2026-03-01", {"Ends soon": 10}),
            ("2026-01-01", {}),
            ("2026-05-01", {"Ends soon": 10}),
            ("2026-05-02", {}),
        ]:
            with freeze_time(f"{today} 12:00:00"):
                lead._agency_rescore()
                self.assertEqual(self.explanation(lead), expected, today)

    def test_grade_thresholds_are_settings(self):
        lead = self.new_lead(monthly_ad_budget=20000, email_from="a@acme.example")
        self.assertEqual(lead.lead_grade, "C")
        with trap_jobs() as trap:
            settings = self.env["res.config.settings"].create({})
            settings.write({"agency_grade_a": 25, "agency_grade_b": 20, "agency_grade_c": 10})
            settings.execute()
            trap.perform_enqueued_jobs()
        self.assertEqual(lead.lead_grade, "A")
        with self.assertRaises(ValidationError):
            self.env.company.agency_grade_b = 30

    def test_bad_rules_are_refused(self):
        for domain in ["[(", "[('no_such_field', '=', 1)]", "__import__('os')", "5"]:
            with self.subTest(domain=domain), self.assertRaises(ValidationError), mute_logger("odoo.tools.safe_eval"):
                self.new_rule("Bad", 5, domain=domain)
        for domain in [
            "[('lead_score', '>', 5)]",
            "[('score_line_ids.points', '>', 5)]",
            "[('user_id.login', '=', 'x')]",
            "[('partner_id.user_ids.password', 'like', 'a')]",
        ]:
            with self.subTest(domain=domain), self.assertRaises(ValidationError):
                self.new_rule("Leak", 5, domain=domain)
        for values in [{"points": 0}, {"points": 101}, {"half_life_days": -1}, {"signal": "message", "kind": "fit"}]:
            with (
                self.subTest(values=values),
                self.assertRaises(IntegrityError),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                self.Rule.create({"name": "Bad", "kind": "fit", "points": 5} | values)
                self.env.flush_all()

    def test_shipped_rules_work(self):
        self.Rule.search([]).action_archive()
        shipped = self.Rule.with_context(active_test=False).search([])
        shipped = shipped.filtered(lambda rule: (rule.get_external_id()[rule.id] or "").startswith("agency_crm."))
        self.assertEqual(len(shipped), 15)
        shipped.action_unarchive()
        lead = self.new_lead(
            "Everything",
            email_from="jane@acme.example",
            phone="+49 30 1234567",
            site_url="https://acme.example",
            monthly_ad_budget=12000,
            referred="Joe",
            current_agency_end=fields.Date.today() + timedelta(days=30),
        )
        self.assertEqual(
            self.explanation(lead),
            {
                "Ad budget of 10,000 a month or more": 25,
                "Has a site": 5,
                "Writes from a company address": 10,
                "Gave a phone number": 6,
                "Contract with the current agency ends within 90 days": 10,
                "Recommended by somebody": 12,
            },
        )
        self.assertEqual((lead.lead_score, lead.lead_grade), (68, "B"))

    def test_who_may_do_what(self):
        lead = self.new_lead(monthly_ad_budget=20000, email_from="a@acme.example")
        line = lead.score_line_ids
        member = self.new_staff("win_member", "team_member")
        self.assertEqual(line.with_user(self.seller_a).reason, "Budget")
        for user, operation in [
            (member, lambda: line.with_user(member).read(["points"])),
            (self.seller_a, lambda: line.with_user(self.seller_a).write({"points": 99})),
            (self.seller_a, lambda: line.with_user(self.seller_a).unlink()),
            (member, lambda: self.budget.with_user(member).write({"points": 99})),
        ]:
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                operation()
        with trap_jobs() as trap:
            self.budget.with_user(self.seller_a).write({"points": 30})
            trap.perform_enqueued_jobs()
        self.assertEqual(lead.lead_score, 30)
