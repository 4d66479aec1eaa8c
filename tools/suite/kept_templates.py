"""What templates of pages and mails compile to outlives a test.

Odoo forgets it after each test and compiles the same pages again in the next one: a seventh of the time of all tests.
It is kept as long as no test changes a view; from the test that does so to the end of its class nothing outlives a
test, as in Odoo.
"""

from functools import partial

#: caches that Odoo empties when that changes which templates are made of; groups are part of templates from 19.0 on
VIEWS = frozenset(("templates", "groups"))


class KeptTemplates:
    """Compiled templates by key, and whether the present class of tests has changed views."""

    def __init__(self):
        self.compiled = {}
        self.changed = False
        self.tests = None

    def get(self, key, compile_it):
        """:return: what was kept for a key, else what ``compile_it()`` returns"""
        if key not in self.compiled:
            self.compiled[key] = compile_it()
        return self.compiled[key]

    def invalidated(self, caches):
        """Odoo empties caches: what is made of views is made anew, and this class is not over with it."""
        if VIEWS.intersection(caches):
            self.compiled.clear()
            self.changed = True

    def test_is_over(self):
        """What a test did to views is undone."""
        if self.changed:
            self.compiled.clear()

    def test_begins(self, tests):
        """The first test of another class begins before that class is set up."""
        if tests is not self.tests:
            self.test_is_over()
            self.tests, self.changed = tests, False

    def installed(self, registry_class, qweb_class):
        """Put it in front of Odoo's own caches; yields once, then takes it away again."""
        kept = self
        clear, clear_all = registry_class.clear_cache, registry_class.clear_all_caches

        def clear_cache(registry, *names):
            kept.invalidated(names)
            return clear(registry, *names)

        def clear_all_caches(registry):
            kept.test_is_over()
            return clear_all(registry)

        registry_class.clear_cache, registry_class.clear_all_caches = clear_cache, clear_all_caches
        name, wrap = _compiling(qweb_class)
        compiling = getattr(qweb_class, name)
        setattr(qweb_class, name, wrap(kept, compiling))
        yield
        setattr(qweb_class, name, compiling)
        registry_class.clear_cache, registry_class.clear_all_caches = clear, clear_all


def _compiling(qweb_class):
    """:return: name of the method that compiles what is not cached, and how it is wrapped"""
    later = "_generate_code_uncached"
    return (later, _with_view) if hasattr(qweb_class, later) else ("_load_values", _with_key)


def _with_key(kept, load):
    """Until 18.0: one cache of compiled templates, with the number of their view first, and of parts of pages."""

    def load_values(qweb, cache_key, get_value, *arguments, **named):
        if cache_key and str(cache_key[0]).isdigit():
            get_value = partial(kept.get, cache_key, get_value)
        return load(qweb, cache_key, get_value, *arguments, **named)

    return load_values


def _with_view(kept, generate):
    """From 19.0 on: called with the number of a view, or with a template that is no record."""

    def generate_code(qweb, template):
        if not isinstance(template, int):
            return generate(qweb, template)
        key = (template, *(qweb.env.context.get(name) or False for name in qweb._get_template_cache_keys()))
        return kept.get(key, partial(generate, qweb, template))

    return generate_code
