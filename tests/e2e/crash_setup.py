"""Quotations to crash with, and how to see what their confirmation made and to wake what makes up for a crash."""

import json

from .agency_setup import SETUP
from .barrier import wait
from .walk_common import JOBS_TO_RUN, value, wait_value

#: key of a step of the set-up -> the statements that make what it makes, in their order
MOMENTS = {
    "onboarding": ["INSERT ON agency_onboarding", "INSERT ON agency_onboarding_step"],
    "project": ["INSERT ON project_project", "INSERT ON project_milestone", "INSERT ON project_task"],
    "deliverables": ["INSERT ON agency_deliverable"],
    "retainer": ["INSERT ON agency_retainer"],
    "team": ["INSERT ON agency_team_proposal"],
    "team_space": ["INSERT ON discuss_channel"],
    "folders": ["INSERT ON dms_directory"],
}

#: tables that grow by what the server does for itself and for browsers, not by what is confirmed
NOISE = {
    *("bus_bus", "bus_presence", "ir_attachment", "ir_cron_trigger", "ir_cron_progress", "res_device_log"),
    # made for the provider with its first payment
    "account_payment_method_line",
    # made for a job once it is run
    "queue_job_lock",
}
#: tables by which Odoo 19 tells its processes that a cache is out of date; there are sequences for it on Odoo 17
CACHE_SIGNALS = "orm_signaling_"

ROWS = """
SELECT relname,
       (xpath('/row/n/text()', query_to_xml(format('SELECT count(*) AS n FROM %I', relname), false, true, '')))[1]::text
FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
"""
MAILS_TO_SEND = "SELECT count(*) FROM mail_mail WHERE state = 'outgoing'"
DEPOSIT = """
SELECT m.state, m.payment_state IN ('paid', 'in_payment'), m.amount_total = o.deposit_amount,
       t.state, t.is_post_processed IS TRUE
FROM sale_order o
JOIN sale_order_transaction_rel r ON r.sale_order_id = o.id
JOIN payment_transaction t ON t.id = r.transaction_id
LEFT JOIN account_invoice_transaction_rel i ON i.transaction_id = t.id
LEFT JOIN account_move m ON m.id = i.invoice_id
WHERE o.id = {id}
"""

ORDERS = """
import json
made = {}
for number, name in enumerate(NAMES):
    # an address of its own: what a quotation is called here is none that a mail server takes
    email = f"office@client-{number}.example.com"
    client = Builders.new_client(f"Client {name}", client_state="prospect", email=email)
    order = env["sale.order"].create(
        {"partner_id": client.id, "user_id": users["sales"].id, "require_signature": False}
    )
    order._apply_package(package)
    if name.startswith("signed"):
        order.write({"require_signature": True, "require_payment": False})
    order.action_quotation_sent()
    made[name] = {"id": order.id, "name": order.name, "client": client.email, "url": order.get_portal_url()}
steps = [key for key, method in env["sale.order"]._agency_setup_steps()]
env.cr.commit()
print("CRASH", json.dumps({"orders": made, "steps": steps}))
"""


def set_up(server, names):
    """Start a server on a fresh agency with a quotation of the package for each name, each for a client of its own.

    They ask for the deposit, but those whose name starts with "signed" for a signature alone.

    :return: dict ``orders`` (name -> dict ``id``, ``name``, ``client``, ``url``) and ``steps`` (keys of the set-up)
    """
    server.prepare()
    told = server.shell(SETUP + ORDERS.replace("NAMES", repr(list(names)))).splitlines()
    # what else is due on a fresh server must not be counted: nothing runs but what a test wakes
    server.sql("UPDATE ir_cron SET nextcall = nextcall + interval '1 year'")
    server.start()
    return json.loads(next(line for line in told if line.startswith("CRASH ")).removeprefix("CRASH "))


class Growth:
    """How many rows tables gained since it was made.

    :param server: ``AgencyServer``
    """

    def __init__(self, server):
        self.server = server
        self.before = self._rows()

    def _rows(self):
        rows = self.server.sql(ROWS)
        return {table: int(count) for table, count in rows if not (table in NOISE or table.startswith(CACHE_SIGNALS))}

    def __call__(self):
        """:return: dict table -> rows gained (or lost), without those that neither gained nor lost any"""
        # mails go out and jobs are run after the commit
        wait_value(self.server, MAILS_TO_SEND, "0")
        wait_value(self.server, JOBS_TO_RUN, "0")
        grown = {table: rows - self.before[table] for table, rows in self._rows().items()}
        return {table: rows for table, rows in grown.items() if rows}


def state(server, order):
    """:return: list, the order's state and that of its set-up"""
    return server.sql(f"SELECT state, setup_state FROM sale_order WHERE id = {order['id']}")[0]


def deposit(server, order):
    """:return: rows, one for each pair of payment and invoice of an order"""
    return server.sql(DEPOSIT.format(id=order["id"]))


def run_cron(server, xmlid, is_done):
    """Let the server's own scheduler run an action now: it becomes due, and the scheduler is woken, as stock does it.

    :param is_done: function that tells when the action has done what the test waits for
    """

    def wake_and_look():
        # a scheduler that is just starting does not listen yet
        server.wake()
        return is_done()

    module, name = xmlid.split(".")
    server.sql(f"""
        UPDATE ir_cron SET nextcall = now() AT TIME ZONE 'utc' - interval '1 minute'
        WHERE active AND id = (SELECT res_id FROM ir_model_data WHERE module = '{module}' AND name = '{name}')
    """)
    wait(xmlid, wake_and_look, pause=0.5)


def send_mails(server):
    """Let the scheduler send the mails that its own work has left for it to send."""
    run_cron(server, "mail.ir_cron_mail_scheduler_action", lambda: value(server, MAILS_TO_SEND) == "0")


def job_of(order, what="set_up"):
    """:return: condition in SQL on a job of an order, the one that retries its set-up by default"""
    return f"identity_key = 'agency_management.{what}.{order['id']}'"


def wait_postponed(server, order, what="set_up"):
    """Wait until a job of an order waits for its next try."""
    query = f"SELECT state = 'pending' AND eta > now() AT TIME ZONE 'utc' FROM queue_job WHERE {job_of(order, what)}"
    wait_value(server, query, "t")


def run_job(server, order, what="set_up"):
    """Let the job runner take a job of an order, which waits for its next try, now."""
    wait_postponed(server, order, what)
    server.sql(f"""
        UPDATE queue_job SET eta = now() AT TIME ZONE 'utc' - interval '1 minute' WHERE {job_of(order, what)}
    """)


def activities(server, order):
    """:return: rows, summary and login of the user of each open activity of an order"""
    return server.sql(f"""
        SELECT a.summary, u.login FROM mail_activity a JOIN res_users u ON u.id = a.user_id
        WHERE a.active AND a.res_model = 'sale.order' AND a.res_id = {order["id"]}
    """)
