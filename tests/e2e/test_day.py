"""A team member works a day, walked end to end in a browser; see ``walk_day``."""

import pytest

from .walk_day import DAY, Day


@pytest.fixture(scope="module")
def agency(server, agency_set_up):
    """A fresh agency with people, and a week of work that is planned for one of them."""
    server.reset(DAY, base=agency_set_up)
    return server


@pytest.fixture
def no_script_fails(people):
    """Nothing in anybody's browser went wrong during a step."""
    yield
    assert people.problems == []


@pytest.mark.usefixtures("in_order", "no_script_fails")
class TestDay(Day):
    """All steps, in their order."""
