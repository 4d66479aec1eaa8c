"""What the journeys share: the server under test and the people in front of their browsers."""

import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import sync_playwright  # noqa: E402

from tests.e2e.people import People  # noqa: E402
from tools.suite.e2e import LAUNCH_ARGUMENTS, AgencyServer  # noqa: E402

# what the walk asserts outside of test modules is explained as well
pytest.register_assert_rewrite(*(f"tests.e2e.walk_{part}" for part in ("common", "sale", "work", "results")))


@pytest.fixture(scope="session")
def server():
    """The server process under test."""
    return AgencyServer.from_environ()


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
