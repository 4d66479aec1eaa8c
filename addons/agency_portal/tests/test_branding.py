import base64
import re

from lxml import html

from odoo.tests import HttpCase, tagged

from ..hooks import uninstall_hook
from ..models.website import HOME, is_blank
from .common import PortalBuilders

#: what stock shows of its example company, on either series
PLACEHOLDERS = (
    "yourcompany",
    "555-5556",
    "555-0111",
    "Company name",
    "passionate people",
    "Useful Links",
    ">Products<",
    ">Legal<",
    "My Company",
    "My Website",
    "Fake Buena Vista",
    "Free Returns",
    "This is the homepage",
    "This is the contact us page",
    "facebook.com/Odoo",
)
PUBLIC_PAGES = ("/", "/services", "/request-proposal", "/contactus", "/contactus-thank-you", "/web/login", "/nowhere")
PORTAL_PAGES = ("/my", "/my/agency")
#: a picture of one pixel
LOGO = base64.b64encode(
    base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
)
COMPANY = {
    "name": "Bright Lane",
    "email": "hello@brightlane.example.com",
    "phone": "+1 (503) 555-0142",
    "street": "7 Quay Street",
    "zip": "97209",
    "city": "Portland",
}


@tagged("post_install", "-at_install")
class TestBranding(PortalBuilders, HttpCase):
    """Every page of the website and of the portal is the agency's, not that of stock's example company."""

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.website = cls.env["website"].get_current_website()
        cls.company = cls.website.company_id
        cls.company.write({name: False for name in cls.company._fields if name.startswith("social_")})
        cls.website.write({name: False for name in cls.website._fields if name.startswith("social_")} | {"logo": False})
        cls.company.write(COMPANY | {"country_id": cls.env.ref("base.us").id, "logo": LOGO})
        cls.website._agency_brand()
        cls.build_catalogue()
        cls.new_member(cls.new_client("Page Client"), "brand_member")

    def _page(self, path, status=200):
        response = self.url_open(path)
        self.assertEqual(response.status_code, status, path)
        return response.text

    def _part(self, page, expression):
        """:return str: text of the first node that matches, with single spaces"""
        return " ".join(html.fromstring(page).xpath(expression)[0].text_content().split())

    def _links(self, page, expression="//footer"):
        """:return list: targets of the links of a part of the page"""
        return html.fromstring(page).xpath(f"{expression}//a/@href")

    def _assert_branded(self, page):
        self.assertFalse([text for text in PLACEHOLDERS if text in page])
        for expected in ("Bright Lane", "7 Quay Street", "97209", COMPANY["email"], COMPANY["phone"]):
            self.assertIn(expected, self._part(page, "//div[@id='footer']"))
        self.assertIn("Copyright © Bright Lane", self._part(page, "//div[hasclass('o_footer_copyright')]"))
        self.assertIn(COMPANY["phone"], self._part(page, "//header"))
        self.assertIn("Request a proposal", self._part(page, "//header"))
        wanted = {"mailto:hello@brightlane.example.com", "tel:+15035550142", "/services", "/request-proposal", "/my"}
        self.assertLessEqual(wanted, set(self._links(page)))

    def test_no_placeholder_on_any_page(self):
        for path in PUBLIC_PAGES:
            with self.subTest(path=path):
                self._assert_branded(self._page(path, 404 if path == "/nowhere" else 200))
        self.authenticate("brand_member", "brand_member")
        for path in PORTAL_PAGES:
            with self.subTest(path=path):
                self._assert_branded(self._page(path))

    def test_title(self):
        self.assertRegex(self._page("/services"), r"<title>\s*Services \| Bright Lane\s*</title>")

    def test_logo_or_name(self):
        """The header shows the logo; without one the name, never stock's "Your Logo"."""
        picture = f"/web/image/website/{self.website.id}/logo"
        self.assertIn(picture, self._page("/"))
        self.company.logo = False
        self.website._agency_brand()
        self.assertFalse(self.website.logo)
        page = self._page("/")
        self.assertFalse([link for link in html.fromstring(page).xpath("//header//img/@src") if picture in link])
        self.assertEqual(
            [node.text for node in html.fromstring(page).xpath("//header//span[hasclass('agency-brand')]")],
            ["Bright Lane"] * 2,
        )

    def test_what_is_not_filled_in_is_left_out(self):
        self.company.write(dict.fromkeys(("email", "phone", "street", "zip", "city"), False))
        page = self._page("/")
        self.assertEqual(
            self._part(page, "//div[@id='footer']"),
            "Bright Lane What we do Services Request a proposal Contact us For clients My account",
        )
        self.assertFalse([link for link in self._links(page, "/") if link.startswith(("tel:", "mailto:"))])
        self.assertEqual(
            self.website._agency_contact(), {"address": [], "email": "", "phone": "", "dial": "", "networks": []}
        )

    def test_networks(self):
        """Only what is filled in; the website's own go first; what is no page is no link."""
        self.company.write(
            {
                "social_linkedin": "https://www.linkedin.com/company/brightlane",
                "social_facebook": "https://www.facebook.com/brightlane",
                "social_github": "javascript:alert(1)",
            }
        )
        self.website.social_facebook = "facebook.com/brightlane.us"
        expected = {
            "LinkedIn": "https://www.linkedin.com/company/brightlane",
            "Facebook": "https://facebook.com/brightlane.us",
        }
        nodes = html.fromstring(self._page("/")).xpath("//footer//ul[hasclass('agency-networks')]//a")
        self.assertEqual({node.get("aria-label"): node.get("href") for node in nodes}, expected)

    def test_pages_follow_the_company(self):
        """Odoo 17 keeps headers and footers ready-made, Odoo 19 whole pages; a change shows at once all the same."""
        for path in ("/", "/services", "/contactus"):
            self._page(path)
        self.company.partner_id.write({"phone": "+1 503 555 0199", "city": "Salem"})
        for path in ("/", "/services", "/contactus"):
            page = self._page(path)
            self.assertIn("+1 503 555 0199", self._part(page, "//header"))
            self.assertIn("Salem 97209", self._part(page, "//footer"))
        self.company.social_linkedin = "https://www.linkedin.com/company/brightlane"
        for path in ("/", "/services", "/contactus"):
            self.assertIn("https://www.linkedin.com/company/brightlane", self._links(self._page(path)))

    def test_home_page(self):
        """Name, promise, published services, the way to a proposal; a service that is withdrawn goes at once."""
        page = self._page("/")
        home = self._part(page, "//div[@id='wrap']")
        for text in ("Bright Lane", "SEO Audit", "SEO Care", "How we work"):
            self.assertIn(text, home)
        self.assertNotIn("Hidden Service", page)
        self.assertIn(
            '<meta name="description" content="Bright Lane: services at clear prices, a plan before you pay, '
            'and results you can follow."/>',
            page,
        )
        self.assertEqual(len(html.fromstring(page).xpath("//h1")), 1)
        links = self._links(page, "//div[@id='wrap']")
        self.assertLessEqual({"/request-proposal", "/services", self.audit.website_url}, set(links))
        self.audit.is_published = False
        self.assertNotIn("SEO Audit", self._part(self._page("/"), "//div[@id='wrap']"))

    def test_menu(self):
        names = self.website.menu_id.child_id.mapped(lambda menu: (menu.name, menu.url))
        self.assertEqual(
            names, [("Home", "/"), ("Services", "/services"), ("Jobs", "/jobs"), ("Contact us", "/contactus")]
        )


@tagged("post_install", "-at_install")
class TestBrandingOfEditedPages(PortalBuilders, HttpCase):
    """What people have made with the website builder stays theirs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.website = cls.env["website"].get_current_website()
        cls.site = cls.env["ir.ui.view"].with_context(website_id=cls.website.id)
        cls.website.company_id.write(COMPANY)

    def _view(self, key):
        return self.website.with_context(website_id=self.website.id).viewref(key)

    def _text(self, path="/services"):
        response = self.url_open(path)
        self.assertEqual(response.status_code, 200)
        return response.text

    def test_home_page_with_content_stays(self):
        home = self._view("website.homepage")
        mine = re.sub(r"(?s)<div id=.wrap.*</div>", '<div id="wrap" class="oe_structure"><p>Mine</p></div>', HOME)
        home.arch_db = mine
        self.website._agency_fill_home()
        self.assertEqual(home.arch_db, mine)
        self.assertNotIn("agency-home", self._text("/"))
        home.arch_db = mine.replace("<p>Mine</p>", '<div class="oe_structure"> </div>')
        self.website._agency_fill_home()
        self.assertEqual(home.arch_db, HOME)

    def test_is_blank(self):
        for inside, expected in (
            ("", True),
            ("\n  <div class='oe_structure'/><div class='oe_structure oe_empty'/>", True),
            ("<!-- nothing -->", True),
            ("Text", False),
            ("<div class='oe_structure'>Text</div>", False),
            ("<section/>", False),
            ("<t t-call='some.template'/>", False),
        ):
            with self.subTest(inside=inside):
                self.assertEqual(is_blank(f"<t><div id='wrap'>{inside}</div></t>"), expected)
        self.assertFalse(is_blank("<t><div/></t>"))

    def test_new_website(self):
        """Another website has a home page and its company's logo from the start."""
        self.env.company.logo = LOGO
        website = self.env["website"].create({"name": "Second Site"})
        self.assertEqual(website.logo, LOGO)
        view = website.with_context(website_id=website.id).viewref("website.homepage")
        self.assertEqual((view.website_id, view.arch_db), (website, HOME))

    def test_stock_name_and_logo_are_replaced_what_people_set_stays(self):
        company = self.website.company_id
        company.logo = LOGO
        stock = {"name": "My Website", "logo": self.website._default_logo()}
        for before, expected in (
            (stock, (company.name, LOGO)),
            ({"name": "Our Site", "logo": base64.b64encode(b"<svg/>")}, ("Our Site", base64.b64encode(b"<svg/>"))),
        ):
            self.website.write(before)
            self.website._agency_replace_placeholders()
            self.assertEqual((self.website.name, self.website.logo), expected)

    def test_name_and_logo_follow_the_company_unless_the_website_has_its_own(self):
        company = self.website.company_id
        self.website._agency_brand()
        company.write({"name": "Brighter Lane", "logo": LOGO})
        self.assertEqual((self.website.name, self.website.logo), ("Brighter Lane", LOGO))
        self.website.name = "Our Site"
        company.write({"name": "Brightest Lane", "logo": False})
        self.assertEqual((self.website.name, self.website.logo), ("Our Site", LOGO))

    def test_another_footer_is_a_footer(self):
        """The builder's choice of footers works as before."""
        self._view("website.footer_custom").with_context(website_id=self.website.id).active = False
        self._view("website.template_footer_centered").with_context(website_id=self.website.id).active = True
        page = self._text()
        self.assertNotIn("agency-footer", page)
        self.assertIn("Copyright &copy; <span>Bright Lane</span>", page.replace("©", "&copy;"))

    def test_footer_edited_before_the_suite_came_stays(self):
        generic = self.env.ref("website.footer_custom")
        values = {
            "name": generic.name,
            "key": generic.key,
            "type": "qweb",
            "mode": "extension",
            "website_id": self.website.id,
            "inherit_id": generic.inherit_id.id,
            "arch": '<xpath expr="//div[@id=\'footer\']" position="replace">'
            '<div id="footer" class="oe_structure"><p>Our own words</p></div></xpath>',
        }
        self.site.create(values)
        # what Odoo does at the end of an installation
        self.env["ir.ui.view"]._create_all_specific_views(["agency_portal"])
        page = self._text()
        self.assertEqual(("Our own words" in page, "agency-footer" in page), (True, False))

    def test_editing_the_footer_keeps_it_alive(self):
        """Words changed in the builder are kept; address and phone still come from the company."""
        footer = self._view("agency_brand.footer")
        footer.with_context(website_id=self.website.id).save(
            '<h2 class="h6 fw-bold">Customers</h2>', xpath="/data/xpath/div/section/div/div/div[3]/h2[1]"
        )
        self.assertFalse(self.env.ref("agency_portal.footer").arch_db.count("Customers"))
        self.website.company_id.phone = "+1 503 555 0177"
        page = self._text()
        self.assertIn("Customers", page)
        self.assertNotIn("For clients", page)
        self.assertIn("tel:+15035550177", page)

    def test_uninstalling_leaves_no_broken_page(self):
        home = self._view("website.homepage")
        home.arch_db = HOME.replace('<div class="oe_structure"/>', '<div class="oe_structure"><p>Mine</p></div>', 1)
        uninstall_hook(self.env)
        self.assertNotIn("agency_portal", home.arch_db)
        self.assertIn("<p>Mine</p>", self._text("/"))
        self.assertIn("agency_portal.call_to_action", self.env.ref("agency_portal.website_home").arch_db)
