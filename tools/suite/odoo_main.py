"""Odoo's command line, run by the environment's Python. Outgoing mail is bound to the mail catcher.

Standard library only, apart from Odoo itself; it stands alone, because it runs outside the tooling's package.
"""

import os
import sys
from pathlib import Path

# This file's folder must not be searched for modules: it holds some with everyday names.
sys.path[:] = [entry for entry in sys.path if not entry or Path(entry).resolve() != Path(__file__).resolve().parent]
os.environ["TZ"] = "UTC"


def bind_mail(address):
    """Send every SMTP connection of this process to ``host:port``, whatever server a record in the database names."""
    import smtplib

    host, _, port = address.rpartition(":")
    connect = smtplib.SMTP.connect

    def to_catcher(self, *_args, **_kwargs):
        return connect(self, host, int(port))

    smtplib.SMTP.connect = to_catcher


def main():
    """Run Odoo's command line."""
    catcher = os.environ.get("AGENCY_MAIL")
    if catcher:
        bind_mail(catcher)
    import odoo.cli

    odoo.cli.main()


if __name__ == "__main__":
    main()
