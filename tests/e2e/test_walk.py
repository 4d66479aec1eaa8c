"""The suite's main job, walked end to end in a browser: from a website enquiry to the paid invoice and the results.

The steps follow each other; each is done by the person whose job it is. When one fails the following ones are not
tried. What is done is in the modules ``walk_*``, a class each, one built on the other: pytest runs the methods of the
first one first.
"""

import pytest

from .walk_results import Results


@pytest.fixture(scope="module")
def agency(server, agency_set_up):
    """A fresh agency with people, one package and a payment provider."""
    server.reset(base=agency_set_up)
    return server


@pytest.mark.usefixtures("in_order")
class TestWalk(Results):
    """All steps, in their order."""
