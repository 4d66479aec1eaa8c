import base64
import logging
import re

from lxml import html as lxml_html

from odoo import _, api, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty

_logger = logging.getLogger(__name__)

#: an address inside Odoo that stands for a file: its id is what counts
LOCAL_FILE = re.compile(r"^(?:https?://[^/]+)?/web/(?:image|content)/(?:[a-z]+/)?(\d+)\b")
COLOUR = re.compile(r"^#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})$")
#: what documents look like where the company has chosen no colours
PRIMARY, SECONDARY = "#1c2a5c", "#5b6b8c"


class AgencyPdf(models.AbstractModel):
    """Prints the suite's own documents for clients: a QWeb template with CSS for paged media, set by WeasyPrint.

    Nothing is loaded from anywhere while printing: pictures that lie in this database are put into the document,
    others are left out.
    """

    _name = "agency.pdf"
    _description = "Documents for Clients"

    @api.model
    def _library(self):
        """:return: the module ``weasyprint``, None where it or the libraries it needs are missing"""
        try:
            # loads Pango, which not every machine has; a server without it must start
            import weasyprint
        except (ImportError, OSError):
            _logger.info("WeasyPrint does not load: documents for clients cannot be printed", exc_info=True)
            return None
        # a line for each step of each document is of no use in a server's log
        logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)
        return weasyprint

    @api.model
    def _print(self, template, values, files_of=None):
        """Print a document.

        :param str template: external id of the QWeb template, a whole HTML document
        :param dict values: what it shows
        :param files_of: list of recordsets whose attached pictures may be shown
        :return bytes: the PDF
        :raise UserError: the library is missing
        """
        weasyprint = self._library()
        if weasyprint is None:
            raise UserError(
                _(
                    "This document cannot be printed here: WeasyPrint or the Pango library is missing. Ask the "
                    "administrator to install them (see the operations guide)."
                )
            )
        markup = self.env["ir.qweb"]._render(template, {"is_html_empty": is_html_empty} | values)
        document = weasyprint.HTML(
            string=self._with_pictures(str(markup), files_of or []),
            # belt and braces: no address is left that could be asked
            url_fetcher=weasyprint.URLFetcher(allowed_protocols={"data"}),
        )
        return document.write_pdf(pdf_tags=True)

    @api.model
    def _with_pictures(self, markup, files_of):
        """:return str: the document with its pictures inside; those that may not be shown are gone"""
        tree = lxml_html.document_fromstring(markup)
        for picture in tree.xpath("//img"):
            source = picture.get("src") or ""
            if source.startswith("data:image/"):
                continue
            data = self._picture(source, files_of)
            if data:
                picture.set("src", data)
            else:
                picture.drop_tree()
        return lxml_html.tostring(tree, encoding="unicode", doctype="<!DOCTYPE html>")

    @api.model
    def _picture(self, source, files_of):
        """:return: data address of a picture that lies in this database and may be shown, None otherwise"""
        match = LOCAL_FILE.match(source)
        if not match:
            return None
        # whoever gets the document gets the pictures its author put in; nothing else is looked at
        attachment_sudo = self.env["ir.attachment"].sudo().browse(int(match[1])).exists()
        if not attachment_sudo or not (attachment_sudo.mimetype or "").startswith("image/"):
            return None
        owned = any(
            attachment_sudo.res_model == records._name and attachment_sudo.res_id in records.ids for records in files_of
        )
        if not owned and not attachment_sudo.public:
            return None
        return self._data_address(attachment_sudo.raw, attachment_sudo.mimetype)

    @api.model
    def _data_address(self, content, mimetype):
        return f"data:{mimetype};base64,{base64.b64encode(content).decode()}"

    @api.model
    def _brand(self, company):
        """:return dict: ``logo`` (data address or None), ``primary``, ``secondary`` (colours) of a company"""
        # the letterhead of the agency is for everybody who gets a letter
        company_sudo = company.sudo()
        colours = {
            name: value if COLOUR.match(value or "") else default
            for name, value, default in (
                ("primary", company_sudo.primary_color, PRIMARY),
                ("secondary", company_sudo.secondary_color, SECONDARY),
            )
        }
        logo = None
        if company_sudo.logo and not company_sudo.uses_default_logo:
            content = base64.b64decode(company_sudo.logo)
            logo = self._data_address(content, "image/svg+xml" if content.lstrip()[:1] == b"<" else "image/png")
        return {"logo": logo, **colours}
