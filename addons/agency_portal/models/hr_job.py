import textwrap

from lxml import html

from odoo import models


class HrJob(models.Model):
    """Job positions on the website's list of jobs."""

    _inherit = "hr.job"

    def _agency_website_text(self, length):
        """:return str: first paragraph that says something of the job, as plain text of at most so many characters"""
        self.ensure_one()
        if not self.description:
            return ""
        paragraphs = [part.text_content() for part in html.fragment_fromstring(self.description, create_parent=True)]
        # that somebody is looked for stands above it
        text = next((one for one in paragraphs if one.strip() and not one.endswith(self.name)), "")
        return textwrap.shorten(text, length, placeholder="…")
