from odoo import models
from odoo.tools.pdf import merge_pdf

PROPOSAL = "agency_management.report_proposal"


class IrActionsReport(models.Model):
    """The proposal is set by WeasyPrint wherever Odoo prints it: from the menu, for mails, in the portal."""

    _inherit = "ir.actions.report"

    def _render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        report_sudo = self._get_report(report_ref)
        if report_sudo.report_name != PROPOSAL or not res_ids:
            return super()._render_qweb_pdf(report_ref, res_ids=res_ids, data=data)
        orders = self.env["sale.order"].browse([res_ids] if isinstance(res_ids, int) else res_ids)
        orders._check_printable()
        documents = [order._proposal_pdf() for order in orders]
        return documents[0] if len(documents) == 1 else merge_pdf(documents), "pdf"

    def _get_rendering_context(self, report, docids, data):
        # every report of an order passes here, whatever its format; stock's own show the prices, too
        if report.model == "sale.order":
            self.env["sale.order"].browse(docids)._check_printable()
        return super()._get_rendering_context(report, docids, data)
