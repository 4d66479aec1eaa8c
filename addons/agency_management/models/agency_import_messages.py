from odoo import _, api, models


class AgencyImport(models.Model):
    """The words for what is wrong with a file or a line, and what to do about it."""

    _inherit = "agency.import"

    @api.model
    def _file_message(self, error):
        """:return str: what is wrong with a whole file

        :param error: :class:`~odoo.addons.agency_management.core.text_file.UnreadableFile`
        """
        return {
            "empty": _("The file is empty. Choose another one."),
            "too_large": _("The file has more than %(megabytes)s MB. Split it and import the parts one by one."),
            "too_many_rows": _("The file has more than %(rows)s lines. Split it and import the parts one by one."),
            "zip": _("This is an Excel file or a ZIP. Save the sheet as CSV and import that."),
            "excel": _("This is an Excel file. Save the sheet as CSV and import that."),
            "html": _("This is a web page, not a list. Export the list as CSV and import that."),
            "pdf": _("This is a PDF. Export the list as CSV and import that."),
            "encoding": _("The text of this file cannot be read. Save it as CSV in UTF-8 and import that."),
            "quotes": _("A quotation mark opened on line %(line)s is not closed. Correct the line."),
            "no_rows": _("The file has column names but no lines below them."),
            "column_twice": _(
                "Two columns mean “%(column)s”; the second one is “%(header)s”. Remove or rename one of them."
            ),
            "missing_columns": _(
                "These columns are missing: %(columns)s. The file has: %(found)s. Add them, or rename the columns that "
                "hold them; the sample file shows all names."
            ),
            "ambiguous_dates": _(
                "“%(example)s” on line %(line)s can be read two ways. Choose under Dates whether day or month "
                "comes first, then check again."
            ),
            "ambiguous_numbers": _(
                "“%(example)s” on line %(line)s can be read two ways. Choose under Numbers how decimals are written, "
                "then check again."
            ),
        }[error.code] % error.params

    @api.model
    def _row_messages(self):
        """:return dict: code of a row's problem -> message with named placeholders"""
        return {
            # cells
            "too_many_cells": _("%(found)s cells, but %(expected)s columns. Put texts with separators in quotes."),
            "missing_value": _("Empty. Fill it in."),
            "too_long": _("Longer than %(limit)s characters. Shorten it."),
            "not_a_date": _("“%(value)s” is no date. Write it as 2026-04-03."),
            "not_a_number": _("“%(value)s” is no number. Write it as 1234.56."),
            "negative": _("“%(value)s” is negative. Enter zero or more."),
            "not_whole": _("“%(value)s” is no whole number from %(low)s to %(high)s."),
            "not_yes_no": _("“%(value)s” is neither yes nor no."),
            "not_an_email": _("“%(value)s” is no e-mail address. Enter one address."),
            "not_a_choice": _("“%(value)s” is not known. Enter one of: %(allowed)s."),
            "duplicate": _("The same reference or name as line %(line)s. Remove one, or give both references."),
            "disagrees": _("Line %(line)s says something else about %(group)s. Make both the same."),
            # references
            "not_found": _("“%(value)s” was not found. Correct it, or import or create it first."),
            "ambiguous": _("%(count)s records are called “%(value)s”. Use the reference instead, or rename them."),
            "same_name": _(
                "%(count)s records have this name already. Give the line a reference and that same reference to the "
                "record it means, or rename them."
            ),
            "other_client": _("“%(value)s” belongs to another client. Correct the client or the project."),
            # contacts
            "needs_email": _("A portal member needs an e-mail address. Fill it in."),
            "internal_user": _("%(value)s belongs to somebody at the agency, who needs no portal access."),
            # projects
            "start_needs_end": _("A project has both a start and an end, or neither. Enter the other date as well."),
            # retainers
            "next_invoice_before_start": _("The next invoice, %(value)s, lies before the start, %(start)s."),
            "next_invoice_after_end": _(
                "The retainer ends on %(end)s, before its next invoice, %(value)s. Leave ended retainers out."
            ),
            "next_invoice_past": _(
                "%(value)s has passed; today is %(today)s. Enter the first day that is to be billed from here; what "
                "lies before it must be billed where it was billed until now."
            ),
            "next_invoice_off": _(
                "%(value)s is no billing day: periods begin on day %(day)s of the month. Correct one of the two."
            ),
            "billed_here": _(
                "Invoices were made here already: client, start, next invoice, billing day and currency cannot change."
            ),
            "several_lines": _(
                "The retainer was changed here and has several lines now. Change it on its form, not by import."
            ),
            # rate cards
            "other_currency": _("The rate card is in %(currency)s. Give this one another name."),
            # whatever the database refuses
            "refused": _("%(error)s"),
            "taken": _("Somebody imports the same reference at this moment. Import again."),
            "unexpected": _("Unexpected error (%(kind)s): %(error)s"),
        }

    @api.model
    def _problem_text(self, problem, sheet):
        """:return str: a problem in words, with the column as it is called in the file"""
        message = self._row_messages()[problem.code] % problem.params
        if not problem.column:
            return message
        label = problem.column
        if label in sheet.columns:
            label = sheet.header[sheet.columns.index(label)]
        return _("%(column)s: %(message)s", column=label, message=message)
