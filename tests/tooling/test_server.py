"""A server process: started, waited for, killed, started again. A small web server stands for Odoo's."""

import os
import sys
import tempfile
from pathlib import Path

import pytest

from tools.suite.cache import Cache
from tools.suite.errors import SuiteError
from tools.suite.ports import reserved
from tools.suite.server import Server
from tools.suite.shell import alive

SOURCE = """
import http.server, os, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/web/login" else 404)
        self.end_headers()
        self.wfile.write(os.environ.get("FAULT", "none").encode())
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""


@pytest.fixture
def server(tmp_path):
    # the tests of another checkout may run at the same time
    shared = Cache(Path(tempfile.gettempdir(), f"agency-suite-tests-{os.getuid()}"))
    with reserved(shared, 28069) as port:
        command = [sys.executable, "-c", SOURCE, str(port)]
        url = f"http://127.0.0.1:{port}"
        made = Server.describe(tmp_path / "server.json", command, {}, url, tmp_path / "server.log")
        yield made
        made.stop()


def fault(server):
    import urllib.request

    with urllib.request.urlopen(f"{server.url}/web/login") as answer:
        return answer.read().decode()


def test_start_kill_restart_stop(server):
    server.start()
    first = server.pid
    assert fault(server) == "none"
    Server(server.state).kill()
    assert server.pid is None and not alive(first)
    server.start(FAULT="after payment")
    assert fault(server) == "after payment"
    server.restart()
    assert fault(server) == "none"
    last = server.pid
    Server(server.state).stop()
    assert not alive(last)
    assert Server(server.state).pid is None


def test_running_server_is_not_started_twice(server):
    server.start()
    with pytest.raises(SuiteError, match="runs already"):
        Server(server.state).start()


def test_server_that_ends_while_starting_says_why(tmp_path):
    command = [sys.executable, "-c", "raise ValueError('no database')"]
    server = Server.describe(tmp_path / "a.json", command, {}, "http://127.0.0.1:9", tmp_path / "a.log")
    with pytest.raises(SuiteError) as caught:
        server.start()
    assert caught.value.message == "the server ended while starting: ValueError: no database"


def test_reused_process_id_is_not_taken_for_ours(server):
    server.start()
    server.facts["started"] += 1
    assert server.pid is None
    server.facts["started"] -= 1
