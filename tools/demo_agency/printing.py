"""Invoices of the clients who can log in, as documents: an invoice that has none is shown to them as a proforma.

All others go without, see ``backdate``: printing those of eighteen months takes too long. So do these on a machine that
cannot print.
"""

import contextlib
import threading

from werkzeug.serving import make_server

from odoo import http

from .logins import LOGINS

#: what sending an invoice prints
REPORT = "account.account_invoices"


def possible(env):
    """:return bool: whether this machine prints; ``make run`` names it when it does not"""
    return env["ir.actions.report"].get_wkhtmltopdf_state() not in ("install", "broken")


def invoices(env):
    """:return: posted invoices of the clients who can log in"""
    users = env["res.users"].search(
        [("login", "in", [login for _label, login, _password in LOGINS]), ("share", "=", True)]
    )
    return env["account.move"].search(
        [
            ("client_id", "in", users.partner_id.commercial_partner_id.ids),
            ("move_type", "in", ("out_invoice", "out_refund")),
            ("state", "=", "posted"),
        ]
    )


def print_invoices(env):
    """Make the documents as sending an invoice makes them, without mailing anything: they have been mailed."""
    if not possible(env):
        return
    moves, sending = invoices(env), env["account.move.send"]
    with _answering(env):
        if hasattr(sending, "_generate_and_send_invoices"):
            # from Odoo 18 on
            sending._generate_and_send_invoices(moves, sending_methods=[], allow_raising=True)
        else:
            _print_together(moves)


def _print_together(moves):
    """What sending does in 17.0, but all in one go, as later series do: most of the time is the printer's start."""
    env = moves.env
    streams = env["ir.actions.report"]._render_qweb_pdf_prepare_streams(REPORT, {}, res_ids=moves.ids)
    for move in moves:
        values = {
            "raw": streams[move.id]["stream"].getvalue(),
            "name": move._get_invoice_report_filename(),
            "mimetype": "application/pdf",
            "res_model": move._name,
            "res_id": move.id,
            "res_field": "invoice_pdf_report_file",
        }
        env["account.move.send"]._link_invoice_documents(move, {"pdf_attachment_values": values})


@contextlib.contextmanager
def _answering(env):
    """Within this Odoo answers on loopback: the printer asks it for the styles of a document."""
    server = make_server("127.0.0.1", 0, http.root, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    parameters = env["ir.config_parameter"]
    before = parameters.get_param("report.url")
    parameters.set_param("report.url", f"http://127.0.0.1:{server.server_port}")
    # what the printer asks for is read in other transactions
    env.cr.commit()
    try:
        yield
    finally:
        parameters.set_param("report.url", before)
        server.shutdown()
        server.server_close()
