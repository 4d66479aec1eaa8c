"""CRM-1: projects and rate cards of an agency that moves to the suite."""

from datetime import date, datetime

from odoo.tests import tagged

from .import_common import ImportCommon


@tagged("post_install", "-at_install")
class TestImportDeliver(ImportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.alpha = cls.new_client("Alpha Shoes Ltd", ref="C-1001")
        cls.beta = cls.new_client("Beta Bikes GmbH")
        cls.designer = cls.new_role("Designer")
        cls.strategist = cls.new_role("Strategist")
        cls.tier = cls.env["agency.client.tier"].create({"name": "Key"})

    def test_projects(self):
        package = self.new_standard_package()
        batch = self.bring("projects", "projects.csv")
        self.assertEqual(self.outcome(batch), [(2, "create", False), (3, "create", False)])
        projects = self.records(batch)
        self.assertRecordValues(
            projects,
            [
                {
                    "name": "Website relaunch",
                    "client_id": self.alpha.id,
                    "user_id": self.manager.id,
                    "date_start": date(2026, 9, 13),
                    "date": date(2027, 2, 28),
                    "allocated_hours": 320.5,
                    "budget_amount": 28000.0,
                    "allow_timesheets": True,
                    "company_id": self.company.id,
                },
                {
                    "name": "SEO care",
                    "client_id": self.beta.id,
                    "user_id": self.env.user.id,
                    "date_start": date(2025, 1, 1),
                    "date": date(2027, 12, 31),
                    "allocated_hours": 120.0,
                    "budget_amount": 0.0,
                    "allow_timesheets": True,
                    "company_id": self.company.id,
                },
            ],
        )
        self.assertEqual(self.actions(self.bring("projects", "projects.csv")), ["unchanged", "unchanged"])
        more = self.bring(
            "projects",
            f"client,project,template package,end\nC-1001,website RELAUNCH,{package.name},2027-03-31\n"
            "C-1001,Half Dated,,2027-03-31\nBeta Bikes GmbH,Website relaunch,,\n",
        )
        self.assertEqual(
            self.outcome(more),
            [
                (2, "update", False),
                (3, "error", "start: A project has both a start and an end, or neither. Enter the other date as well."),
                (4, "create", False),
            ],
        )
        self.assertRecordValues(
            projects[0], [{"name": "website RELAUNCH", "package_id": package.id, "date": date(2027, 3, 31)}]
        )

    def test_a_retainer_finds_a_project_by_its_reference(self):
        projects = self.records(self.bring("projects", "projects.csv"))
        retainers = self.records(self.bring("retainers", "retainers.csv"))
        self.assertEqual(retainers[1].project_id, projects[1])
        other = self.bring(
            "retainers",
            "client,name,service,price,start,next invoice,project\n"
            "C-1001,x,Care of Networks,10,2026-01-01,2026-12-01,J-78\n",
        )
        self.assertEqual(
            self.outcome(other),
            [(2, "error", "project: “J-78” belongs to another client. Correct the client or the project.")],
        )

    def test_rate_cards(self):
        batch = self.bring("rate_cards", "rate_cards.csv")
        self.assertEqual(self.outcome(batch), [(2, "create", False), (3, "create", False), (4, "create", False)])
        items = self.records(batch)
        self.assertRecordValues(
            items,
            [
                {
                    "agency_role_id": self.designer.id,
                    "product_id": self.designer.product_id.id,
                    "fixed_price": 95.0,
                    "date_start": datetime(2027, 1, 1),
                },
                {
                    "agency_role_id": self.strategist.id,
                    "product_id": self.strategist.product_id.id,
                    "fixed_price": 140.0,
                    "date_start": datetime(2027, 1, 1),
                },
                {
                    "agency_role_id": self.designer.id,
                    "product_id": self.designer.product_id.id,
                    "fixed_price": 110.5,
                    "date_start": False,
                },
            ],
        )
        self.assertRecordValues(
            items.pricelist_id,
            [
                {"name": "Key Clients", "agency_rate_card": True, "agency_tier_ids": self.tier.ids},
                {"name": "Everybody", "agency_rate_card": True, "agency_tier_ids": []},
            ],
        )
        # the suite's own choice of a rate card takes them
        self.alpha.client_tier_id = self.tier
        cards = self.env["product.pricelist"]
        self.assertEqual(cards._agency_rate_card_of(self.alpha, self.company)[0], items[0].pricelist_id)
        self.assertEqual(self.actions(self.bring("rate_cards", "rate_cards.csv")), ["unchanged"] * 3)
        changed = self.bring("rate_cards", "card,role,price,valid from\nkey clients,Designer,99,2027-01-01\n")
        self.assertEqual(self.actions(changed), ["update"])
        self.assertEqual(items.mapped("fixed_price"), [99.0, 140.0, 110.5])

    def test_rates_that_cannot_be(self):
        self.env.ref("base.EUR").active = True
        self.env.ref("base.USD").active = True
        other = (self.env.ref("base.EUR") | self.env.ref("base.USD")) - self.company.currency_id
        batch = self.bring(
            "rate_cards",
            f"card,currency,role,price\nMixed,{self.company.currency_id.name},Designer,90\n"
            f"Mixed,{other[0].name},Strategist,90\nFresh,,Nobody,90\nFresh,,Designer,90\n",
        )
        self.assertEqual(
            self.outcome(batch),
            [
                (2, "create", False),
                (3, "error", "currency: Line 2 says something else about Mixed. Make both the same."),
                (4, "error", "role: “Nobody” was not found. Correct it, or import or create it first."),
                (5, "create", False),
            ],
        )
        again = self.bring("rate_cards", f"card,currency,role,price\nMixed,{other[0].name},Strategist,90\n")
        self.assertEqual(
            self.outcome(again),
            [
                (
                    2,
                    "error",
                    f"currency: The rate card is in {self.company.currency_id.name}. Give this one another name.",
                )
            ],
        )

    def test_a_card_whose_first_rate_fails_is_made_by_the_next(self):
        """The database refuses a rate: its card is taken back with it, and the next line makes the card anew."""
        batch = self.bring(
            "rate_cards",
            "card,role,price,valid from,valid until\nLate,Designer,90,2027-05-01,2027-01-01\nLate,Strategist,90,,\n",
        )
        self.assertEqual(self.actions(batch), ["error", "create"])
        card = batch.line_ids.filtered("res_id")
        item = self.env["product.pricelist.item"].browse(card.res_id)
        self.assertEqual(item.pricelist_id.item_ids, item)
        self.assertEqual(self.env["product.pricelist"].search_count([("name", "=", "Late")]), 1)
