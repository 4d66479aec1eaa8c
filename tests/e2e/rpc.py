"""A person's session without a browser: the calls the web client makes, made by a test that needs several at once."""

import http.cookiejar
import json
import urllib.request


class Session:
    """A session; it lives in a file on the server and survives the server's restart.

    :param str url: address of the server, no slash at the end
    :param str database: its database
    :param str login: login of the user, who has it as password, too; without one it is an anonymous visitor's
    """

    def __init__(self, url, database=None, login=None):
        self.url = url
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        if login:
            answer = self.post("/web/session/authenticate", {"db": database, "login": login, "password": login})
            assert "result" in answer, answer

    def post(self, route, params):
        """Post a JSON-RPC request.

        :return: dict with ``result`` or ``error``
        :raise OSError: the server went away before it answered
        """
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}).encode()
        request = urllib.request.Request(self.url + route, body, {"Content-Type": "application/json"})
        with self.opener.open(request, timeout=300) as answer:
            return json.load(answer)

    def call(self, model, method, ids, **kwargs):
        """Press a button: call a method of records; the answer as of ``post``."""
        return self.post("/web/dataset/call_kw", {"model": model, "method": method, "args": [ids], "kwargs": kwargs})


def message(answer):
    """The text a person is shown when a call was refused, '' when it was not."""
    return answer.get("error", {}).get("data", {}).get("message", "")
