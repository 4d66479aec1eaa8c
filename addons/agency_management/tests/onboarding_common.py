"""Builders for the tests of onboardings, their reminders and their meetings."""

from odoo import Command

from .common import ManagementBuilders, ManagementCommon


class OnboardingBuilders(ManagementBuilders):
    """Class methods, so that ``TransactionCase`` and ``HttpCase`` share them."""

    @classmethod
    def new_onboarding(cls, client, steps=(), **values):
        """Create a running onboarding.

        :param steps: dicts of steps, in their order
        :return: ``agency.onboarding``, owned by the manager of the test
        """
        return cls.env["agency.onboarding"].create(
            {
                "name": f"Welcome {client.name}",
                "client_id": client.id,
                "owner_id": cls.manager.id,
                "step_ids": [Command.create({"sequence": 10 * n, **vals}) for n, vals in enumerate(steps, 1)],
            }
            | values
        )

    @classmethod
    def new_rule(cls, recipient="client", offset=0, repeat=0, repeats=0):
        """:return: ``agency.onboarding.reminder.rule``"""
        return cls.env["agency.onboarding.reminder.rule"].create(
            {"recipient": recipient, "offset_days": offset, "repeat_days": repeat, "repeats": repeats}
        )

    @classmethod
    def use_calendar(cls, tz="Europe/Brussels", hours=((9.0, 17.0),)):
        """Give the company a calendar of its own: Monday to Friday, the same hours each day.

        :return: ``resource.calendar``
        """
        calendar = cls.env["resource.calendar"].create(
            {
                "name": "Agency",
                "tz": tz,
                "company_id": cls.env.company.id,
                "attendance_ids": [Command.clear()]
                + [
                    Command.create(
                        {
                            "name": f"{day} {start}",
                            "dayofweek": str(day),
                            "hour_from": start,
                            "hour_to": end,
                            "day_period": "morning",
                        }
                    )
                    for day in range(5)
                    for start, end in hours
                ],
            }
        )
        cls.env.company.resource_calendar_id = calendar
        return calendar

    def notices(self, record):
        """:return: messages that told certain people something about a record; chatters leave these out"""
        return self.env["mail.message"].search(
            [("model", "=", record._name), ("res_id", "=", record.id), ("message_type", "=", "user_notification")]
        )

    def named(self, onboarding):
        """:return dict: name -> step"""
        return {step.name: step for step in onboarding.step_ids}


class OnboardingCommon(OnboardingBuilders, ManagementCommon):
    """Base of the ORM tests: a client with a member, and the manager who answers for onboardings."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.new_staff("obc_manager", "project_manager", name="Mona Manager")
        cls.worker = cls.new_staff("obc_worker", "team_member", name="Will Worker")
        cls.client = cls.new_client("Alpha Steps", client_state="onboarding")
        cls.member = cls.new_member(cls.client, "obc_member")
