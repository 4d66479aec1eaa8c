"""What the tests of the portal pages share."""

import re

from odoo import http
from odoo.tests import HttpCase

from .deliverable_common import DeliverableBuilders


class PortalCommon(DeliverableBuilders, HttpCase):
    """Two clients and their members, visited through real requests."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True, no_reset_password=True))
        cls.build_deliverable_world()

    def visit(self, user, path, **kwargs):
        """:return: the answer to a request of a user (None: nobody logged in)"""
        self.authenticate(user.login if user else None, user.login if user else None)
        return self.url_open(path, **kwargs)

    def token(self, text):
        """:return str: the CSRF token of a page"""
        return re.search(r'name="csrf_token" value="([^"]+)"', text).group(1)

    def session_token(self):
        """:return str: a CSRF token of the current session, for posts to pages it may not see"""
        return http.Request.csrf_token(self)

    def assertSeen(self, user, path, *texts):
        answer = self.visit(user, path)
        self.assertEqual((answer.status_code, answer.url.split("?")[0]), (200, self.base_url() + path.split("?")[0]))
        for text in texts:
            self.assertIn(text, answer.text)
        return answer.text

    def assertRefused(self, users, path, *secrets, **kwargs):
        """Nobody of these gets the page or anything of what it holds."""
        for user in users:
            with self.subTest(user=user.login if user else "nobody", path=path):
                answer = self.visit(user, path, **kwargs)
                self.assertNotEqual(answer.url.split("?")[0], self.base_url() + path.split("?")[0])
                for secret in secrets:
                    self.assertNotIn(secret, answer.text)
