from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .billing_common import BillingCommon


@tagged("post_install", "-at_install")
class TestClientState(BillingCommon):
    """Clients stand where what runs for them says."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.new_staff("state_manager", "project_manager")
        cls.package = cls.new_standard_package()

    def new_billed(self, client, **values):
        """:return: a retainer of March 2026 that is billed and runs no further"""
        with freeze_time("2026-03-01"):
            retainer = self.new_retainer("2026-03-01", client=client, end_date="2026-03-31", **values)
            self.bill(retainer, "2026-03-01")
        return retainer

    def states(self, *clients):
        return [client.client_state for client in clients]

    def test_the_last_engagement_ends(self):
        """One run closes the retainers of four clients; each goes where its own engagements lead."""
        nothing, building, pausing, going = (
            self.new_client(name) for name in ("Nothing Left", "Still Building", "Is Pausing", "Goes On")
        )
        project = self.env["project.project"].create({"name": "Site", "partner_id": building.id})
        ending = [self.new_billed(client) for client in (nothing, building, pausing, going)]
        with freeze_time("2026-03-15"):
            self.new_retainer("2026-03-15", client=pausing).action_pause()
            self.new_retainer("2026-03-15", client=going)
        with freeze_time("2026-03-31"):
            self.env["agency.retainer"]._cron_bill()
            self.assertEqual([one.state for one in ending], ["active"] * 4)
            self.assertEqual(self.states(nothing, building, pausing, going), ["active"] * 4)
        with freeze_time("2026-04-01"):
            self.env["agency.retainer"]._cron_bill()
        self.assertEqual([one.state for one in ending], ["ended"] * 4)
        self.assertEqual(self.states(nothing, building, pausing, going), ["former", "active", "paused", "active"])
        project.with_user(self.manager).write({"active": False})
        self.assertEqual(self.states(nothing, building, pausing, going), ["former", "former", "paused", "active"])

    def test_a_cancelled_retainer_counts_from_its_last_day(self):
        early, late = self.new_client("Early Leaver"), self.new_client("Late Leaver")
        with freeze_time("2026-03-01"):
            retainers = [self.new_retainer("2026-03-01", client=client) for client in (early, late)]
            for retainer in retainers:
                self.bill(retainer, "2026-03-01")
        with freeze_time("2026-04-01"):
            retainers[0]._cancel(date(2026, 3, 31), "price")
            retainers[1]._cancel(date(2026, 4, 30), "price")
            self.assertEqual(self.states(early, late), ["former", "active"])
            self.bill(retainers[1], "2026-04-01")
        with freeze_time("2026-05-01"):
            self.env["agency.retainer"]._cron_bill()
        self.assertEqual([one.state for one in retainers], ["cancelled", "cancelled"])
        self.assertEqual(self.states(early, late), ["former", "former"])

    def test_what_keeps_a_client(self):
        """Anything else that goes on keeps the client after its last retainer; its end lets the client go."""
        orders, projects = self.env["sale.order"], self.env["project.project"]
        onboardings, retainers = self.env["agency.onboarding"], self.env["agency.retainer"]
        cases = {
            "drafted retainer": (
                lambda client: self.new_retainer("2026-05-01", client=client, activate=False),
                lambda record: record.unlink(),
            ),
            "drafted retainer, cancelled": (
                lambda client: self.new_retainer("2026-05-01", client=client, activate=False, end_date="2026-12-31"),
                lambda record: record._cancel(date(2026, 4, 1), "price"),
            ),
            "quotation": (
                lambda client: orders.create({"partner_id": client.id}),
                lambda record: record._action_cancel(),
            ),
            "order whose set-up failed": (
                lambda client: orders.create({"partner_id": client.id, "state": "sale", "setup_state": "failed"}),
                lambda record: record._action_cancel(),
            ),
            "onboarding, cancelled": (
                lambda client: onboardings.create({"name": "Start", "client_id": client.id}),
                lambda record: record.action_cancel(),
            ),
            "onboarding, finished": (
                lambda client: onboardings.create(
                    {"name": "Start", "client_id": client.id, "step_ids": [(0, 0, {"name": "Call"})]}
                ),
                lambda record: (record._check_conditions(), record.step_ids.action_done()),
            ),
            "project, archived": (
                lambda client: projects.create({"name": "Site", "partner_id": client.id}),
                lambda record: record.action_archive(),
            ),
            "project, reported done": (
                lambda client: projects.create({"name": "Site", "partner_id": client.id}),
                lambda record: self.env["project.update"].create(
                    {"name": "Done", "project_id": record.id, "status": "done"}
                ),
            ),
            "project, in a folded stage": (
                lambda client: projects.create({"name": "Site", "partner_id": client.id}),
                lambda record: record.write(
                    {"stage_id": self.env["project.project.stage"].create({"name": "Over", "fold": True}).id}
                ),
            ),
        }
        kept = {name: begin(self.new_client(f"Client {name}")) for name, (begin, _end) in cases.items()}
        clients = {name: record.client_id for name, record in kept.items()}
        for client in clients.values():
            self.new_billed(client)
        with freeze_time("2026-04-01"):
            self.env["agency.retainer"]._cron_bill()
            states = {name: client.client_state for name, client in clients.items()}
            self.assertEqual(states, dict.fromkeys(cases, "active"))
            for name, (_begin, end) in cases.items():
                with self.subTest(name):
                    self.assertEqual(clients[name].client_state, "active")
                    end(kept[name])
                    self.assertEqual(clients[name].client_state, "former")
        self.assertEqual(retainers.search_count([("client_id", "in", [one.id for one in clients.values()])]), 10)

    def test_without_a_retainer_people_decide(self):
        """Neither the end of a project nor a retainer that never began makes somebody a former client."""
        with_project, drafted = self.new_client("Project Only"), self.new_client("Never Began")
        self.env["project.project"].create({"name": "Site", "partner_id": with_project.id}).action_archive()
        self.new_retainer("2026-05-01", client=drafted, activate=False)._cancel(date(2026, 5, 1), "price")
        self.assertEqual(self.states(with_project, drafted), ["active", "active"])

    def test_they_come_back(self):
        """A new order takes former and paused clients up again, each in its way; a renewed retainer does as well."""
        ordering, renewing, resting = (self.new_client(name) for name in ("Orders Anew", "Renews", "Rests"))
        self.new_billed(ordering)
        renewed = self.new_billed(renewing)
        with freeze_time("2026-04-01"):
            self.env["agency.retainer"]._cron_bill()
            self.new_retainer("2026-04-01", client=resting).action_pause()
            self.assertEqual(self.states(ordering, renewing, resting), ["former", "former", "paused"])
            self.new_order(ordering, self.package).action_confirm()
            renewed.action_renew()
            self.new_order(resting, self.new_package("Audit Only", [(self.audit, "one_off")])).action_confirm()
        self.assertEqual(ordering.retainer_ids.mapped("state"), ["active", "ended"])
        self.assertEqual(self.states(ordering, renewing, resting), ["onboarding", "active", "active"])

    def test_queries_do_not_grow_with_clients(self):
        counts = []
        for number in (2, 20):
            clients = self.env["res.partner"].browse()
            for index in range(number):
                clients |= self.new_client(f"Counted {number} {index}")
            retainers = self.env["agency.retainer"].browse()
            for client in clients:
                retainers |= self.new_retainer("2026-03-01", client=client)
            self.env.flush_all()
            self.env.invalidate_all()
            # an environment looks its company up once, and which ones are still alive depends on the garbage collector
            self.assertTrue(self.env.user.company_id)
            before = self.env.cr.sql_log_count
            clients._agency_engagements()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
