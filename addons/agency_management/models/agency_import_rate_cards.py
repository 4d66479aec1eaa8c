from odoo import Command, fields, models

from ..core.agency_import_errors import RowError
from ..core.agency_import_values import fold


class AgencyImportRateCards(models.AbstractModel):
    """Rates: what an hour of a role costs on a rate card, from a day on. Cards are made with their first rate."""

    _name = "agency.import.rate_cards"
    _inherit = "agency.import.kind"
    _description = "Import of Rate Cards"

    _kind = "rate_cards"
    _target = "product.pricelist.item"
    _plain_fields = {"hourly_price": "fixed_price"}

    def _find_before(self, batch, rows, look):
        cards = self.env["product.pricelist"].search([("agency_rate_card", "=", True), *look.of_company()])
        look.cards = {}
        for card in cards:
            look.cards.setdefault(fold(card.name), []).append(card)
        # the first row of a card that says something speaks for all of them
        look.shared = {}
        for row in rows:
            said = look.shared.setdefault(fold(row.values["card"]), {})
            for name in ("currency", "tier", "industry"):
                if row.values.get(name):
                    said.setdefault(name, row.values[name])

    def _candidates(self, rows, look):
        cards = self.env["product.pricelist"].browse(
            {card.id for row in rows for card in look.cards.get(fold(row.values["card"]), ())}
        )
        return self.env["product.pricelist.item"].search(
            [("pricelist_id", "in", cards.ids), ("agency_role_id", "!=", False)]
        )

    def _natural_keys(self, record):
        start = fields.Date.to_date(record.date_start)
        return [(fold(record.pricelist_id.name), record.agency_role_id.id, start)]

    def _natural_key_of(self, row, look):
        return [(fold(row.values["card"]), self._role(row, look).id, row.values.get("valid_from"))]

    def _role(self, row, look):
        return look.find("role", row.values["role"], "agency.role", ("name", "code"), look.of_company())

    def _card(self, row, look):
        """:return: the rate card of a row; empty when there is none yet"""
        cards = look.cards.get(fold(row.values["card"]))
        return look.one("card", row.values["card"], cards) if cards else self.env["product.pricelist"]

    def _card_values(self, row, look):
        """:return dict: what the file says about the card of a row"""
        said = look.shared[fold(row.values["card"])]
        values = {}
        if "currency" in said:
            values["currency_id"] = look.currency("currency", said["currency"]).id
        for name, model, field in (
            ("tier", "agency.client.tier", "agency_tier_ids"),
            ("industry", "res.partner.industry", "agency_industry_ids"),
        ):
            if name in said:
                values[field] = [Command.set([look.find(name, word, model).id for word in said[name]])]
        return values

    def _values(self, batch, row, look, record):
        values = super()._values(batch, row, look, record)
        values["agency_role_id"] = self._role(row, look).id
        for name, field, clock in (
            ("valid_from", "date_start", fields.Datetime.to_datetime),
            ("valid_until", "date_end", self._end_of_day),
        ):
            if row.values.get(name):
                values[field] = clock(row.values[name])
        return values | {"compute_price": "fixed", "card": self._card_values(row, look)}

    def _end_of_day(self, day):
        """:return datetime: last second of a day, up to which Odoo applies a rate"""
        return fields.Datetime.subtract(fields.Datetime.to_datetime(fields.Date.add(day, days=1)), seconds=1)

    def _changes(self, row, look, record, values):
        todo = super()._changes(row, look, record, {name: value for name, value in values.items() if name != "card"})
        card = record.pricelist_id
        differing = super()._changes(row, look, card, values["card"])
        if "currency_id" in differing:
            raise RowError("other_currency", "currency", currency=card.currency_id.name)
        return todo | ({"card": differing} if differing else {})

    def _create(self, batch, row, look, values, dry):
        values = dict(values)
        card_values = values.pop("card")
        card = self._card(row, look)
        if not card:
            card = self.env["product.pricelist"].create(
                {"name": row.values["card"], "agency_rate_card": True, "company_id": batch.company_id.id}
                | {"currency_id": look.company.currency_id.id}
                | card_values
            )
            look.cards[fold(row.values["card"])] = [card]
            look.maker = row.line_no
        elif card_values.get("currency_id", card.currency_id.id) != card.currency_id.id:
            raise RowError("other_currency", "currency", currency=card.currency_id.name)
        return super()._create(batch, row, look, values | {"pricelist_id": card.id}, dry)

    def _failed(self, row, look):
        if getattr(look, "maker", None) == row.line_no:
            # the card went with its first rate
            look.cards.pop(fold(row.values["card"]), None)

    def _update(self, batch, row, look, record, values):
        values = dict(values)
        card_values = values.pop("card", None)
        if card_values:
            record.pricelist_id.write(card_values)
        if values:
            record.write(values)
