from freezegun import freeze_time

from odoo import Command
from odoo.tests import Form, tagged

from .capacity_common import CapacityCommon, day


class SkillCommon(CapacityCommon):
    """Three designers who differ in skills, cost and time."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.service_model = cls.env["agency.capacity"]
        cls.company = cls.env.company
        cls.env["hr.employee"].search([("agency_role_id", "!=", False)]).agency_role_id = False
        cls.skill_type = cls.env["hr.skill.type"].create(
            {
                "name": "Tools",
                "skill_ids": [Command.create({"name": "Figma"}), Command.create({"name": "Motion"})],
                "skill_level_ids": [
                    Command.create({"name": "Expert", "level_progress": 100, "default_level": True}),
                    Command.create({"name": "Beginner", "level_progress": 20}),
                ],
            }
        )
        cls.figma, cls.motion = cls.skill_type.skill_ids.sorted("id")
        cls.expert, cls.beginner = cls.skill_type.skill_level_ids.sorted("level_progress", reverse=True)
        cls.ann = cls.new_person("Ann", cls.role_design, hourly_cost=80)
        cls.bea = cls.new_person("Bea", cls.role_design, hourly_cost=50)
        cls.cat = cls.new_person("Cat", cls.role_design)
        cls.dev = cls.new_person("Dev", cls.role_code)
        cls.knows(cls.ann, cls.figma, cls.expert)
        cls.knows(cls.bea, cls.figma, cls.beginner)
        cls.new_booking(cls.cat, "2027-03-15", "2027-03-19", 30, state="tentative")

    @classmethod
    def knows(cls, employee, skill, level):
        cls.env["hr.employee.skill"].create(
            {
                "employee_id": employee.id,
                "skill_type_id": cls.skill_type.id,
                "skill_id": skill.id,
                "skill_level_id": level.id,
            }
        )


@tagged("post_install", "-at_install")
class TestSuggestPeople(SkillCommon):
    """PRJ-3: suggestions by skill, availability and cost."""

    def suggest(self, hours, skills=None, role=None):
        return self.service_model._suggest(
            self.role_design if role is None else role,
            skills or self.env["hr.skill"],
            day("2027-03-15"),
            day("2027-03-19"),
            hours,
            self.company,
        )

    def test_by_skill(self):
        self.assertEqual(
            self.suggest(20, self.figma | self.motion),
            [
                {
                    "employee": self.ann,
                    "skill_match": 0.5,
                    "free_hours": 40.0,
                    "cost_rate": 80.0,
                    "reasons": ["40 hours free, 20 needed", "knows Figma", "does not know Motion"],
                },
                {
                    "employee": self.bea,
                    "skill_match": 0.1,
                    "free_hours": 40.0,
                    "cost_rate": 50.0,
                    "reasons": ["40 hours free, 20 needed", "knows Figma", "does not know Motion"],
                },
                {
                    "employee": self.cat,
                    "skill_match": 0.0,
                    "free_hours": 10.0,
                    "cost_rate": 40.0,
                    "reasons": ["only 10 of 20 hours free", "does not know Figma, Motion"],
                },
            ],
        )

    def names(self, *args, **kwargs):
        return [one["employee"].name for one in self.suggest(*args, **kwargs)]

    def test_by_cost_and_time(self):
        self.assertEqual(self.names(5), ["Cat", "Bea", "Ann"], "all have time: cost decides")
        self.assertEqual(self.names(20), ["Bea", "Ann", "Cat"], "enough time comes first")
        self.assertEqual(self.names(60), ["Cat", "Bea", "Ann"], "nobody has enough")

    def test_of_any_role(self):
        self.assertEqual(self.names(5, role=self.env["agency.role"]), ["Dev", "Cat", "Bea", "Ann"])

    def test_costs_in_another_currency(self):
        other = self.env.ref("base.EUR" if self.company.currency_id.name != "EUR" else "base.USD")
        other.active = True
        self.env["res.currency.rate"].search([("currency_id", "in", (other | self.company.currency_id).ids)]).unlink()
        self.env["res.currency.rate"].create(
            {"currency_id": other.id, "company_id": self.company.id, "name": "2020-01-01", "rate": 4}
        )
        self.role_design.write({"currency_id": other.id, "cost_rate": 100})
        self.assertEqual(self.cat._agency_cost_rate(self.company), 25.0)
        self.assertEqual(self.ann._agency_cost_rate(self.company), 80.0)

    def test_choosing_somebody_for_a_booking(self):
        self.role_design.skill_ids = self.figma
        placeholder = self.new_booking(self.role_design, "2027-03-15", "2027-03-19", 20).with_user(self.manager)
        action = placeholder.action_suggest()
        wizard = self.env[action["res_model"]].with_user(self.manager).browse(action["res_id"])
        self.assertEqual((wizard.role_id, wizard.skill_ids), (self.role_design, self.figma))
        self.assertRecordValues(
            wizard.line_ids,
            [
                {
                    "employee_id": self.ann.id,
                    "skill_match": 100,
                    "free_hours": 40,
                    "cost_rate": 80,
                    "reasons": "40 hours free, 20 needed; knows Figma",
                },
                {
                    "employee_id": self.bea.id,
                    "skill_match": 20,
                    "free_hours": 40,
                    "cost_rate": 50,
                    "reasons": "40 hours free, 20 needed; knows Figma",
                },
                {
                    "employee_id": self.cat.id,
                    "skill_match": 0,
                    "free_hours": 10,
                    "cost_rate": 40,
                    "reasons": "only 10 of 20 hours free; does not know Figma",
                },
            ],
        )
        form = Form(wizard)
        form.skill_ids.clear()
        form.role_id = self.role_code
        wizard = form.save()
        self.assertEqual(wizard.line_ids.employee_id, self.dev)
        wizard.line_ids.action_choose()
        self.assertEqual((placeholder.employee_id, placeholder.role_id), (self.dev, self.role_design))

    def test_a_booking_does_not_stand_in_its_own_way(self):
        booking = self.new_booking(self.ann, "2027-03-15", "2027-03-19", 30).with_user(self.manager)
        wizard = self.env["agency.booking.suggest"].with_user(self.manager).browse(booking.action_suggest()["res_id"])
        free = dict(zip(wizard.line_ids.employee_id, wizard.line_ids.mapped("free_hours")))
        self.assertEqual(free, {self.ann: 40, self.bea: 40, self.cat: 10})


@tagged("post_install", "-at_install")
class TestEarliestStart(SkillCommon):
    """AGM-2: when can we start this? And what quotations that are not won yet will take."""

    def earliest(self, efforts, not_before="2027-03-15", duration=5, **kwargs):
        return self.service_model._earliest(efforts, day(not_before), self.company, duration=duration, **kwargs)

    @freeze_time("2027-03-01 10:00:00")
    def test_at_once(self):
        self.assertEqual(
            self.earliest({self.role_design: 60, self.role_code: 40}),
            {
                "start": day("2027-03-15"),
                "finish": day("2027-03-19"),
                "reasons": ["Everybody needed has time from 03/15/2027 on."],
                "roles": self.env["agency.role"],
            },
        )

    @freeze_time("2027-03-01 10:00:00")
    def test_the_bottleneck_is_named(self):
        self.new_booking(self.dev, "2027-03-15", "2027-03-24", 56)
        self.assertEqual(
            self.earliest({self.role_design: 60, self.role_code: 24}),
            {
                "start": day("2027-03-23"),
                "finish": day("2027-03-29"),
                "reasons": [
                    "Code has only 5 of 24 hours free in the 5 working days from 03/15/2027 on."
                    " Enough from 03/23/2027 on."
                ],
                "roles": self.role_code,
            },
        )

    @freeze_time("2027-03-01 10:00:00")
    def test_never_enough_room_at_once(self):
        found = self.earliest({self.role_code: 60})
        self.assertEqual((found["start"], found["finish"]), (day("2027-03-15"), day("2027-03-24")))
        self.assertEqual(found["reasons"][-1][:33], "There is never enough room for it")

    @freeze_time("2027-03-01 10:00:00")
    def test_nobody_has_the_role(self):
        found = self.earliest({self.new_role("Film"): 8, self.role_code: 8})
        self.assertEqual((found["start"], found["finish"]), (False, False))
        self.assertEqual(found["reasons"], ["Nobody has the role Film."])

    @freeze_time("2027-03-16 10:00:00")
    def test_never_in_the_past(self):
        found = self.earliest({self.role_code: 8}, not_before="2027-03-01", duration=1)
        self.assertEqual(found["start"], day("2027-03-16"))

    @freeze_time("2027-03-01 10:00:00")
    def test_time_off_and_placeholders_take_room(self):
        self.new_absence(self.dev, "2027-03-15 00:00:00", "2027-03-19 23:59:59")
        self.assertEqual(self.earliest({self.role_code: 40})["start"], day("2027-03-22"))
        self.new_booking(self.role_code, "2027-03-22", "2027-03-26", 20)
        self.assertEqual(self.earliest({self.role_code: 40})["start"], day("2027-03-29"))

    @freeze_time("2027-03-01 10:00:00")
    def test_named_people(self):
        found = self.earliest({self.role_design: 40}, people_by_role={self.role_design: self.cat})
        self.assertEqual(found["start"], day("2027-03-22"))
        self.assertEqual(self.earliest({self.role_design: 40})["start"], day("2027-03-15"))

    def quote(self, **values):
        service = self.new_service("Build", efforts=[(self.role_code, 30)], duration_days=5)
        package = self.new_package("Build", [(service, "one_off")])
        return self.new_order(self.client_acme, package, promised_start="2027-03-15", **values)

    def demands(self, **kwargs):
        return [
            (one.role_id, one.first.isoformat(), one.last.isoformat(), one.hours, one.chance)
            for one in self.service_model._demands(self.company.ids, day("2027-03-15"), day("2027-04-30"), **kwargs)
        ]

    @freeze_time("2027-03-01 10:00:00")
    def test_open_quotations_load_their_roles(self):
        self.env["sale.order"].search([("state", "in", ("draft", "sent"))]).action_cancel()
        order = self.quote()
        self.assertEqual(self.demands(), [(self.role_code.id, "2027-03-15", "2027-03-19", 7.5, 25.0)])
        order.state = "sent"
        self.assertEqual(self.demands()[0][3:], (15.0, 50.0))
        lead = self.env["crm.lead"].create({"name": "Deal", "type": "opportunity", "probability": 80})
        order.opportunity_id = lead
        self.assertEqual(self.demands()[0][3:], (24.0, 80.0))
        newer = self.quote(opportunity_id=lead.id)
        self.assertEqual(len(self.demands()), 1, "of several quotations of one opportunity the newest counts")
        self.assertEqual(self.demands(without_orders=newer.ids)[0][3:], (24.0, 80.0))
        lead.action_set_lost()
        self.assertEqual(self.demands(), [])
        newer.opportunity_id = order.opportunity_id = False
        newer.validity_date = "2027-02-28"
        self.assertEqual(len(self.demands()), 1, "expired ones do not count")
        order.promised_start = "2027-02-15"
        self.assertEqual(self.demands(), [], "what should have started starts today, and is through by then")
        order.promised_start = "2027-03-15"
        order.action_confirm()
        self.assertEqual(self.demands(), [])

    @freeze_time("2027-03-01 10:00:00")
    def test_monthly_work_goes_on_for_its_term(self):
        self.env["sale.order"].search([("state", "in", ("draft", "sent"))]).action_cancel()
        care = self.new_service("Care", pricing_model="retainer", efforts=[(self.role_code, 10)])
        package = self.new_package("Care", [(care, "monthly")], minimum_term_months=2)
        self.new_order(self.client_acme, package, promised_start="2027-03-15", state="sent")
        self.assertEqual(
            self.demands(),
            [
                (self.role_code.id, "2027-03-15", "2027-04-14", 5.0, 50.0),
                (self.role_code.id, "2027-04-15", "2027-05-14", 5.0, 50.0),
            ],
        )

    @freeze_time("2027-03-01 10:00:00")
    def test_the_planner_shows_the_pipeline(self):
        self.env["sale.order"].search([("state", "in", ("draft", "sent"))]).action_cancel()
        order = self.quote(state="sent")
        grid = self.service_model.with_user(self.manager).get_grid({"start": "2027-03-15", "buckets": 1})
        placeholders = {row["name"]: row["cells"] for row in grid["rows"] if row["is_placeholder"]}
        self.assertEqual(placeholders, {"Code": [[0.0, 0.0, 15.0, 0.0]]})
        wish = {"role_id": self.role_code.id, "start": "2027-03-15", "end": "2027-03-16"}
        self.assertEqual(self.service_model.with_user(self.member).get_bookings(wish)["pipeline"], [])
        seller = self.new_staff("capacity_seller", "marketing_manager")
        self.assertEqual(
            self.service_model.with_user(seller).get_bookings(wish)["pipeline"],
            [
                {
                    "order_id": order.id,
                    "name": order.name,
                    "client": "Acme Capacity",
                    "start": "2027-03-15",
                    "end": "2027-03-19",
                    "hours": 15.0,
                    "chance": 50.0,
                }
            ],
        )
        demand = self.service_model._earliest({self.role_code: 30}, day("2027-03-15"), self.company, duration=5)
        self.assertEqual(demand["start"], day("2027-03-17"))
        own = self.service_model._earliest(
            {self.role_code: 30}, day("2027-03-15"), self.company, duration=5, without_orders=order.ids
        )
        self.assertEqual(own["start"], day("2027-03-15"))
