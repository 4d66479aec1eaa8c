"""Passwords of those who log in. Each takes most of a second to hash, so threads do that while the story is told."""

from concurrent.futures import ThreadPoolExecutor

from .logins import LOGINS


class Passwords:
    """Hashes that are being made.

    :param env: environment whose users have passwords
    """

    def __init__(self, env):
        crypt = env["res.users"]._crypt_context()
        threads = ThreadPoolExecutor()
        # OpenSSL does the work, and Python lets others work meanwhile
        self._hashes = {login: threads.submit(crypt.hash, password) for _label, login, password in LOGINS}
        threads.shutdown(wait=False)

    def give(self, users):
        """Let those of some users log in who are to."""
        for user in users:
            if user.login in self._hashes:
                user._set_encrypted_password(user.id, self._hashes[user.login].result())


def wrong(env):
    """:return list: logins whose password does not open the agency"""
    users = env["res.users"].search([("login", "in", [login for _label, login, _password in LOGINS])])
    env.cr.execute("SELECT login, password FROM res_users WHERE id = ANY(%s)", [users.ids])
    kept = {login: secret for login, secret in env.cr.fetchall() if secret}
    verify = env["res.users"]._crypt_context().verify
    with ThreadPoolExecutor() as threads:
        right = {
            login: threads.submit(verify, password, kept[login]) for _label, login, password in LOGINS if login in kept
        }
    return [login for _label, login, _password in LOGINS if login not in right or not right[login].result()]
