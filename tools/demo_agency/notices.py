"""Chats that hear of what happens.

While the story is told notices go to a chat on this very machine, which takes everything; what is left of it are
channels that nobody has given an address, so that the demo agency sends nothing to anybody.
"""

import contextlib
import os
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from odoo.addons.agency_crm.connectors import transport

#: name -> (kind of chat, who looks after it, events told there)
CHANNELS = {
    "#new-business": ("slack", "mara", ["lead_new"]),
    "Delivery": ("teams", "paul", ["deliverable_request_changes", "project_off_track"]),
}
#: days ago since when they are told
SINCE = 28


class _Taking(BaseHTTPRequestHandler):
    """Takes what is sent and says so."""

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args):
        """Silent."""


@contextlib.contextmanager
def chat(world):
    """Within this a chat listens on loopback, and the server may call it; afterwards no channel has an address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Taking)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    before = os.environ.get(transport.PRIVATE_VARIABLE)
    os.environ[transport.PRIVATE_VARIABLE] = "1"
    world.chat = f"http://127.0.0.1:{server.server_port}/"
    try:
        yield
        world.env["agency.notice.channel"].search([]).webhook_url = False
    finally:
        os.environ.pop(transport.PRIVATE_VARIABLE)
        if before is not None:
            os.environ[transport.PRIVATE_VARIABLE] = before
        server.shutdown()
        server.server_close()


def tell(world, story):
    """Put the beginning of the notices into the story."""
    story.at(SINCE, 9, connect, world)


def connect(world):
    """Olga connects the two chats and says what is told where."""
    for name, (kind, login, events) in CHANNELS.items():
        channel = world.by("admin", world.env["agency.notice.channel"]).create(
            {"name": name, "kind": kind, "user_id": world.users[login].id, "webhook_url": world.chat}
        )
        world.by("admin", world.env["agency.notice.rule"]).create(
            [{"event": event, "channel_id": channel.id} for event in events]
        )
