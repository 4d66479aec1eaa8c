"""The mail catcher: Sendria from PyPI, in an environment of its own. It accepts every mail and shows it in a page."""

import subprocess
import time
import urllib.error
import urllib.request

from . import pins, ports, venv
from .errors import SuiteError, Unavailable
from .shell import alive, clean_env, last_words, stop_process, tail

SMTP_PORT = 10025
HTTP_PORT = 10080
START_SECONDS = 20


class MailCatcher:
    """A running catcher; ``url`` is its page, ``smtp`` its ``host:port``."""

    def __init__(self, process, http_port, smtp_port):
        self.process = process
        self.http_port, self.smtp_port = http_port, smtp_port
        self.url = f"http://127.0.0.1:{http_port}/"
        self.smtp = f"127.0.0.1:{smtp_port}"

    def stop(self):
        """End it; the mails stay in its file."""
        stop_process(self.process.pid)


def start(cache, environ, folder, log):
    """Start the catcher with its mails in ``folder``; raises ``Unavailable`` when it cannot be had."""
    try:
        env = venv.obtain(cache, "mail", venv.find_python("19.0", environ)[0], [pins.file("mail")])
    except SuiteError as error:
        raise Unavailable(f"no mail catcher: {error.message}", error.remedy, error.log) from error
    folder.mkdir(parents=True, exist_ok=True)
    # one checkout after the other, until its ports are seen to be taken
    with cache.lock("mail-catcher"):
        return _start(env, folder, log)


def _start(env, folder, log):
    smtp = ports.first_free(SMTP_PORT)
    http = ports.first_free(HTTP_PORT, taken=(smtp,))
    with open(log, "ab") as out:
        process = subprocess.Popen(
            [
                env / "bin" / "python", "-m", "sendria", "--foreground", "--db", folder / "mails.sqlite",
                "--smtp-ip", "127.0.0.1", "--smtp-port", str(smtp), "--http-ip", "127.0.0.1", "--http-port", str(http),
            ],
            stdin=subprocess.DEVNULL, stdout=out, stderr=out, env=clean_env(NO_COLOR="1"), start_new_session=True,
        )  # fmt: skip
    catcher = MailCatcher(process, http, smtp)
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(catcher.url, timeout=2):
                return catcher
        except (OSError, urllib.error.URLError):
            if not alive(process.pid):
                break
            time.sleep(0.1)
    catcher.stop()
    raise Unavailable(
        f"the mail catcher did not start: {last_words(tail(log))}", "see its log; mails are dropped until then", log
    )
