"""A WOFF is unpacked to the TrueType font it was made of."""

import pytest

from tools.suite.fonts import woff_to_ttf

from .makers import make_ttf, make_woff


def test_unpacks_to_the_original():
    assert woff_to_ttf(make_woff()) == make_ttf()


def test_refuses_what_is_no_woff():
    with pytest.raises(ValueError, match="not a WOFF"):
        woff_to_ttf(make_ttf())
