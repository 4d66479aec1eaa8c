"""How fast the billing run is: 1,000 retainers, against OCA ``contract`` making as many plain invoices.

Both sides make draft invoices of one line for the same partners and product, by what their scheduled action calls: ours
its jobs one after the other, as the job runner executes them, with the time to enqueue them; theirs one batch. Sides
take turns, so that neither profits from a warmer database.
"""

import os
import time
from datetime import date

from odoo.tools import split_every

from odoo.addons.agency_management.models.agency_retainer_billing import JOB_SIZE

NUMBER = int(os.environ.get("BENCH_RETAINERS", "1000"))
BUDGET = 1.0
DAY = date(2026, 3, 1)
#: Sides take turns so many times.
ROUNDS = 4
#: One period is all there is to bill, whatever day it is.
LAST_DAY = date(2026, 3, 31)


def run(env):
    """Measure, and leave nothing behind.

    :param env: environment of a database with agency_management and OCA's ``contract``; rolled back by this function
    :return: list of dict, one a budget
    """
    # followers and mails of the invoices are neither side's
    env = env(context=dict(env.context, tracking_disable=True, mail_create_nosubscribe=True))
    try:
        return _measure(env)
    finally:
        env.cr.rollback()


def _measure(env):
    company = env.company
    if not company.chart_template:
        env["account.chart.template"].try_loading("generic_coa", company=company, install_demo=False)
    product = env["product.product"].create({"name": "Bench care", "type": "service", "list_price": 900})
    partners = env["res.partner"].create(
        [{"name": f"Bench {n}", "is_company": True, "client_state": "active"} for n in range(NUMBER)]
    )
    _retainers(env, partners[:5], product)._bill(DAY)  # caches, the same for both
    ours = theirs = 0.0
    for batch in split_every(NUMBER // ROUNDS, partners.ids, partners.browse):
        retainers, contracts = _retainers(env, batch, product), _contracts(env, batch, product)
        before = _count_invoices(env)
        ours += _timed(env, lambda retainers=retainers: _bill(retainers))
        made = _count_invoices(env) - before
        theirs += _timed(env, lambda contracts=contracts: contracts._recurring_create_invoice(DAY))
        made_by_contract = _count_invoices(env) - before - made
        if not made == made_by_contract == len(batch):
            raise RuntimeError(f"{made} and {made_by_contract} invoices were made of {len(batch)}")
    ratio = ours / theirs
    return [
        {
            "bench": "retainer_billing",
            "ratio": round(ratio, 2),
            "budget": BUDGET,
            "ok": ratio <= BUDGET,
            "retainers": NUMBER,
            "seconds": round(ours, 2),
            "peer_seconds": round(theirs, 2),
        }
    ]


def _bill(retainers):
    retainers._enqueue_billing()
    for batch in split_every(JOB_SIZE, retainers.ids, retainers.browse):
        batch._job_bill()


def _retainers(env, partners, product):
    retainers = env["agency.retainer"].create(
        [
            {
                "client_id": partner.id,
                "start_date": DAY,
                "end_date": LAST_DAY,
                "policy": "draft",
                "line_ids": [(0, 0, {"product_id": product.id, "name": "Bench care", "price_unit": 900})],
            }
            for partner in partners
        ]
    )
    retainers.action_activate()
    return retainers


def _contracts(env, partners, product):
    line = {
        "product_id": product.id,
        "name": "Bench care",
        "quantity": 1,
        "price_unit": 900,
        "recurring_rule_type": "monthly",
        "recurring_interval": 1,
        "date_start": DAY,
        "recurring_next_date": DAY,
    }
    if "uom_id" in env["contract.line"]._fields:
        line["uom_id"] = product.uom_id.id
    return env["contract.contract"].create(
        [
            {"name": f"Bench {partner.id}", "partner_id": partner.id, "contract_line_ids": [(0, 0, dict(line))]}
            for partner in partners
        ]
    )


def _count_invoices(env):
    return env["account.move"].search_count([("move_type", "=", "out_invoice")])


def _timed(env, function):
    env.flush_all()
    # all of it is one transaction: the planner has seen none of the rows yet
    env.cr.execute("ANALYZE account_move, account_move_line, account_partial_reconcile, res_partner")
    env.invalidate_all()
    begin = time.perf_counter()
    function()
    env.flush_all()
    return time.perf_counter() - begin
