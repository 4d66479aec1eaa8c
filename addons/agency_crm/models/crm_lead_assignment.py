from ast import literal_eval
from datetime import timedelta

from odoo import _, api, fields, models

from ..core import assignment

#: stock counts a member's capacity in leads of this many days
CAPACITY_DAYS = 30


class CrmLead(models.Model):
    """Who gets a lead: stock team and member rules, then the member with the most room, always the same way."""

    _inherit = "crm.lead"

    def _agency_assign(self):
        """Give leads without a salesperson to the team whose rule they match, and there to who has the most room.

        When nobody has room the team leader gets the lead; without a team it stays on the "Nobody is on it" list.
        """
        leads = self.filtered(lambda lead: not lead.user_id)
        if not leads:
            return
        # an enquiry is assigned whoever sends it; teams and their load are not shown to the sender
        leads_sudo = leads.sudo()
        teams_sudo = leads_sudo.env["crm.team"].search(
            ["|", ("use_leads", "=", True), ("use_opportunities", "=", True), ("assignment_optout", "=", False)]
        )
        seats = leads_sudo._agency_seats(teams_sudo.crm_team_member_ids)
        # whoever gets a lead now comes after everybody who got one before; the clock alone would not say so, because
        # stock dates an assignment with the microseconds of the transaction and this one counts whole seconds
        turn = max([fields.Datetime.now(), *(seat.last for seat in seats.values() if seat.last)])
        for lead in leads_sudo:
            team = lead.team_id or lead._agency_team(teams_sudo)
            if not team:
                continue
            seat = assignment.pick(
                seats[member]
                for member in team.crm_team_member_ids
                if member in seats and lead._agency_matches(member.assignment_domain)
            )
            user = seat.ref if seat else team.user_id
            lead.write({"team_id": team.id, "user_id": user.id})
            if seat:
                seat.taken += 1
                seat.last = turn = turn + timedelta(microseconds=1)

    def _agency_team(self, teams):
        """:return: the first team, in their order, whose rule this lead matches; one with a rule before one without"""
        self.ensure_one()
        fitting = teams.filtered(
            lambda team: (
                (not team.company_id or not self.company_id or team.company_id == self.company_id)
                and self._agency_matches(team.assignment_domain)
            )
        )
        with_rule = fitting.filtered(lambda team: literal_eval(team.assignment_domain or "[]"))
        return (with_rule or fitting)[:1]

    def _agency_matches(self, domain):
        """:return bool: whether this lead matches the text of a stock assignment domain"""
        domain = literal_eval(domain or "[]")
        return not domain or bool(self.filtered_domain(domain))

    @api.model
    def _agency_seats(self, members):
        """:return dict: member -> :class:`assignment.Seat` with the load of the last 30 days, by one query"""
        members = members.filtered(lambda member: member.user_id.active and not member.assignment_optout)
        since = fields.Datetime.now() - timedelta(days=CAPACITY_DAYS)
        groups = self.with_context(active_test=False)._read_group(
            [
                ("user_id", "in", members.user_id.ids),
                ("team_id", "in", members.crm_team_id.ids),
                ("date_open", ">=", since),
            ],
            ["user_id", "team_id"],
            ["__count", "date_open:max"],
        )
        load = {(user, team): (count, last) for user, team, count, last in groups}
        seats = {}
        for member in members:
            taken, last = load.get((member.user_id, member.crm_team_id), (0, None))
            seats[member] = assignment.Seat(
                ref=member.user_id, capacity=member.assignment_max, taken=taken, last=last, order=member.id
            )
        return seats

    def _assign_userless_lead_in_team(self, creation_source):
        """Odoo 19 gives e-mailed leads to the team leader; here capacity decides first."""
        self._agency_assign()
        return super()._assign_userless_lead_in_team(creation_source)

    def action_agency_assign(self):
        """Assign the selected leads that nobody is on by the rules of the teams.

        :return: a notification telling how many were assigned
        """
        unassigned = self.filtered(lambda lead: not lead.user_id)
        unassigned._agency_assign()
        assigned = unassigned.filtered("user_id")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if assigned else "warning",
                "message": _(
                    "%(assigned)s of %(total)s leads without a salesperson were assigned.",
                    assigned=len(assigned),
                    total=len(unassigned),
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
