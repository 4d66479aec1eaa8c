from odoo import fields, models

OWNER_RULES = [
    ("onboarding", "Responsible of the onboarding"),
    ("person", "A certain person"),
    ("project_manager", "Project manager"),
    ("account_manager", "Account manager"),
    ("role", "Role in the team"),
]
ESCALATION_RULES = [("manager", "Manager of the responsible"), ("person", "A certain person")]


class AgencyOnboardingStepMixin(models.AbstractModel):
    """What a step of an onboarding and a step of a template have in common: how the step works.

    Fields an addon adds here are on both; it names them in :meth:`_definition_fields` to have them copied.
    """

    _name = "agency.onboarding.step.mixin"
    _description = "Definition of an Onboarding Step"

    sequence = fields.Integer(default=10)
    condition = fields.Selection(
        selection="_selection_condition",
        string="Completed by",
        required=True,
        default="manual",
        help="What completes the step by itself. By hand: somebody ticks it off.",
    )
    access_kind = fields.Selection(
        selection="_selection_access_kind",
        string="Access to",
        help="What the client gives access to, for steps completed by a granted access.",
    )
    client_facing = fields.Boolean(help="The client sees the step in the portal and is reminded of it.")
    wait_for_previous = fields.Boolean("In Turn", help="Opens only when all steps before it are finished.")
    due_days = fields.Integer(
        "Working Days", default=3, help="Working days of the company's calendar; public holidays are none."
    )
    owner_rule = fields.Selection(
        OWNER_RULES,
        "Done by",
        required=True,
        default="onboarding",
        groups="base.group_user",
        help="Who is responsible. Where there is nobody yet (no project, no team), the onboarding's responsible is.",
    )
    owner_role_id = fields.Many2one(
        "agency.role", string="Role", index="btree_not_null", ondelete="restrict", groups="base.group_user"
    )
    sla_days = fields.Integer(
        "SLA (working days)",
        groups="base.group_user",
        help="Working days a step may stay open before it is escalated; 0: it is not.",
    )
    escalation_rule = fields.Selection(
        ESCALATION_RULES, "Escalate to", required=True, default="manager", groups="base.group_user"
    )
    escalation_user_id = fields.Many2one(
        "res.users",
        string="Escalation Contact",
        domain="[('share', '=', False)]",
        index="btree_not_null",
        ondelete="restrict",
        groups="base.group_user",
    )

    _sql_constraints = [
        ("due_positive", "CHECK(due_days >= 0)", "Due days cannot be negative."),
        ("sla_positive", "CHECK(sla_days >= 0)", "The days of an SLA cannot be negative."),
        (
            "role_named",
            "CHECK(owner_rule != 'role' OR owner_role_id IS NOT NULL)",
            "Say which role does the step, or choose somebody else.",
        ),
        (
            "access_named",
            "CHECK(condition != 'access_granted' OR access_kind IS NOT NULL)",
            "Say what the client gives access to.",
        ),
    ]

    def _selection_condition(self):
        registry = self.env["agency.onboarding"]._condition_registry()
        return [(key, entry["label"]) for key, entry in registry.items()]

    def _selection_access_kind(self):
        registry = self.env["agency.onboarding"]._access_registry()
        return [(key, entry["label"]) for key, entry in registry.items()]

    def _default_reminder_rules(self):
        return self.env.ref("agency_management.onboarding_reminder_rule_due", raise_if_not_found=False)

    def _definition_fields(self):
        """:return list: names of the fields that a step of an onboarding takes over from its template"""
        return [
            "name",
            "description",
            "client_text",
            "condition",
            "access_kind",
            "client_facing",
            "wait_for_previous",
            "due_rule",
            "due_days",
            "owner_rule",
            "owner_role_id",
            "sla_days",
            "escalation_rule",
            "escalation_user_id",
            "reminder_rule_ids",
        ]
