"""Odoo's command line, run by the environment's Python. Outgoing mail goes where AGENCY_MAIL says, nowhere else.

AGENCY_MAIL is the ``host:port`` of the mail catcher, or ``drop``: mails count as sent and go nowhere.
Standard library only, apart from Odoo itself; it stands alone, because it runs outside the tooling's package.
"""

import os
import sys
from pathlib import Path

# This file's folder must not be searched for modules: it holds some with everyday names.
sys.path[:] = [entry for entry in sys.path if not entry or Path(entry).resolve() != Path(__file__).resolve().parent]
os.environ["TZ"] = "UTC"


class Sink:
    """An SMTP connection that takes everything."""

    def __init__(self, *_args, **_kwargs):
        pass

    def __getattr__(self, _name):
        return lambda *_args, **_kwargs: {}


def bind_mail(address):
    """Send every SMTP connection of this process to ``address``, whatever server a record in the database names."""
    import smtplib

    if address == "drop":
        smtplib.SMTP = smtplib.SMTP_SSL = Sink
        return
    host, _, port = address.rpartition(":")
    connect = smtplib.SMTP.connect

    def to_catcher(self, *_args, **_kwargs):
        return connect(self, host, int(port))

    smtplib.SMTP.connect = to_catcher


def main():
    """Run Odoo's command line."""
    bind_mail(os.environ.get("AGENCY_MAIL") or "drop")
    import odoo.cli

    odoo.cli.main()


if __name__ == "__main__":
    main()
