"""What the tests of the tooling share."""

import functools
import http.server
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tools.suite.cache import Cache
from tools.suite.progress import Progress

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def cache(tmp_path):
    """An empty cache."""
    return Cache(tmp_path / "cache")


@pytest.fixture
def quiet(tmp_path):
    """A progress that writes into a file."""
    with open(tmp_path / "progress.txt", "w") as stream:
        yield Progress(stream, tty=False)


@pytest.fixture
def children():
    """Starts Python processes from source text; those that still run are ended with the test."""
    started = []

    def start(source, *arguments, **options):
        process = subprocess.Popen([sys.executable, "-c", source, *map(str, arguments)], cwd=ROOT, text=True, **options)
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait()


@pytest.fixture
def web(tmp_path):
    """Serves the folder ``tmp_path/www`` on loopback; yields (address, folder, requests)."""
    folder, requests = tmp_path / "www", []
    folder.mkdir()

    class Handler(http.server.SimpleHTTPRequestHandler):
        def send_head(self):
            requests.append(f"{self.command} {self.path}")
            return super().send_head()

        def log_message(self, *_arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", folder, requests
    server.shutdown()
    server.server_close()
