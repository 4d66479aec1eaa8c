from odoo import _, models
from odoo.exceptions import UserError


class SaleOrder(models.Model):
    """The proposal: the quotation as a document the client keeps."""

    _inherit = "sale.order"

    def _find_mail_template(self):
        self.ensure_one()
        if (
            self.state in ("draft", "sent")
            and not self.env.context.get("proforma")
            and self._is_agency_order()
            and self.env["agency.pdf"]._library()
        ):
            template = self.env.ref("agency_management.mail_template_proposal", raise_if_not_found=False)
            if template:
                return template
        return super()._find_mail_template()

    def action_download_proposal(self):
        """:return: action downloading the proposal as PDF"""
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": f"/my/orders/{self.id}/proposal", "target": "new"}

    def _check_printable(self):
        """Keep whoever prints these orders within what they may read.

        :raise AccessError: some are not theirs to read
        :raise UserError: somebody outside the agency would read prices nobody has agreed to yet
        """
        if not self.env.su:
            for order_sudo in self._held_back_from(self.env.user, self.ids):
                raise UserError(order_sudo._revised_message())
        self.check_access_rights("read")
        self.check_access_rule("read")

    def _proposal_name(self):
        """:return str: file name of the proposal, without its ending"""
        self.ensure_one()
        return _("Proposal %(order)s", order=self.name).replace("/", "-")

    def _proposal_pdf(self):
        """:return bytes: the proposal as PDF, in the client's language"""
        self.ensure_one()
        # whoever may see the quotation may see what its services are; what they cost the agency is not in it
        order_sudo = self.sudo().with_context(lang=self._get_lang())
        package_sudo = order_sudo.package_id
        return (
            self.env["agency.pdf"]
            .with_context(lang=self._get_lang())
            ._print(
                "agency_management.proposal_document",
                order_sudo._proposal_values(),
                [order_sudo, package_sudo, order_sudo.order_line.agency_service_id],
            )
        )

    def _proposal_values(self):
        """:return dict: what the template of the proposal shows"""
        self.ensure_one()
        lines = self.order_line.filtered(lambda line: not line.is_downpayment).sorted()
        tables = []
        for billing, title in (("one_off", _("Paid once")), ("monthly", _("Paid every month"))):
            own = lines.filtered(
                lambda line, billing=billing: line.billing == billing and line.display_type != "line_section"
            )
            priced = own.filtered(lambda line: not line.display_type)
            if priced:
                tables.append(
                    {
                        "billing": billing,
                        "title": title,
                        "lines": own,
                        "untaxed": sum(priced.mapped("price_subtotal")),
                        "total": sum(priced.mapped("price_total")),
                        "discounted": any(priced.mapped("discount")),
                    }
                )
        timeline = self._timeline_days()
        return {
            "order": self,
            "company": self.company_id,
            "running_title": " · ".join(filter(None, [self.package_id.name, self.name])),
            "brand": self.env["agency.pdf"]._brand(self.company_id),
            "tables": tables,
            "deliverables": self._offered_deliverables(),
            "timeline": timeline,
            "promised_start": self._agency_start_for_client().get("promised"),
            "timeline_end": max((row["last"] for row in timeline), default=0),
            "requirements": self._offered_requirements(),
            "results": self._performance_lines(),
            "addons": [addon for addon in self._offered_addons() if not addon["chosen"]],
            "open": self.state in ("draft", "sent"),
            "preview": self.state == "draft" or self._is_held_back(),
        }
