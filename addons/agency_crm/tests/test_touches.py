from datetime import date, datetime

from freezegun import freeze_time

from odoo.tests import tagged

from .win_common import WinCommon


@tagged("post_install", "-at_install")
class TestTouches(WinCommon):
    def say(self, record, moment, subtype="mail.mt_comment"):
        with freeze_time(moment):
            record.message_post(body="Hello", message_type="comment", subtype_xmlid=subtype)

    def meet(self, lead, start, stop):
        self.env["calendar.event"].create({"name": "Meeting", "start": start, "stop": stop, "opportunity_id": lead.id})

    @freeze_time("2026-03-10 12:00:00")
    def test_leads(self):
        nothing, spoken, met, planned = (self.new_lead(name, type="opportunity") for name in "abcd")
        self.say(spoken, "2026-03-01 09:00:00")
        self.say(spoken, "2026-03-02 09:00:00")
        self.say(spoken, "2026-03-05 09:00:00", subtype="mail.mt_note")
        self.say(met, "2026-03-01 09:00:00")
        self.meet(met, "2026-03-04 09:00:00", "2026-03-04 10:00:00")
        self.meet(met, "2026-03-20 09:00:00", "2026-03-20 10:00:00")
        self.meet(planned, "2026-03-25 09:00:00", "2026-03-25 10:00:00")
        planned.activity_schedule("mail.mail_activity_data_todo", date(2026, 3, 22), user_id=self.seller_a.id)
        leads = nothing | spoken | met | planned
        leads.invalidate_recordset()
        self.assertRecordValues(
            leads,
            [
                {"last_touch": False, "next_touch": False},
                {"last_touch": datetime(2026, 3, 2, 9), "next_touch": False},
                {"last_touch": datetime(2026, 3, 4, 9), "next_touch": date(2026, 3, 20)},
                {"last_touch": False, "next_touch": date(2026, 3, 22)},
            ],
        )

    @freeze_time("2026-03-10 12:00:00")
    def test_finished_activities_are_touches(self):
        lead = self.new_lead("Called")
        activity = lead.activity_schedule("agency_crm.activity_type_audit_call", user_id=self.seller_a.id)
        activity.with_user(self.seller_a).action_feedback(feedback="Went well")
        lead.invalidate_recordset()
        self.assertEqual(lead.last_touch, datetime(2026, 3, 10, 12))

    @freeze_time("2026-03-10 12:00:00")
    def test_clients_with_their_contacts_leads(self):
        quiet, busy = self.new_client("Quiet"), self.new_client("Busy")
        contact = self.env["res.partner"].create({"name": "Jane", "parent_id": busy.id})
        deal = self.new_lead("Deal", type="opportunity", partner_id=contact.id)
        known = self.new_lead("Known", company_partner_id=busy.id)
        self.say(busy, "2026-03-01 09:00:00")
        self.say(deal, "2026-03-03 09:00:00")
        self.say(known, "2026-03-02 09:00:00")
        busy.activity_schedule("agency_crm.activity_type_qbr", date(2026, 4, 10), user_id=self.seller_a.id)
        known.activity_schedule("mail.mail_activity_data_todo", date(2026, 3, 30), user_id=self.seller_a.id)
        clients = quiet | busy
        clients.invalidate_recordset()
        self.assertRecordValues(
            clients,
            [
                {"last_touch": False, "next_touch": False, "agency_lead_count": 0},
                {"last_touch": datetime(2026, 3, 3, 9), "next_touch": date(2026, 3, 30), "agency_lead_count": 2},
            ],
        )
        self.assertEqual(busy.with_user(self.seller_a).agency_lead_count, 2)

    @freeze_time("2026-03-10 12:00:00")
    def test_search(self):
        never, old, recent = (self.new_lead(name) for name in "abc")
        self.say(old, "2026-02-01 09:00:00")
        self.say(recent, "2026-02-01 09:00:00")
        self.say(recent, "2026-03-09 09:00:00")
        mine = [("id", "in", (never | old | recent).ids)]
        for domain, expected in [
            ([("last_touch", "<", "2026-02-24")], never | old),
            ([("last_touch", "<", "2026-02-01 09:00:00")], never),
            ([("last_touch", "<=", "2026-02-01 09:00:00")], never | old),
            ([("last_touch", ">", "2026-02-24")], recent),
            ([("last_touch", ">=", "2026-02-01 09:00:00")], old | recent),
            ([("last_touch", "=", False)], never),
            ([("last_touch", "!=", False)], old | recent),
        ]:
            with self.subTest(domain=domain):
                self.assertEqual(self.Lead.search(domain + mine, order="id"), expected)

    def test_queries_do_not_grow(self):
        clients = self.env["res.partner"].create(
            [{"name": f"Client {n}", "is_company": True, "client_state": "active"} for n in range(60)]
        )
        self.Lead.create([{"name": "Deal", "partner_id": client.id, "type": "opportunity"} for client in clients])

        def queries(records):
            self.env.flush_all()
            self.env.invalidate_all()
            records = records.with_prefetch(records.ids)
            before = self.env.cr.sql_log_count
            records.mapped("last_touch")
            return self.env.cr.sql_log_count - before

        queries(clients[:1])  # caches of xml ids and rules are filled once
        self.assertEqual(queries(clients[:5]), queries(clients[5:]))
