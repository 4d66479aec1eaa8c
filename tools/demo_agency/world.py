"""What the steps of the story share: the environment, its clock, and the records made so far."""

from dataclasses import dataclass, field


@dataclass
class Client:
    """One of the clients of ``clients.CLIENTS`` and what it has come to have."""

    key: str
    spec: dict
    lead: object = None
    order: object = None
    member: object = None
    care: object = None
    #: role -> login of who works for the client now
    team: dict = field(default_factory=dict)

    @property
    def manager(self):
        """Login of who leads the work."""
        return self.team["strategist"]

    @property
    def partner(self):
        """The company."""
        return self.lead.partner_id.commercial_partner_id

    @property
    def contact(self):
        """The person who wrote."""
        return self.lead.partner_id

    @property
    def project(self):
        """The project the order set up."""
        return self.order.agency_project_id

    @property
    def retainer(self):
        """The retainer the order set up."""
        return self.order.retainer_id


@dataclass
class World:
    """The agency while its story is told."""

    env: object
    clock: object = None
    passwords: object = None
    users: dict = field(default_factory=dict)
    employees: dict = field(default_factory=dict)
    roles: dict = field(default_factory=dict)
    services: dict = field(default_factory=dict)
    packages: dict = field(default_factory=dict)
    clients: dict = field(default_factory=dict)
    leads: dict = field(default_factory=dict)
    internal: object = None
    #: address of the chat that hears of notices while the story is told
    chat: str = ""

    def by(self, login, records):
        """:return: records as one of the people of the agency sees and changes them"""
        return records.with_user(self.users[login])
