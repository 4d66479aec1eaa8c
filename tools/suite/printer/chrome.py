"""A headless Chromium driven over its debugging protocol."""

import base64
import contextlib
import json
import os
import resource
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from websocket import create_connection

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--no-first-run",
    "--no-default-browser-check",
    "--mute-audio",
    "--disable-breakpad",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-web-security",
    "--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests",
    "--remote-debugging-port=0",
)
START_SECONDS = 30
LOAD_SECONDS = 60
# Files are served under the page's own origin below this path, so that its cookies, fonts and styles apply.
PREFIX = "/__agency_printer__"


class PrinterError(Exception):
    """Printing is not possible, with the reason."""


def _free_address_space():
    """Odoo limits its own address space and its children inherit that; Chromium reserves far more than it uses."""
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


class Chrome:
    """One browser with one page; a context manager."""

    def __init__(self):
        program = os.environ.get("CHROME_BIN") or next(filter(None, map(shutil.which, NAMES)), None)
        if not program:
            raise PrinterError("no Chromium on this machine: apt-get install chromium")
        self._profile = tempfile.mkdtemp(prefix="agency-printer-")
        self._process = subprocess.Popen(
            [program, *FLAGS, f"--user-data-dir={self._profile}", "about:blank"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=_free_address_space,
        )
        self._socket, self._session, self._last, self._seen = None, None, 0, []
        self._origin, self._suffix = None, b""
        try:
            self._connect()
        except BaseException:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.close()

    def _connect(self):
        announced = Path(self._profile, "DevToolsActivePort")
        end = time.monotonic() + START_SECONDS
        while not (announced.exists() and announced.read_text().count("\n")):
            if self._process.poll() is not None:
                raise PrinterError(f"Chromium ended at once (exit code {self._process.returncode})")
            if time.monotonic() > end:
                raise PrinterError(f"Chromium did not start within {START_SECONDS} s")
            time.sleep(0.02)
        port, path = announced.read_text().splitlines()[:2]
        self._socket = create_connection(f"ws://127.0.0.1:{port}{path}", suppress_origin=True, timeout=LOAD_SECONDS * 2)
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.call("Page.enable")
        self.call("Network.enable")

    def close(self):
        """End the browser and remove its profile."""
        with contextlib.suppress(Exception):
            self._session = None
            self.call("Browser.close")
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self._profile, ignore_errors=True)

    def call(self, method, **params):
        """Call a method of the protocol and return its result."""
        number = self._send(method, params)
        while True:
            message = self._receive()
            if message.get("id") == number:
                if "error" in message:
                    raise PrinterError(f"Chromium refused {method}: {message['error'].get('message')}")
                return message["result"]

    def _send(self, method, params):
        self._last += 1
        message = {"id": self._last, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        self._socket.send(json.dumps(message))
        return self._last

    def _receive(self):
        message = json.loads(self._socket.recv())
        if message.get("method") == "Fetch.requestPaused":
            self._serve(message["params"])
        self._seen.append(message.get("method"))
        return message

    def _serve(self, request):
        path = Path(unquote(urlsplit(request["request"]["url"]).path)[len(PREFIX) :])
        self._send(
            "Fetch.fulfillRequest",
            {
                "requestId": request["requestId"],
                "responseCode": 200,
                "responseHeaders": [{"name": "Content-Type", "value": "text/html; charset=utf-8"}],
                "body": base64.b64encode(path.read_bytes() + self._suffix).decode(),
            },
        )

    def serve_files_at(self, origin, suffix=b""):
        """Show local files under ``origin`` (``http://host:port``), with ``suffix`` added to each."""
        self._origin, self._suffix = origin, suffix
        self.call("Fetch.enable", patterns=[{"urlPattern": f"{origin}{PREFIX}*"}])

    def set_cookie(self, name, value, domain, path="/"):
        """Set a cookie for the pages that follow."""
        self.call("Network.setCookie", name=name, value=value, domain=domain, path=path)

    def open(self, file, query=""):
        """Load a local file and wait for its resources and fonts."""
        path = Path(file).resolve()
        address = f"{self._origin}{PREFIX}{quote(str(path))}" if self._origin else path.as_uri()
        self._seen = []
        self.call("Page.navigate", url=address + (f"?{query}" if query else ""))
        end = time.monotonic() + LOAD_SECONDS
        while "Page.loadEventFired" not in self._seen and time.monotonic() < end:
            self._receive()
        self.call("Runtime.evaluate", awaitPromise=True, expression="document.fonts.ready.then(() => true)")

    def transparent(self):
        """Print what follows without a page background."""
        self.call("Emulation.setDefaultBackgroundColorOverride", color={"r": 0, "g": 0, "b": 0, "a": 0})

    def pdf(self, **options):
        """Print the open page; the options are those of ``Page.printToPDF``."""
        return base64.b64decode(self.call("Page.printToPDF", printBackground=True, **options)["data"])

    def screenshot(self, width, height, kind):
        """A picture of the open page at that size; ``kind`` is png or jpeg."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        quality = {"quality": 92} if kind == "jpeg" else {}
        return base64.b64decode(self.call("Page.captureScreenshot", format=kind, **quality)["data"])
