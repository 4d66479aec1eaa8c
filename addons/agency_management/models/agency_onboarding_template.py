from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

from ..core import briefing


class AgencyOnboardingTemplate(models.Model):
    """The steps that bring a new client on board; packages choose one."""

    _name = "agency.onboarding.template"
    _description = "Onboarding Template"
    _order = "sequence, name"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index=True, default=lambda self: self.env.company)
    description = fields.Text(translate=True)
    kickoff_days = fields.Integer(
        "Kick-off after (working days)",
        default=8,
        help="When the kick-off is planned. Steps due before it count back from that day until a meeting is booked.",
    )
    meeting_minutes = fields.Integer("Meeting Length (minutes)", default=60)
    meeting_step_minutes = fields.Integer("Meetings Start Every (minutes)", default=30)
    meeting_buffer_minutes = fields.Integer(
        "Buffer (minutes)", default=15, help="Stays free before and after the team's other appointments."
    )
    meeting_notice_hours = fields.Integer("Notice (hours)", default=24, help="The earliest time offered, from now.")
    meeting_horizon_days = fields.Integer("Offered for (days)", default=21, help="How far ahead times are offered.")
    meeting_change_hours = fields.Integer(
        "Changes until (hours before)", default=24, help="Until when clients may move or cancel the meeting themselves."
    )
    meeting_from = fields.Float(
        "Not before", default=8.0, help="Time of the day in the client's time zone, Monday to Friday."
    )
    meeting_to = fields.Float("Not after", default=18.0, help="Time of the day in the client's time zone.")
    meeting_place = fields.Char(help="For example your address, or that it is a video call.")
    meeting_link = fields.Char("Video Link", help="Address of the video call, sent with the invitation.")
    step_ids = fields.One2many("agency.onboarding.template.step", "template_id", string="Steps", copy=True)
    step_count = fields.Integer(compute="_compute_step_count")
    package_ids = fields.One2many("agency.service.package", "onboarding_template_id", string="Packages")

    _sql_constraints = [
        ("kickoff_positive", "CHECK(kickoff_days >= 0)", "Days until the kick-off cannot be negative."),
        (
            "meeting_length",
            "CHECK(meeting_minutes BETWEEN 5 AND 480)",
            "A meeting takes between 5 minutes and 8 hours.",
        ),
        (
            "meeting_step",
            "CHECK(meeting_step_minutes BETWEEN 5 AND 240)",
            "Meetings start every 5 minutes at most, and every 4 hours at least.",
        ),
        (
            "meeting_positive",
            "CHECK(meeting_buffer_minutes >= 0 AND meeting_notice_hours >= 0 AND meeting_change_hours >= 0)",
            "Buffer, notice and the time until which meetings may be changed cannot be negative.",
        ),
        (
            "meeting_horizon",
            "CHECK(meeting_horizon_days BETWEEN 1 AND 90)",
            "Offer times for 1 to 90 days ahead.",
        ),
        (
            "meeting_hours",
            "CHECK(meeting_from >= 0 AND meeting_to <= 24 AND meeting_from < meeting_to)",
            "The first time of the day a meeting may have comes before the last.",
        ),
    ]

    @api.constrains("meeting_link")
    def _check_meeting_link(self):
        for template in self:
            if template.meeting_link and not briefing.is_link(template.meeting_link):
                raise ValidationError(
                    _("%(link)s is no address of a video call. It starts with https://.", link=template.meeting_link)
                )

    def _meeting_fields(self):
        """:return list: names of the fields that make the rules for meetings"""
        return [name for name in self._fields if name.startswith("meeting_")]

    @api.depends("step_ids")
    def _compute_step_count(self):
        for template in self:
            template.step_count = len(template.step_ids)
