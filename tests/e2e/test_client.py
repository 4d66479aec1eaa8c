"""A client reviews and approves, walked end to end in a browser; see ``walk_client``."""

import pytest

from .agency_setup import SETUP
from .walk_client import REVIEW, Review


@pytest.fixture(scope="module")
def agency(server):
    """A fresh agency with people, and a banner that a client is asked to approve."""
    server.reset()
    server.shell(SETUP)
    server.shell(REVIEW)
    return server


@pytest.mark.usefixtures("in_order")
class TestClient(Review):
    """All steps, in their order."""
