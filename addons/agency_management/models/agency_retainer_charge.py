from odoo import api, fields, models


class AgencyRetainerCharge(models.Model):
    """The proof that a line has been billed for a period: at most one for each line and first day.

    Billing inserts charges first and makes invoices only for what could be inserted, so that nothing is billed twice
    whatever crashes or runs at the same time. Cancelling, deleting or fully crediting the invoice deletes them.
    """

    _name = "agency.retainer.charge"
    _description = "Retainer Charge"
    _order = "period_start desc, id desc"
    _rec_name = "retainer_line_id"

    retainer_line_id = fields.Many2one(
        "agency.retainer.line", required=True, readonly=True, index=True, ondelete="restrict"
    )
    retainer_id = fields.Many2one("agency.retainer", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    currency_id = fields.Many2one(related="retainer_id.currency_id")
    period_start = fields.Date(required=True, readonly=True)
    period_end = fields.Date(required=True, readonly=True)
    amount = fields.Monetary(required=True, readonly=True, help="As priced, in the retainer's currency.")
    move_id = fields.Many2one(
        "account.move", string="Invoice", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    payment_state = fields.Selection(related="move_id.payment_state")

    _sql_constraints = [
        (
            "line_period_unique",
            "UNIQUE(retainer_line_id, period_start)",
            "This line is already billed for this period.",
        ),
    ]

    @api.model
    def _reserve(self, rows):
        """Insert charges; rows that exist already are left out, silently.

        A plain ``create`` would raise for the first row that exists and lose the whole batch.

        :param rows: list of dicts with ``retainer_line_id``, ``retainer_id``, ``company_id``, ``period_start``,
            ``period_end``, ``amount`` and optionally ``move_id``
        :return: the inserted records, as many as could be inserted
        """
        if not rows:
            return self.browse()
        self.env["agency.retainer.line"].flush_model()
        names = ["retainer_line_id", "retainer_id", "company_id", "period_start", "period_end", "amount", "move_id"]
        fixed = [self.env.uid, self.env.uid]
        template = "(%s)" % ", ".join(["%s"] * (len(names) + 2) + ["now() AT TIME ZONE 'UTC'"] * 2)
        values = [row.get(name) for row in rows for name in names]
        parameters = []
        for index in range(len(rows)):
            parameters += values[index * len(names) : (index + 1) * len(names)] + fixed
        self.env.cr.execute(
            "INSERT INTO agency_retainer_charge (%s, create_uid, write_uid, create_date, write_date) VALUES %s "
            "ON CONFLICT (retainer_line_id, period_start) DO NOTHING RETURNING id"
            % (", ".join(names), ", ".join([template] * len(rows))),
            parameters,
        )
        charges = self.browse([row[0] for row in self.env.cr.fetchall()])
        charges.modified(names, create=True)
        self.env["agency.retainer"].invalidate_model(["charge_ids"])
        self.env["agency.retainer.line"].invalidate_model(["charge_ids"])
        return charges
