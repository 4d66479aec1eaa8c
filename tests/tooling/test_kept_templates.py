"""Compiled templates outlive tests, but not those that change views."""

import pytest

from tools.suite.kept_templates import KeptTemplates


class Caches:
    """Odoo's registry, as far as its caches go."""

    def __init__(self):
        self.emptied = []

    def clear_cache(self, *names):
        """Empty some."""
        self.emptied.append(names or ("default",))

    def clear_all_caches(self):
        """Empty all."""
        self.emptied.append("all")


class Qweb17:
    """Compiles views the way 17.0 does, each time it is asked: its own cache is always empty."""

    def __init__(self):
        self.made = []

    def _load_values(self, cache_key, get_value, loaded_values=None):
        return get_value()

    def render(self, *key):
        """:return: what a view, or with more keys a part of a page, compiles to"""
        return self._load_values(key, lambda: self.made.append(key) or f"made {len(self.made)}")


class Qweb19:
    """Compiles views the way 19.0 does."""

    class env:
        context = {"lang": "en_US"}

    def __init__(self):
        self.made = []

    def _get_template_cache_keys(self):
        return ["lang"]

    def _generate_code_uncached(self, template):
        self.made.append(template)
        return f"made {len(self.made)}"

    def render(self, template, *_more):
        """:return: what a view compiles to"""
        return self._generate_code_uncached(int(template) if template.isdigit() else template)


@pytest.fixture(params=[Qweb17, Qweb19])
def qweb(request):
    """Compiles what is not kept."""
    return request.param()


@pytest.fixture
def caches():
    """The registry of the server."""
    return Caches()


@pytest.fixture
def kept(qweb):
    """What is kept, in front of both."""
    kept = KeptTemplates()
    kept.test_begins("first class")
    with_it = kept.installed(Caches, type(qweb))
    next(with_it)
    yield kept
    next(with_it, None)


def test_compiled_once_for_all_tests(kept, qweb, caches):
    """The next test and the next class find it; caches are emptied as ever."""
    assert qweb.render("7", "'en_US'") == "made 1"
    caches.clear_cache()
    caches.clear_all_caches()
    kept.test_begins("second class")
    assert qweb.render("7", "'en_US'") == "made 1"
    assert caches.emptied == [("default",), "all"]


@pytest.mark.parametrize("names", [("templates",), ("default", "groups")])
def test_changed_views_are_compiled_anew_until_the_class_is_over(kept, qweb, caches, names):
    """In the test that changes one, after it, and after the class, which may have changed it for all of its tests."""
    qweb.render("7", "'en_US'")
    caches.clear_cache(*names)
    assert [qweb.render("7", "'en_US'") for _again in range(2)] == ["made 2"] * 2
    caches.clear_all_caches()
    kept.test_begins("first class")
    assert qweb.render("7", "'en_US'") == "made 3"
    kept.test_begins("second class")
    assert qweb.render("7", "'en_US'") == "made 4"
    caches.clear_all_caches()
    assert qweb.render("7", "'en_US'") == "made 4"


def test_what_is_no_view_is_not_kept(kept, qweb):
    """Parts of pages (17.0) and templates that are no records (19.0) have no number."""
    assert [qweb.render("('7',)", "part") for _again in range(2)] == ["made 1", "made 2"]


def test_by_language():
    """The same view in another language is another template."""
    qweb = Qweb17()
    with_it = KeptTemplates().installed(Caches, Qweb17)
    next(with_it)
    assert [qweb.render("7", lang) for lang in ("'en_US'", "'de_DE'", "'en_US'")] == ["made 1", "made 2", "made 1"]
    next(with_it, None)


def test_taken_away_again(qweb, caches):
    """Odoo is what it was."""
    own = Caches.clear_cache, Caches.clear_all_caches, dict(vars(type(qweb)))
    with_it = KeptTemplates().installed(Caches, type(qweb))
    next(with_it)
    next(with_it, None)
    assert (Caches.clear_cache, Caches.clear_all_caches, dict(vars(type(qweb)))) == own
