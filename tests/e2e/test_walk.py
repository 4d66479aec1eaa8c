"""The suite's main job, walked end to end in a browser: from a website enquiry to the paid invoice and the results.

The steps follow each other; each is done by the person whose job it is. When one fails the following ones are not
tried. What is done is in the modules ``walk_*``, a class each, one built on the other: pytest runs the methods of the
first one first.
"""

import pytest

from .agency_setup import SETUP
from .walk_results import Results


@pytest.fixture(scope="module")
def agency(server):
    """A fresh agency with people, one package and a payment provider."""
    server.reset()
    server.shell(SETUP)
    return server


@pytest.fixture(scope="module")
def story():
    """What earlier steps leave for later ones."""
    return {}


@pytest.fixture(autouse=True)
def in_order(request, story, people):
    """Stop the story at its first failure, and keep what was on everybody's screen."""
    if story.get("broken"):
        pytest.fail(f"the story ended before: {story['broken']}")
    failed_before = request.session.testsfailed
    people.problems.clear()
    yield
    if request.session.testsfailed > failed_before:
        story["broken"] = request.node.name
        for (login, width), page in people.pages.items():
            people.shoot(page, f"failed-{login}-{width}")
    else:
        assert people.problems == [], "errors in somebody's browser"


class TestWalk(Results):
    """All steps, in their order."""
