from odoo import models


class SaleOrder(models.Model):
    """What was just sold has its folders from the first day."""

    _inherit = "sale.order"

    def _agency_setup_steps(self):
        return [*super()._agency_setup_steps(), ("folders", "_setup_folders")]

    def _setup_folders(self):
        """Make the client's folder, once for all of its orders, and the project's inside of it.

        :return: the project's ``dms.directory``
        """
        self.ensure_one()
        return self.agency_project_id._agency_make_folders()
