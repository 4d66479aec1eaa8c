from odoo import api, fields, models

REQUIREMENT_KINDS = [
    ("document", "Document"),
    ("access", "Access"),
    ("information", "Information"),
    ("data_source", "Data Source"),
    ("channel", "Channel"),
    ("folder", "Folder"),
]


class AgencyServiceRequirement(models.Model):
    """What has to be there before a service is delivered: what the client gives, and what the agency sets up.

    Each becomes a step of the onboarding of an order that sells the service.
    """

    _name = "agency.service.requirement"
    _description = "Requirement of a Service"
    _order = "service_id, sequence, id"

    service_id = fields.Many2one("agency.service", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="service_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(
        REQUIREMENT_KINDS,
        required=True,
        default="document",
        help="Documents, accesses and information are asked from the client; data sources, channels and folders are "
        "set up by the agency. A folder is made by itself, inside of the project's.",
    )
    access_kind = fields.Selection(
        selection="_selection_access_kind",
        string="Access to",
        default="other",
        help="What the client gives access to. The client's profile keeps which accesses there are.",
    )
    description = fields.Text(
        translate=True,
        help="What exactly is needed, in which form. Shown to the client when it is the client's to give.",
    )
    due_days = fields.Integer("Due (working days)", default=5, help="Working days after the order is confirmed.")

    _sql_constraints = [("due_positive", "CHECK(due_days >= 0)", "Due days cannot be negative.")]

    def _selection_access_kind(self):
        registry = self.env["agency.onboarding"]._access_registry()
        return [(key, entry["label"]) for key, entry in registry.items()]

    @api.model
    def _kind_registry(self):
        """How each kind of requirement becomes a step; addons that can tell more of a kind change it with ``super()``.

        :return dict: kind -> dict of ``condition`` (key of ``agency.onboarding._condition_registry``),
            ``client_facing`` (the client gives it), ``request_document`` (by uploading it) and ``owner_rule``
        """
        client = {"client_facing": True, "request_document": False, "owner_rule": "onboarding"}
        agency = {"client_facing": False, "request_document": False, "owner_rule": "project_manager"}
        return {
            "document": client | {"condition": "document_received", "request_document": True},
            "access": client | {"condition": "access_granted"},
            "information": client | {"condition": "manual"},
            "data_source": agency | {"condition": "manual"},
            "channel": agency | {"condition": "manual"},
            "folder": agency | {"condition": "folders_made"},
        }

    def _of_the_client(self):
        """:return: those the client gives; the others are the agency's own preparations"""
        registry = self._kind_registry()
        return self.filtered(lambda requirement: registry[requirement.kind]["client_facing"])

    def _step_key(self):
        """:return tuple: requirements of several services with the same key are one step"""
        self.ensure_one()
        if self.kind == "access" and self.access_kind != "other":
            return (self.kind, self.access_kind)
        return (self.kind, self.name)

    def _prepare_steps(self, lang):
        """Steps of an onboarding for these requirements, the client's first; what several services need is asked once.

        :param str lang: the client's language
        :return list: values, see ``agency.onboarding.template.step._prepare_step``
        """
        registry = self._kind_registry()
        unique = {}
        for requirement in self:
            known = unique.setdefault(requirement._step_key(), requirement)
            if requirement.due_days < known.due_days:
                # needed sooner by another service
                unique[requirement._step_key()] = requirement
        steps = [requirement._prepare_step(registry[requirement.kind], lang) for requirement in unique.values()]
        return sorted(steps, key=lambda vals: not vals["client_facing"])

    def _prepare_step(self, kind, lang):
        """:return dict: values of the step for one requirement of a ``kind`` of :meth:`_kind_registry`"""
        self.ensure_one()
        requirement = self.with_context(lang=lang) if kind["client_facing"] else self
        text = "client_text" if kind["client_facing"] else "description"
        return {
            **kind,
            "name": requirement.name,
            text: requirement.description,
            "access_kind": self.access_kind if kind["condition"] == "access_granted" else False,
            "wait_for_previous": False,
            "due_rule": "start",
            "due_days": self.due_days,
        }
