"""Outgoing mail never leaves: the server's launcher binds every SMTP connection to the catcher."""

import os
import socketserver
import subprocess
import sys
import threading

from .conftest import ROOT

SEND = """
import runpy, sys
launcher = runpy.run_path(sys.argv[1], run_name="launcher")
launcher["bind_mail"](sys.argv[2])
import smtplib
for server in (smtplib.SMTP("mail.client.example", 25, timeout=10), smtplib.SMTP()):
    server.connect("10.255.255.1", 587)
    server.sendmail("a@agency.example", ["b@client.example"], "Subject: hello\\r\\n\\r\\ntext")
    server.quit()
"""


class Catcher(socketserver.StreamRequestHandler):
    """As much of SMTP as a delivery needs."""

    mails = []

    def handle(self):
        self.wfile.write(b"220 catcher\r\n")
        for line in self.rfile:
            word = line[:4].upper()
            if word == b"DATA":
                self.wfile.write(b"354 go\r\n")
                text = b""
                while not text.endswith(b"\r\n.\r\n"):
                    text += self.rfile.readline()
                self.mails.append(text)
            self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")
            if word == b"QUIT":
                return


def test_every_connection_goes_to_the_catcher():
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Catcher) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        launcher = str(ROOT / "tools" / "suite" / "odoo_main.py")
        address = f"127.0.0.1:{server.server_address[1]}"
        env = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
        done = subprocess.run([sys.executable, "-c", SEND, launcher, address], capture_output=True, text=True, env=env)
        server.shutdown()
    assert done.returncode == 0, done.stderr
    assert [b"Subject: hello" in mail for mail in Catcher.mails] == [True, True]


def test_without_a_catcher_mails_are_dropped():
    launcher = str(ROOT / "tools" / "suite" / "odoo_main.py")
    done = subprocess.run([sys.executable, "-c", SEND, launcher, "drop"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
