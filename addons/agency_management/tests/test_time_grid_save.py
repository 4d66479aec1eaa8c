from odoo.tests import tagged

from .time_common import FRIDAY, MONDAY, NEXT_MONDAY, SATURDAY, TUESDAY, WEDNESDAY, TimeGridCommon


@tagged("post_install", "-at_install")
class TestTimeGridSave(TimeGridCommon):
    """Writing cells of the weekly grid, and who is faster."""

    def test_type_change_and_clear(self):
        result = self.save(self.change(hours="1:30", was_minutes=0))
        self.assertEqual(result["results"], [{"ref": "r", "ok": True, "code": "", "message": ""}])
        cell = self.cell(result["week"])
        entry = cell["entries"][0]
        self.assertEqual((cell["minutes"], entry["note"], entry["billable"]), (90, "", True))
        line = self.env["account.analytic.line"].browse(entry["id"])
        self.assertRecordValues(
            line,
            [
                {
                    "employee_id": self.alan.id,
                    "user_id": self.author.id,
                    "project_id": self.project_a.id,
                    "unit_amount": 1.5,
                    "date": MONDAY,
                    "name": "/",
                    "agency_time_kind_id": self.kinds["client"].id,
                }
            ],
        )
        result = self.save(self.change(entry=entry["id"], stamp=entry["stamp"], hours="2,25", note=" Draft "))
        entry = self.cell(result["week"])["entries"][0]
        self.assertEqual((entry["minutes"], entry["note"]), (135, "Draft"))
        result = self.save(self.change(entry=entry["id"], stamp=entry["stamp"], billable=False))
        entry = self.cell(result["week"])["entries"][0]
        self.assertEqual((entry["minutes"], entry["note"], entry["billable"]), (135, "Draft", False))
        result = self.save(self.change(entry=entry["id"], stamp=entry["stamp"], hours=""))
        self.assertEqual(result["results"][0]["ok"], True)
        self.assertEqual(result["week"]["rows"], [])
        self.assertFalse(line.exists())

    def test_a_note_without_hours_makes_no_entry(self):
        self.assertEqual(self.saved(self.change(note="Later")), [(True, "", "")])
        self.assertEqual(self.grid.get_week()["rows"], [])

    def test_one_bad_cell_stops_no_other(self):
        self.log(20, day=TUESDAY)
        got = self.saved(
            self.change(hours="1h30", was_minutes=0),
            self.change(hours="half", day=WEDNESDAY, was_minutes=0),
            self.change(hours="-2", day=WEDNESDAY, was_minutes=0),
            self.change(hours="25", day=WEDNESDAY, was_minutes=0),
            self.change(hours="4:01", day=TUESDAY, kind="client_meeting", was_minutes=0),
            self.change(hours="1", day=SATURDAY, was_minutes=0),
            self.change(hours="1", day=NEXT_MONDAY, was_minutes=0),
            self.change(hours="1", project=self.internal, was_minutes=0),
            self.change(hours="2", day=FRIDAY, was_minutes=0),
        )
        self.assertEqual(
            got,
            [
                (True, "", ""),
                (False, "unreadable", "“half” is no time. Type hours such as 1:30, 1.5 or 90m."),
                (False, "negative", "Time cannot be negative. Type the hours worked."),
                (False, "over_day", "A day has 24 hours, and this would make more of it."),
                (False, "over_day", "A day has 24 hours, and this would make more of it."),
                (False, "future", "This day has not come yet. Enter time on the day it is worked, or later."),
                (False, "refused", "03/18/2024 is not in this week. Reload the grid."),
                (
                    False,
                    "refused",
                    "Client work is time for clients, and Our own website has none. Choose another kind of time.",
                ),
                (True, "", ""),
            ],
        )
        self.assertEqual(self.grid.get_week()["total"], 90 + 1200 + 120)

    def test_whoever_saves_first_wins_and_the_other_is_told(self):
        entry = self.cell(self.save(self.change(hours="1", was_minutes=0))["week"])["entries"][0]
        seen = {"entry": entry["id"], "stamp": entry["stamp"]}
        self.assertEqual(self.saved(self.change(hours="2", **seen)), [(True, "", "")])
        self.assertEqual(
            self.saved(self.change(hours="3", **seen)),
            [(False, "conflict", "Somebody changed this to 2:00 meanwhile. Save again to overwrite it.")],
        )
        present = self.cell(self.grid.get_week())["entries"][0]
        self.assertEqual(present["minutes"], 120)
        self.assertEqual(
            self.saved(self.change(hours="3", entry=present["id"], stamp=present["stamp"])), [(True, "", "")]
        )
        self.assertEqual(self.cell(self.grid.get_week())["minutes"], 180)

    def test_two_windows_fill_the_same_empty_cell(self):
        self.assertEqual(self.saved(self.change(hours="1", was_minutes=0)), [(True, "", "")])
        self.assertEqual(
            self.saved(self.change(hours="2", was_minutes=0)),
            [(False, "conflict", "1:00 was entered here meanwhile. Save again to add yours to it.")],
        )
        self.assertEqual(self.saved(self.change(hours="2")), [(True, "", "")])
        self.assertEqual(self.cell(self.grid.get_week())["minutes"], 180)

    def test_two_windows_take_the_same_booking_over(self):
        """Both saw an hour of three entered; the second one does not double what the first has added."""
        self.save(self.change(hours="1", was_minutes=0))
        self.assertEqual(self.saved(self.change(hours="2", was_minutes=60)), [(True, "", "")])
        self.assertEqual(
            self.saved(self.change(hours="2", was_minutes=60)),
            [(False, "conflict", "3:00 was entered here meanwhile. Save again to add yours to it.")],
        )
        self.assertEqual(self.cell(self.grid.get_week())["minutes"], 180)

    def test_an_entry_deleted_meanwhile(self):
        entry = self.cell(self.save(self.change(hours="1", was_minutes=0))["week"])["entries"][0]
        self.save(self.change(entry=entry["id"], stamp=entry["stamp"], hours="0"))
        self.assertEqual(
            self.saved(self.change(entry=entry["id"], stamp=entry["stamp"], hours="2")),
            [(False, "conflict", "This entry was deleted meanwhile. Save again to enter it anew.")],
        )

    def test_locked_cells(self):
        line = self.log(8)
        stamp = self.cell(self.grid.get_week())["entries"][0]["stamp"]
        self.assertEqual(self.grid.submit(MONDAY.isoformat())["state"], "submitted")
        payload = self.grid.get_week()
        self.assertEqual(
            (self.cell(payload)["lock"], payload["may_submit"], payload["may_take_back"], payload["waits_for"]),
            ("submitted", False, True, "Mona Manager"),
        )
        self.assertEqual(
            self.saved(self.change(entry=line.id, stamp=stamp, hours="1"))[0][:2],
            (False, "conflict"),
            "submitted elsewhere",
        )
        stamp = self.cell(payload)["entries"][0]["stamp"]
        ok, code, message = self.saved(self.change(entry=line.id, stamp=stamp, hours="1"))[0]
        self.assertEqual((ok, code), (False, "refused"))
        self.assertIn("are submitted. Take the week back", message)
        self.assertEqual(self.grid.take_back(MONDAY.isoformat())["state"], "draft")
        self.grid.submit(MONDAY.isoformat())
        self.week(user=self.manager).action_approve()
        self.assertEqual(self.cell(self.grid.get_week())["lock"], "approved")

    def test_others_time_is_not_mine_to_write(self):
        theirs = self.log(2, employee=self.chloe)
        result = self.saved(self.change(entry=theirs.id, stamp="120|1|draft|Work", hours="1"))
        self.assertEqual(result[0][:2], (False, "conflict"))
        self.assertEqual(theirs.sudo().unit_amount, 2)
