"""A chat on this machine, for the tests of notices."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Chat:
    """A server that takes webhook calls on loopback and answers what it is told to.

    ``answers`` is a list of (status, headers, body); the last one is repeated. A status of ``None`` never answers.
    """

    def __init__(self):
        self.answers = [(200, {}, "ok")]
        self.calls = []
        self.hold = threading.Event()
        chat = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                length = int(self.headers.get("Content-Length") or 0)
                chat.calls.append((self.path, json.loads(self.rfile.read(length))))
                status, headers, body = chat.answers.pop(0) if len(chat.answers) > 1 else chat.answers[0]
                if status is None:
                    chat.hold.wait(30)
                    return
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                data = body.encode()
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_args):
                """Silent."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self):
        """Address of the webhook."""
        return f"http://127.0.0.1:{self.server.server_port}/hook/s3cret"

    def close(self):
        """Stop answering."""
        self.hold.set()
        self.server.shutdown()
        self.server.server_close()
