"""Bring an agency that was loaded on an earlier day to today.

Everything moves by whole weeks, so that work stays on workdays: the agency is then as it was up to six days ago, as if
nobody had been there since. What was signed is not touched: the approval trail refuses changes, and keeps its dates.
"""

from odoo import fields

WEEK = 7
#: tables of the system itself, and the trail, whose fingerprints cover its dates
FIXED = ("ir_", "base_", "bus_", "queue_job", "res_currency", "res_device", "agency_deliverable_event")
#: rows are moved far away first and then back: unique days must not meet on the way
FAR = 40_000


def whole_weeks(days):
    """:return int: the days of the whole weeks in a number of days"""
    return days // WEEK * WEEK


def move(env, days):
    """Add days to every date of the database.

    :param int days: a multiple of seven
    """
    env.flush_all()
    for table, columns in _columns(env).items():
        for step in (FAR, days - FAR):
            changes = ", ".join(f'"{column}" = "{column}" + {kind}' for column, kind in columns)
            env.cr.execute(f'UPDATE "{table}" SET {changes}', {"step": step})  # names come from the catalogue
    env.invalidate_all()
    _align_retainers(env)


def _columns(env):
    """:return dict: table -> [(column, SQL of the step)] of all dates that move"""
    env.cr.execute(
        """
        SELECT columns.table_name, columns.column_name, columns.data_type
          FROM information_schema.columns AS columns
          JOIN information_schema.tables AS tables USING (table_schema, table_name)
         WHERE table_schema = current_schema AND table_type = 'BASE TABLE'
           AND data_type IN ('date', 'timestamp without time zone')
         ORDER BY 1, 2
        """
    )
    kinds = {"date": "%(step)s", "timestamp without time zone": "%(step)s * interval '1 day'"}
    result = {}
    for table, column, kind in env.cr.fetchall():
        if not table.startswith(FIXED):
            result.setdefault(table, []).append((column, kinds[kind]))
    return result


def _align_retainers(env):
    """Months differ in length: billed periods become those that follow from the new first day."""
    from odoo.addons.agency_management.core import recurrence

    for retainer in env["agency.retainer"].search([]):
        retainer_anchor = retainer.start_date.day
        env.cr.execute("UPDATE agency_retainer SET anchor_day = %s WHERE id = %s", [retainer_anchor, retainer.id])
        charges = retainer.charge_ids.sorted("period_start")
        starts = sorted(set(charges.mapped("period_start")))
        until = fields.Date.add(retainer.start_date, months=len(starts) + 1)
        wholes = [whole for _part, whole in recurrence.periods(retainer.start_date, until, retainer_anchor)]
        for old, whole in zip(starts, wholes):
            rows = charges.filtered(lambda charge, old=old: charge.period_start == old)
            env.cr.execute(
                "UPDATE agency_retainer_charge SET period_start = %s, period_end = %s WHERE id = ANY(%s)",
                [whole.start, whole.end, rows.ids],
            )
            env.cr.execute(
                "UPDATE account_move_line SET retainer_period_start = %s, retainer_period_end = %s "
                "WHERE move_id = ANY(%s) AND retainer_period_start IS NOT NULL",
                [whole.start, whole.end, rows.move_id.ids],
            )
        if retainer.end_date and starts:
            env.cr.execute(
                "UPDATE agency_retainer SET end_date = %s WHERE id = %s", [wholes[len(starts) - 1].end, retainer.id]
            )
    env.invalidate_all()
    env.add_to_compute(env["agency.retainer"]._fields["next_invoice_date"], env["agency.retainer"].search([]))
    env.flush_all()
