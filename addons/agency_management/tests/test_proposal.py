"""SAL-1: what a quotation shows, and the proposal as a document."""

import base64
import io
from datetime import date

from freezegun import freeze_time
from PIL import Image

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger
from odoo.tools.pdf import PdfFileReader

from .approval_common import ApprovalCommon


def picture(colour):
    """:return bytes: a PNG of one colour"""
    buffer = io.BytesIO()
    Image.new("RGB", (40, 20), colour).save(buffer, "PNG")
    return buffer.getvalue()


class ProposalCommon(ApprovalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2026-03-02 09:00:00"))
        cls.env.company.quotation_validity_days = 30
        cls.pages = cls.new_service(
            "Pages",
            price=900,
            duration_days=5,
            depends_on_ids=[Command.set(cls.audit.ids)],
            deliverables=[{"name": "Landing page", "type": "page", "rounds_included": 3}],
        )
        cls.audit.duration_days = 3
        cls.leads = cls.new_service(
            "Leads", price=100, pricing_model="performance", performance_metric="qualified lead", performance_fee=25
        )
        cls.full = cls.new_package(
            "Growth & More",
            [
                (cls.pages, "one_off"),
                (cls.audit, "one_off"),
                (cls.care, "monthly"),
                (cls.leads, "monthly"),
                (cls.care, "monthly", {"name": "Extra hours", "price_unit": 99, "is_addon": True}),
            ],
            scope="<p>Audit and care</p>",
            assumptions="<p>Access is given</p>",
            timeline_text="<p>Two weeks</p>",
            deposit_percent=50,
        )
        cls.order = cls.new_order(cls.client, cls.full, user_id=cls.seller.id, note="<p>Our terms apply</p>")

    def pages_of(self, pdf):
        """:return: texts of the pages of a PDF without blanks, which kerning puts anywhere"""
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        pages = reader.pages
        return ["".join((getattr(page, "extract_text", None) or page.extractText)().split()) for page in pages]

    def assertSays(self, text, said, says=True):
        """A page says something, whatever blanks are in it."""
        self.assertEqual("".join(text.split()) in said, says, f"{text!r} in {said}")


@tagged("post_install", "-at_install")
class TestProposalFacts(ProposalCommon):
    def test_deliverables_timeline_and_needs(self):
        self.assertEqual(
            self.order._offered_deliverables(),
            [
                {"name": "Landing page", "service": "Pages", "type": "Web Page", "rounds": 3, "monthly": False},
                {"name": "Audit report", "service": "Audit", "type": "Report", "rounds": 2, "monthly": False},
            ],
        )
        self.assertEqual(
            self.order._timeline_days(),
            [
                {"service": "Audit", "first": 1, "last": 3, "after": [], "days": "working days 1 to 3"},
                {"service": "Pages", "first": 4, "last": 8, "after": ["Audit"], "days": "working days 4 to 8"},
            ],
        )
        self.assertEqual(
            [row["name"] for row in self.order._offered_requirements()], ["Brand guide", "Analytics access"]
        )
        fee = self.env.company.currency_id.format(25)
        self.assertEqual(self.order._performance_lines(), [{"name": "Leads", "text": f"{fee} per qualified lead"}])

    def test_price_tables_once_and_monthly_apart(self):
        tables = self.order._proposal_values()["tables"]
        self.assertEqual(
            [(table["billing"], table["lines"].mapped("price_subtotal"), table["untaxed"]) for table in tables],
            [("one_off", [900, 2000], 2900), ("monthly", [500, 100], 600)],
        )
        self.assertEqual([addon["name"] for addon in self.order._proposal_values()["addons"]], ["Extra hours"])

    def test_valid_until(self):
        self.assertEqual(self.order.validity_date, date(2026, 4, 1))


@tagged("post_install", "-at_install")
class TestProposalDocument(ProposalCommon):
    def test_document(self):
        logo = base64.b64encode(picture("navy"))
        self.env.company.write({"logo": logo, "primary_color": "#aa3355", "secondary_color": "url(//evil)"})
        self.order.action_quotation_sent()
        pdf = self.order._proposal_pdf()
        self.assertTrue(pdf.startswith(b"%PDF-"))
        pages = self.pages_of(pdf)
        self.assertGreaterEqual(len(pages), 2)
        cover, rest = pages[0], "".join(pages[1:])
        for text in ("Growth & More", "Alpha Approval", self.order.name, "approval_seller", "Valid until"):
            with self.subTest(cover=text):
                self.assertSays(text, cover)
        self.assertSays("Preview", cover, False)
        for text in (
            "What we will do",
            "Audit and care",
            "Landing page",
            "Timeline",
            "Two weeks",
            "working days 4 to 8",
            "Paid once",
            "2,900.00",
            "Paid every month",
            "600.00",
            "per qualified lead",
            "You may add",
            "Extra hours",
            "To begin",
            "50 % of what is paid once and the first month",
            "Access is given",
            "Brand guide",
            "Our terms apply",
            "Agreed",
            self.env.company.name,
            f"Page 2 / {len(pages)}",
        ):
            with self.subTest(text=text):
                self.assertSays(text, rest)
        self.assertSays("Page 1 /", cover, False)
        title = f"Growth & More · {self.order.name}"
        for number, page in enumerate(pages[1:], start=2):
            with self.subTest(page=number):
                self.assertSays(title, page)
                self.assertSays(self.env.company.name, page)
        self.assertSays(title, cover, False)
        values = self.order._proposal_values()
        self.assertEqual((values["brand"]["primary"], values["brand"]["secondary"]), ("#aa3355", "#5b6b8c"))
        self.assertTrue(values["brand"]["logo"].startswith("data:image/png;base64,"))

    def test_planned_start(self):
        """A promise that holds stands in it; one in doubt does not, as on the client's page."""
        for day, warned, says in (("2026-05-04", False, True), ("2026-05-04", True, False), (False, False, False)):
            with self.subTest(day=day, warned=warned):
                self.order.write({"promised_start": day, "promise_warning": "Nobody is free" if warned else False})
                text = "".join(self.pages_of(self.order._proposal_pdf()))
                self.assertSays("Planned start: 05/04/2026", text, says)

    def test_costs_are_not_in_it(self):
        text = "".join(self.pages_of(self.order._proposal_pdf()))
        self.assertNotIn("margin", text.lower())
        self.assertNotIn("670", text)

    def test_a_draft_is_a_preview(self):
        self.assertSays("Preview", self.pages_of(self.order._proposal_pdf())[0])

    def test_signed_document_shows_the_signature(self):
        self.order.write(
            {
                "signed_by": "Ines Koch",
                "signed_on": "2026-03-03 10:00:00",
                "signature": base64.b64encode(picture("red")),
            }
        )
        self.order.action_confirm()
        text = "".join(self.pages_of(self.order._proposal_pdf()))
        self.assertSays("Ines Koch", text)
        self.assertSays("Signed on", text)
        self.assertSays("You may add", text, False)

    def test_language_of_the_client(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.audit.with_context(lang="fr_FR").deliverable_template_ids.name = "Rapport d'audit"
        self.client.lang = "fr_FR"
        order = self.new_order(self.client, self.full)
        text = "".join(self.pages_of(order._proposal_pdf()))
        self.assertSays("Rapport d'audit", text)
        self.assertSays("01/04/2026", text)

    def test_pictures_come_from_this_database_or_not_at_all(self):
        own, foreign, public = self.env["ir.attachment"].create(
            [
                {"name": "own.png", "raw": picture("red"), "res_model": "sale.order", "res_id": self.order.id},
                {"name": "foreign.png", "raw": picture("green"), "res_model": "res.partner", "res_id": self.client.id},
                {"name": "public.png", "raw": picture("blue"), "public": True},
            ]
        )
        text = self.env["ir.attachment"].create({"name": "own.html", "raw": b"<b>x</b>", "public": True})
        pdf = self.env["agency.pdf"]
        cases = [
            (f"/web/image/{own.id}", picture("red")),
            (f"https://agency.example/web/image/{own.id}-abc/own.png?access_token=x", picture("red")),
            (f"/web/content/{public.id}", picture("blue")),
            (f"/web/image/{foreign.id}", None),
            (f"/web/content/{text.id}", None),
            ("/web/image/res.partner/1/image_128", None),
            ("https://evil.example/pixel.png", None),
            ("file:///etc/passwd", None),
            ("http://169.254.169.254/latest/", None),
            ("", None),
        ]
        for source, content in cases:
            with self.subTest(source=source):
                html = pdf._with_pictures(f'<html><body><img src="{source}"/></body></html>', [self.order])
                data = base64.b64encode(content).decode() if content else None
                self.assertEqual("<img" in html, bool(content))
                if content:
                    self.assertIn(f'src="data:image/png;base64,{data}"', html)

    def test_nothing_is_fetched_while_printing(self):
        self.order.scope = (
            '<p style="background: url(http://169.254.169.254/x.png)">A</p><img src="http://169.254.169.254/y.png"/>'
        )
        with mute_logger("weasyprint"):
            self.assertTrue(self.order._proposal_pdf().startswith(b"%PDF-"))

    def test_every_way_of_printing_gives_the_same_document(self):
        report = self.env["ir.actions.report"]
        content, kind = report._render_qweb_pdf("agency_management.action_report_proposal", self.order.ids)
        self.assertEqual(kind, "pdf")
        self.assertEqual(self.pages_of(content), self.pages_of(self.order._proposal_pdf()))
        other = self.new_order(self.client, self.package)
        both = report._render_qweb_pdf("agency_management.action_report_proposal", (self.order | other).ids)[0]
        self.assertEqual(
            self.pages_of(both), self.pages_of(self.order._proposal_pdf()) + self.pages_of(other._proposal_pdf())
        )
        html = report._render_qweb_html("agency_management.report_proposal", self.order.ids)[0].decode()
        self.assertIn("What we will do", html)

    def test_the_mail_brings_it(self):
        order = self.order.with_user(self.seller)
        context = order.action_quotation_send()["context"]
        template = self.env["mail.template"].browse(context["default_template_id"])
        self.assertEqual(template, self.env.ref("agency_management.mail_template_proposal"))
        composer = self.env["mail.compose.message"].with_user(self.seller).with_context(**context).create({})
        composer._action_send_mail()
        message = self.order.message_ids.filtered(lambda one: "your proposal" in (one.subject or ""))
        self.assertEqual(message.attachment_ids.mapped("name"), [f"Proposal {self.order.name}.pdf"])
        self.assertIn("2,900.00", message.body)
        self.assertIn("600.00", message.body)
        self.assertEqual(self.order.state, "sent")
        plain = self.new_order(self.client, order_line=[Command.create({"product_id": self.licence().id})])
        self.assertEqual(plain._find_mail_template(), self.env.ref("sale.email_template_edi_sale"))

    def licence(self):
        return self.env["product.product"].create({"name": "Licence", "type": "service", "list_price": 10})

    def test_without_the_library_it_says_so(self):
        pdf_model = type(self.env["agency.pdf"])
        self.patch(pdf_model, "_library", lambda self: None)
        with self.assertRaisesRegex(UserError, "Pango"):
            self.order._proposal_pdf()
        self.assertEqual(self.order._find_mail_template(), self.env.ref("sale.email_template_edi_sale"))
