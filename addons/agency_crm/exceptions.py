"""Errors of the addon that callers tell apart."""

from odoo.exceptions import UserError


class IntakeError(UserError):
    """The values of an enquiry do not make a lead.

    :param dict errors: field name -> message for the person who typed, translated
    """

    def __init__(self, errors):
        self.errors = dict(errors)
        super().__init__("\n".join(self.errors.values()))
