"""A client reviews and approves, walked end to end in a browser; see ``walk_client``."""

import pytest

from .walk_client import REVIEW, Review


@pytest.fixture(scope="module")
def agency(server, agency_set_up):
    """A fresh agency with people, and a banner that a client is asked to approve."""
    server.reset(REVIEW, base=agency_set_up)
    return server


@pytest.mark.usefixtures("in_order")
class TestClient(Review):
    """All steps, in their order."""
