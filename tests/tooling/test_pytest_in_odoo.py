"""The order in which the tests inside Odoo are shared out."""

from types import SimpleNamespace

from tools.suite.pytest_in_odoo import longest_first


class Page:
    """Stands for Odoo's class of tests that show pages."""


class OnePage(Page):
    """A class with a page."""


class Two:
    """A class of two tests."""


class Pair(Two):
    """Another class of two tests."""


class Three:
    """A class of three tests."""


def test_pages_then_large_classes_then_the_rest_each_in_one_piece():
    told = [Two, Two, Pair, Pair, Three, Three, Three, OnePage, None]
    items = [SimpleNamespace(cls=cls, name=number) for number, cls in enumerate(told)]
    longest_first(items, Page)
    assert [(item.cls, item.name) for item in items] == [
        (OnePage, 7),
        (Three, 4),
        (Three, 5),
        (Three, 6),
        (Two, 0),
        (Two, 1),
        (Pair, 2),
        (Pair, 3),
        (None, 8),
    ]
