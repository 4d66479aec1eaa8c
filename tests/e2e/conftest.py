"""What the journeys share: the server under test and the people in front of their browsers."""

import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import sync_playwright  # noqa: E402

from tests.e2e.agency_setup import SETUP  # noqa: E402
from tests.e2e.people import People  # noqa: E402
from tools.suite.e2e import LAUNCH_ARGUMENTS, AgencyServer  # noqa: E402

# what the walk asserts outside of test modules is explained as well
pytest.register_assert_rewrite(
    *(f"tests.e2e.walk_{part}" for part in ("common", "sale", "work", "results", "day", "client"))
)


@pytest.fixture(scope="session")
def server():
    """The server process under test."""
    return AgencyServer.from_environ()


@pytest.fixture(scope="session")
def agency_set_up(server):
    """What ``server.reset(base=...)`` takes for a server on which the agency of the journeys is set up."""
    server.prepare(SETUP)
    return server.keep("set_up")


@pytest.fixture(scope="session")
def browser():
    """Debian's Chromium, driven by Playwright."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=os.environ["AGENCY_CHROMIUM"], args=list(LAUNCH_ARGUMENTS)
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def people(browser, server):
    """The people of one journey."""
    crowd = People(browser, os.environ["AGENCY_URL"], os.environ["AGENCY_ARTEFACTS"])
    yield crowd
    crowd.close()


@pytest.fixture(scope="module")
def story():
    """What earlier steps of a walk leave for later ones."""
    return {}


@pytest.fixture
def in_order(request, story, people):
    """Stop a walk at its first failure, and keep what was on everybody's screen."""
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
