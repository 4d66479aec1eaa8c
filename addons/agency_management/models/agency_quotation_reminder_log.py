from odoo import fields, models


class AgencyQuotationReminderLog(models.Model):
    """A reminder that is done with. The key in the database makes each happen once, whatever crashes."""

    _name = "agency.quotation.reminder.log"
    _description = "Reminder of a Quotation"
    _order = "create_date desc, id desc"
    _rec_name = "reminder_id"

    order_id = fields.Many2one("sale.order", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    reminder_id = fields.Many2one("agency.quotation.reminder", required=True, index=True, ondelete="cascade")
    about_date = fields.Date("Counted From", required=True, help="The day of sending or of expiry it was about.")
    sent = fields.Boolean(help="No: a later reminder said the same, or its day was long past.")

    _sql_constraints = [
        (
            "once",
            "UNIQUE(order_id, reminder_id, about_date)",
            "This reminder has been sent already.",
        ),
    ]
