import psycopg2

from odoo import api, sql_db
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .deliverable_common import DeliverableCommon


@tagged("post_install", "-at_install")
class TestDeliverableTrail(DeliverableCommon):
    """The trail is added to and never changed: not through Odoo, not through SQL, and a change would show."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deliverable = cls.new_deliverable()
        cls.show(cls.deliverable)
        cls.approve(cls.deliverable)
        cls.events = cls.deliverable.event_ids.sorted("id")

    def test_refused_by_the_orm(self):
        admin = self.new_staff("dlv_admin", "administrator")
        for events in (self.events.with_user(admin), self.events.sudo()):
            with self.assertRaises(UserError):
                events.write({"comment": "forged"})
            with self.assertRaises(UserError):
                events.unlink()
            with self.assertRaises(UserError):
                events[0].copy()
            with self.assertRaises(UserError):
                events.with_context(agency_deliverable_append=True).create(
                    {"deliverable_id": self.deliverable.id, "action": "approve"}
                )

    @mute_logger("odoo.sql_db")
    def test_refused_by_the_database(self):
        self.env.flush_all()
        for query in (
            "UPDATE agency_deliverable_event SET comment = 'forged' WHERE id = %s",
            "DELETE FROM agency_deliverable_event WHERE id = %s",
        ):
            with self.subTest(query), self.assertRaises(psycopg2.errors.RestrictViolation), self.env.cr.savepoint():
                self.env.cr.execute(query, [self.events[0].id])
        with self.assertRaises(psycopg2.errors.RestrictViolation), self.env.cr.savepoint():
            self.env.cr.execute("TRUNCATE agency_deliverable_event")

    def _behind_odoos_back(self, query, *params):
        """Change the trail as somebody with full access to the database could."""
        self.env.flush_all()
        self.env.cr.execute("ALTER TABLE agency_deliverable_event DISABLE TRIGGER USER")
        self.env.cr.execute(query, params)
        self.env.cr.execute("ALTER TABLE agency_deliverable_event ENABLE TRIGGER USER")
        self.env.invalidate_all()

    def test_whole_trail_verifies(self):
        self.assertFalse(self.deliverable._verify_trail())
        self.assertEqual(self.deliverable.action_verify_trail()["params"]["type"], "success")

    def test_changed_line_shows(self):
        self._behind_odoos_back(
            "UPDATE agency_deliverable_event SET actor_name = 'Nobody' WHERE id = %s", self.events[1].id
        )
        self.assertEqual(self.deliverable._verify_trail(), self.events[1])
        self.assertEqual(self.deliverable.action_verify_trail()["params"]["type"], "danger")

    def test_changed_signature_shows(self):
        self._behind_odoos_back(
            "UPDATE agency_deliverable_event SET signature = %s WHERE id = %s", b"Zm9yZ2Vk", self.events[2].id
        )
        self.assertEqual(self.deliverable._verify_trail(), self.events[2])

    def test_removed_line_shows(self):
        self._behind_odoos_back("DELETE FROM agency_deliverable_event WHERE id = %s", self.events[1].id)
        self.assertEqual(self.deliverable._verify_trail(), self.events[2])

    def test_changed_content_shows(self):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE agency_deliverable_version SET link = 'https://forged.example.com' WHERE id = %s",
            [self.events[2].version_id.id],
        )
        self.env.invalidate_all()
        self.assertEqual(self.deliverable._verify_trail(), self.events[2])

    @mute_logger("odoo.sql_db")
    def test_chain_cannot_fork(self):
        self.env.flush_all()
        with self.assertRaises(psycopg2.errors.UniqueViolation), self.env.cr.savepoint():
            self.env.cr.execute(
                """
                INSERT INTO agency_deliverable_event (
                    deliverable_id, version_id, action, state_before, state_after, date,
                    partner_id, actor_name, content_hash, previous_hash, event_hash
                )
                SELECT deliverable_id, version_id, action, state_before, state_after, date,
                       partner_id, actor_name, content_hash, previous_hash, event_hash || 'x'
                  FROM agency_deliverable_event WHERE id = %s
                """,
                [self.events[0].id],
            )

    @mute_logger("odoo.sql_db")
    def test_moves_wait_for_each_other(self):
        """Two real transactions: while one moves a deliverable, the other cannot."""
        connection = sql_db.db_connect(self.env.cr.dbname)
        with connection.cursor() as first, connection.cursor() as second:
            env = api.Environment(first, self.env.uid, {})
            client = env["res.partner"].create({"name": "Lock Ltd", "is_company": True, "client_state": "active"})
            project = env["project.project"].create({"name": "Lock", "partner_id": client.id})
            deliverable = env["agency.deliverable"].create({"name": "Lock", "project_id": project.id})
            # the second transaction must see the record; what is committed is deleted by _clean_up
            first.commit()  # pylint: disable=invalid-commit
            self.addCleanup(self._clean_up, deliverable.id, project.id, client.id)
            deliverable._lock()
            second.execute("SET LOCAL lock_timeout = '200ms'")
            with self.assertRaises(psycopg2.errors.LockNotAvailable):
                deliverable.with_env(api.Environment(second, self.env.uid, {}))._lock()
            second.rollback()
            first.rollback()

    def _clean_up(self, deliverable_id, project_id, client_id):
        with sql_db.db_connect(self.env.cr.dbname).cursor() as cr:
            env = api.Environment(cr, self.env.uid, {})
            env["agency.deliverable"].browse(deliverable_id).unlink()
            env["project.project"].browse(project_id).unlink()
            env["res.partner"].browse(client_id).unlink()
            cr.commit()  # pylint: disable=invalid-commit
