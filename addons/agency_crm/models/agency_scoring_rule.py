from odoo import _, api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import ormcache
from odoo.tools.safe_eval import dateutil, safe_eval

from ..core import scoring

#: fields of a rule that change what it gives
SCORE_FIELDS = {"active", "company_id", "domain", "half_life_days", "kind", "max_points", "points", "signal"}


class AgencyScoringRule(models.Model):
    """What a lead gets points for: a fit rule while the lead matches a filter, an engagement rule for each thing
    the contact did, with a weight that halves every half-life (see ``core/scoring.py``).

    Rules are records: whoever may edit them changes scores and their explanations without code.
    """

    _name = "agency.scoring.rule"
    _description = "Lead Scoring Rule"
    _order = "kind desc, sequence, id"

    name = fields.Char(required=True, translate=True, help="What the explanation of a score says.")
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", index=True, help="Empty: counts for leads of every company.")
    kind = fields.Selection(
        [("fit", "Fit"), ("engagement", "Engagement")],
        required=True,
        default="fit",
        help="Fit: who they are. Engagement: what they do.",
    )
    model_name = fields.Char(compute="_compute_model_name", help="For the filter editor.")
    domain = fields.Char("Leads", default="[]", help="Fit: leads that match this filter get the points.")
    signal = fields.Selection("_selection_signal", help="Engagement: each of these gives the points.")
    points = fields.Integer(required=True, default=10, help="May be negative.")
    max_points = fields.Integer(
        "Limit", help="Engagement: the most this rule gives however much the contact does. 0: no limit."
    )
    half_life_days = fields.Integer(
        "Half-Life (Days)", default=30, help="Engagement: after so many days half of the weight is left. 0: never less."
    )
    lead_count = fields.Integer("Leads Scored", compute="_compute_lead_count")

    _sql_constraints = [
        ("half_life_positive", "CHECK(half_life_days >= 0)", "The half-life cannot be negative. Use 0 for no decay."),
        (
            "points_range",
            "CHECK(points BETWEEN -100 AND 100 AND points != 0)",
            "Points go from -100 to 100, without 0.",
        ),
        (
            "signal_of_engagement",
            "CHECK((kind = 'engagement') = (signal IS NOT NULL))",
            "An engagement rule needs a signal; a fit rule has none.",
        ),
    ]

    @api.model
    def _selection_signal(self):
        return [(key, signal["label"]) for key, signal in self.env["crm.lead"]._agency_engagement_signals().items()]

    def _compute_model_name(self):
        self.model_name = "crm.lead"

    def _compute_lead_count(self):
        counts = dict(
            self.env["agency.lead.score.line"]._read_group([("rule_id", "in", self.ids)], ["rule_id"], ["__count"])
        )
        for rule in self:
            rule.lead_count = counts.get(rule, 0)

    @api.onchange("kind")
    def _onchange_kind(self):
        if self.kind == "fit":
            self.signal = False

    @api.constrains("domain", "kind")
    def _check_domain(self):
        for rule in self.filtered(lambda rule: rule.kind == "fit"):
            try:
                domain = rule._lead_domain()
                for leaf in domain:
                    if isinstance(leaf, (list, tuple)):
                        rule._check_domain_field(str(leaf[0]))
                self.env["crm.lead"].search(domain, limit=1)
            except ValidationError:
                raise
            except Exception as error:  # whatever a typed expression raises is the same to the person who typed it
                raise ValidationError(
                    _(
                        'The filter of "%(rule)s" cannot be read: %(error)s. Set it again with the filter editor.',
                        rule=rule.name,
                        error=error,
                    )
                ) from error

    def _check_domain_field(self, path):
        """Refuse fields through which a score would tell what its reader may not read, or would feed on itself."""
        self.ensure_one()
        model = self.env["crm.lead"]
        for name in path.split("."):
            field = model._fields.get(name)
            if field is None:
                break
            secret = field.groups or model._name == "res.users"
            if secret or name in ("lead_score", "lead_grade", "score_line_ids"):
                raise ValidationError(
                    _(
                        'The filter of "%(rule)s" uses %(field)s, on which no score may depend. Choose another.',
                        rule=self.name,
                        field=path,
                    )
                )
            if not field.relational:
                break
            model = self.env[field.comodel_name]

    def _lead_domain(self):
        """:return list: domain on ``crm.lead`` of a fit rule, its company included; dates are relative to today"""
        self.ensure_one()
        domain = safe_eval(
            self.domain or "[]",
            {
                "context_today": lambda: fields.Date.context_today(self),
                "relativedelta": dateutil.relativedelta.relativedelta,
            },
        )
        domain = list(domain)
        if self.company_id:
            domain = ["&", ("company_id", "in", (False, self.company_id.id)), *self._one_term(domain)]
        return domain

    @staticmethod
    def _one_term(domain):
        """:return list: the domain as exactly one term, so that an operator may stand before it"""
        missing = 1
        for token in domain:
            missing += {"&": 1, "|": 1, "!": 0}.get(token, -1) if isinstance(token, str) else -1
        # every surplus term is joined by an implicit "and"; no term at all is always true
        return ["&"] * -missing + domain if domain else [(1, "=", 1)]

    def _as_core(self):
        """:return list: the rules as the core wants them"""
        return [
            scoring.Rule(
                ref=rule.id,
                points=rule.points,
                engagement=rule.kind == "engagement",
                half_life_days=rule.half_life_days,
                max_points=rule.max_points,
            )
            for rule in self
        ]

    @api.model
    @ormcache()
    def _trigger_fields(self):
        """:return frozenset: fields of ``crm.lead`` whose change may change a score"""
        lead = self.env["crm.lead"]
        # every user's change must be noticed, whichever rules the user may read
        rules_sudo = self.sudo().search([("kind", "=", "fit")])
        pending = {
            str(leaf[0]).split(".")[0]
            for rule in rules_sudo
            for leaf in rule._lead_domain()
            if isinstance(leaf, (list, tuple))
        }
        names = {"active", "company_id", "stage_id"}
        while pending:
            name = pending.pop()
            field = lead._fields.get(name)
            if field is None or name in names:
                continue
            names.add(name)
            pending |= {path.split(".")[0] for path in self.pool.field_depends[field]}
        return frozenset(names)

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        rules._rescore_leads()
        return rules

    def write(self, vals):
        result = super().write(vals)
        if SCORE_FIELDS & vals.keys():
            self._rescore_leads()
        return result

    def unlink(self):
        result = super().unlink()
        self.env["agency.scoring.rule"]._rescore_leads()
        return result

    def _rescore_leads(self):
        """The rules changed: have the open leads scored again, in the background."""
        self.env.registry.clear_cache()
        self.env["crm.lead"]._agency_enqueue_rescore()

    def action_view_leads(self):
        """:return: action showing the leads this rule gives points to"""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": "crm.lead",
            "view_mode": "list,form",
            "domain": [("score_line_ids.rule_id", "=", self.id)],
            "context": {"active_test": False, "create": False},
        }
