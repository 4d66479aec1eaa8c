from odoo import Command, _, fields, models
from odoo.exceptions import UserError


class SaleOrder(models.Model):
    """Add-ons of the package that the client may take before signing."""

    _inherit = "sale.order"

    offer_addons = fields.Boolean(
        "Offer Add-ons",
        default=True,
        help="The client may add the package's add-ons to the quotation on its page, until it is signed.",
    )

    def _client_may_choose(self):
        """:return bool: whether the quotation is open for the client's choice"""
        self.ensure_one()
        # payments are not for the eyes of portal users; that there is one is asked
        busy_sudo = self.sudo().transaction_ids.filtered(lambda tx: tx.state in ("pending", "authorized", "done"))
        return (
            self.offer_addons
            and self.state in ("draft", "sent")
            and not self.is_expired
            and not self.signature
            and not busy_sudo
            and not self._prices_held_back()
        )

    def _offered_addons(self):
        """Add-ons the agency has not put on the quotation itself.

        :return: list of dicts ``line`` (``agency.service.package.line``), ``name``, ``summary``, ``billing``, ``price``
            (untaxed, in the order's currency), ``result`` (fee for results in words), ``chosen``
        """
        self.ensure_one()
        if not self.offer_addons or not self.package_id:
            return []
        own = self.order_line.filtered(lambda line: not line.agency_addon_choice).package_line_id
        chosen = self.order_line.filtered("agency_addon_choice").package_line_id
        rows = []
        for line in self.package_id.line_ids.filtered("is_addon") - own:
            totals = self._package_totals(line)
            result = ""
            if line.performance_fee:
                fee = line.currency_id._convert(
                    line.performance_fee, self.currency_id, self.company_id, self.date_order
                )
                result = _(
                    "plus %(fee)s per %(metric)s", fee=self.currency_id.format(fee), metric=line.performance_metric
                )
            rows.append(
                {
                    "line": line,
                    "name": line.name,
                    "summary": line.service_id.summary or "",
                    "billing": line.billing,
                    "price": totals[line.billing],
                    "result": result,
                    "chosen": line in chosen,
                }
            )
        return rows

    def _client_choose_addons(self, addon_ids, partner):
        """Put exactly these add-ons on the quotation, beside those the agency offered as part of it.

        :param addon_ids: ids of ``agency.service.package.line``
        :param partner: ``res.partner`` who chose
        :raise UserError: the quotation is not open for it, or an id is none of its add-ons
        """
        self.ensure_one()
        # two windows of the client take turns
        self.env.cr.execute("SELECT id FROM sale_order WHERE id = %s FOR UPDATE", [self.id])
        self.invalidate_recordset()
        if not self._client_may_choose():
            raise UserError(_("This quotation can no longer be changed here. Write to us, we will help you."))
        offered = {row["line"].id: row["line"] for row in self._offered_addons()}
        wanted = set(addon_ids)
        if wanted - set(offered):
            raise UserError(_("This add-on is not part of the quotation. Load the page again."))
        mine = self.order_line.filtered("agency_addon_choice")
        if set(mine.package_line_id.ids) == wanted:
            return
        addons = self.env["agency.service.package.line"].browse(wanted)
        commands = [Command.delete(line.id) for line in mine]
        commands += [Command.create(vals) for vals in self._prepare_addon_lines(addons, mine)]
        self.write({"order_line": commands})
        names = ", ".join(offered[key].name for key in offered if key in wanted)
        self.message_post(
            body=_("Add-ons chosen: %(names)s", names=names) if names else _("No add-ons chosen any more."),
            author_id=partner.id,
            # no answer in words: the client is still reminded to sign
            message_type="notification",
            subtype_xmlid="mail.mt_comment",
        )

    def _prepare_addon_lines(self, addons, leaving):
        """Values of the order lines of add-ons, below those that are paid in the same way.

        :param addons: ``agency.service.package.line``
        :param leaving: order lines that are about to be deleted
        :return: list of dicts
        """
        staying = (self.order_line - leaving).filtered(lambda line: not line.is_downpayment)
        result = []
        for billing, title in (("one_off", _("One-off")), ("monthly", _("Every month"))):
            chosen = addons.filtered(lambda addon, billing=billing: addon.billing == billing).sorted()
            alike = staying.filtered(lambda line, billing=billing: line.billing == billing)
            values = [vals for addon in chosen for vals in addon._prepare_order_lines(self)]
            last = max((alike or staying).mapped("sequence"), default=10)
            if values and not alike:
                last += 1 if billing == "one_off" else 2
                section = {"display_type": "line_section", "name": title, "agency_section": True, "billing": billing}
                values.insert(0, section)
            result += [vals | {"sequence": last, "agency_addon_choice": True} for vals in values]
        return result
