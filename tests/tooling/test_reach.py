"""What tests reach: functions note that they are called, and classes to which nothing has changed are left out."""

import json
import os
import shutil
import subprocess
import sys
import textwrap
from types import SimpleNamespace

import pytest

from tools.suite.cache import Cache, Checkout
from tools.suite.kept_templates import KeptTemplates
from tools.suite.reach import Reached, noting
from tools.suite.selection import Case
from tools.suite.sources import Sources
from tools.suite.suite import frame_key
from tools.suite.unchanged import Unchanged

MODULE = textwrap.dedent(
    '''
    RATE = 2


    class Timer:
        """Runs."""

        unit = "h"

        @property
        def hours(self):
            """Hours so far; with an umlaut: ä."""
            return self.minutes / 60

        @hours.setter
        def hours(self, value): self.minutes = value * 60

        def stop(self, at=RATE):
            def inner():
                return at

            return inner()


    def idle():
        return 0
    '''
)


def test_functions_note_that_they_are_called_and_are_otherwise_the_same():
    called = []
    names = {"__agency_reached__": called.append}
    exec(compile(noting(MODULE, "a/b.py"), "b.py", "exec"), names)
    timer = names["Timer"]()
    timer.hours = 1.5
    assert (timer.hours, timer.stop(), names["idle"]()) == (1.5, 2, 0)
    assert called == ["a/b.py:Timer.hours", "a/b.py:Timer.hours", "a/b.py:Timer.stop", "a/b.py:idle"]
    assert names["Timer"].hours.__doc__ == "Hours so far; with an umlaut: ä."
    assert names["idle"].__code__.co_firstlineno == MODULE[: MODULE.index("def idle")].count("\n") + 1


def test_views_note_that_they_are_looked_at_also_when_they_were_compiled_for_another_part():
    class View:
        """A view as Odoo has it."""

        def __init__(self, *ids):
            self.ids = ids

        def _compute_arch(self):
            return f"arch of {self.ids}"

    reached, kept, own = Reached({}), KeptTemplates(), View._compute_arch
    noting = reached.views(View, {1: "view:a.form", 2: "view:a.page", 3: "view:a.part"}, kept)
    next(noting)
    reached.begin("first")
    assert View(1, 9)._compute_arch() == "arch of (1, 9)"
    assert kept.get("page", View(2, 3)._compute_arch) == "arch of (2, 3)"
    for part in ("second", "third"):
        reached.begin(part)
        assert kept.get("page", View(2, 3)._compute_arch) == "arch of (2, 3)"
    reached.begin("fourth")
    next(noting, None)
    View(1)._compute_arch()
    page = {"view:a.page", "view:a.part"}
    assert reached.by_part == {"first": {"view:a.form", *page}, "second": page, "third": page, "fourth": set()}
    assert View._compute_arch is own


# -- the whole of it, with pytest itself on a small suite of two addons ---------------------------------------------

FILES = {
    "odoo/addons/one/__init__.py": "from . import rates\n",
    "stock/orders.py": "def confirm(self):\n    return True\n",
    "odoo/addons/one/rates.py": """
        LIMIT, FACTOR = 5, 3

        def double(x):
            return 2 * x

        def triple(x):
            return FACTOR * x

        def confirm(x):
            return x
    """,
    "odoo/addons/one/static/src/page.js": "let a;\n",
    "odoo/addons/two/__init__.py": "from . import prices, hooks\n",
    "odoo/addons/two/hooks.py": "def after():\n    return 1\n",
    "odoo/addons/two/prices.py": """
        from odoo.addons.one.rates import double

        def price(x):
            return double(x) + 1
    """,
    "odoo/addons/two/tests/__init__.py": "",
    "odoo/addons/two/tests/common.py": "HALF = 0.5\n",
    "odoo/addons/two/tests/rates.csv": "1;2\n",
    "odoo/addons/two/tests/test_prices.py": """
        import unittest

        from odoo.addons.two import hooks, prices

        WORD = "price"


        class TestPrices(unittest.TestCase):
            @classmethod
            def setUpClass(cls):
                cls.price = prices.price(1)

            def test_one(self):
                self.assertEqual(self.price, 3)

            def test_hook(self):
                self.assertEqual(hooks.after(), 1)
    """,
    "odoo/addons/two/tests/test_triple.py": """
        import unittest

        from odoo.addons.one import rates

        from .common import HALF


        class HttpCase(unittest.TestCase):
            pass


        class TestTriple(HttpCase):
            def test_two(self):
                self.assertEqual(rates.triple(2 * HALF), 3)


        def test_without_class():
            assert rates
    """,
    "odoo/addons/two/tests/test_again.py": """
        import unittest

        from odoo.addons.one.rates import LIMIT

        from .test_prices import WORD


        class TestAgain(unittest.TestCase):
            def test_word(self):
                self.assertEqual(WORD * LIMIT, 5 * "price")
    """,
}
PRICES, TRIPLE, AGAIN = ("test_prices.py::TestPrices", "test_triple.py::TestTriple", "test_again.py::TestAgain")


class SmallSuite:
    """Two addons, and the tests of the second run with what is known of them."""

    def __init__(self, folder):
        self.root, self.addons = folder, folder / "odoo" / "addons"
        self.databases = SimpleNamespace(
            checkout=Checkout(folder),
            cache=Cache(folder / "cache"),
            runtime=SimpleNamespace(
                series="17.0", version="1", venv="venv", tree=folder / "stock", chromium=None, printer=None
            ),
            template_key=lambda: "template",
        )

    def replace(self, path, old, new):
        path = self.addons / path
        assert old in path.read_text()
        path.write_text(path.read_text().replace(old, new))

    def known(self, **options):
        return Unchanged(self.databases, "two", {name: self.addons / name for name in ("one", "two")}, **options)

    def left_out(self):
        """The classes that would be left out now."""
        return {name.rpartition("/")[2] for name in self.known().left_out}

    def run(self, **options):
        """Run what is not left out; returns how many passed and failed."""
        known = self.known(**options)
        env = {**os.environ, **known.ask(), "PYTHONPATH": f"{os.getcwd()}:{self.root}", "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "tools.suite.pytest_reach"]
            + ["-c", os.devnull, "--rootdir", str(self.root), str(self.addons / "two" / "tests")],
            env=env, cwd=self.root, capture_output=True, text=True,
        )  # fmt: skip
        known.keep()
        assert done.returncode in (0, 1, 5), done.stdout + done.stderr
        return {word: int(count) for count, word in _counts(done.stdout)}


def _counts(output):
    words = output.strip().splitlines()[-1].replace(",", "").split()
    return [(words[at - 1], word) for at, word in enumerate(words) if word in ("passed", "failed", "deselected")]


@pytest.fixture(scope="module")
def passed(tmp_path_factory):
    """A folder with the small suite, all of whose tests have passed."""
    folder = tmp_path_factory.mktemp("small") / "suite"
    for path, text in FILES.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(textwrap.dedent(text))
    assert SmallSuite(folder).run() == {"passed": 5}
    return folder


@pytest.fixture
def small(passed, tmp_path):
    return SmallSuite(shutil.copytree(passed, tmp_path / "suite"))


def test_what_passed_is_left_out_and_what_has_no_class_runs(small):
    known = small.known()
    assert small.left_out() == {PRICES, TRIPLE, AGAIN}
    assert known.tests == 4
    assert small.run() == {"passed": 1, "deselected": 4}
    assert small.left_out() == {PRICES, TRIPLE, AGAIN}


def test_all_run_when_asked_for(small):
    assert small.known(ask_all=True).tests == 0
    assert small.run(ask_all=True) == {"passed": 5}


@pytest.mark.parametrize(
    ("path", "old", "new", "stay"),
    [
        pytest.param("one/rates.py", "return FACTOR * x", "return x * FACTOR", {PRICES, AGAIN}, id="called by a test"),
        pytest.param("one/rates.py", "return 2 * x", "return x * 2", {TRIPLE, AGAIN}, id="called by setUpClass"),
        pytest.param("two/hooks.py", "return 1", "return 1 + 0", set(), id="a hook of the installation"),
        pytest.param("one/rates.py", "5, 3", "6, 3", {PRICES}, id="a constant, for who uses or imports it"),
        pytest.param("one/rates.py", "def double(x)", "def double(x, y=1)", {TRIPLE, AGAIN}, id="a signature"),
        pytest.param("one/rates.py", "def confirm(x)", "def confirm(x, y=1)", set(), id="one that stock has"),
        pytest.param("one/rates.py", "def confirm(x)", "def unheard(x)", set(), id="not stock's any more"),
        pytest.param("one/rates.py", "def double", "# twice\ndef double", {PRICES, TRIPLE, AGAIN}, id="a comment"),
        pytest.param("two/tests/common.py", "0.5", "0.50", {PRICES, AGAIN}, id="what tests share, if they import it"),
        pytest.param("two/tests/rates.csv", "1;2", "1;3", set(), id="data that tests share"),
        pytest.param("two/tests/test_triple.py", "2 *", "2.0 *", {PRICES, AGAIN}, id="the test's own file"),
        pytest.param("two/tests/test_prices.py", "price, 3", "price, 1 + 2", {TRIPLE}, id="a file of tests it imports"),
        pytest.param("one/static/src/page.js", "let a", "let b", {PRICES, AGAIN}, id="scripts, for pages"),
    ],
)
def test_a_change_reaches(small, path, old, new, stay):
    small.replace(path, old, new)
    assert small.left_out() == stay


def test_what_a_change_reaches_runs_once_more(small):
    small.replace("one/rates.py", "return FACTOR * x", "return x * FACTOR")
    assert small.run() == {"passed": 2, "deselected": 3}
    assert small.left_out() == {PRICES, TRIPLE, AGAIN}


def test_all_are_left_out_when_each_class_is(small):
    def case(file, cls):
        return Case("addon", "two", str(small.addons / "two" / "tests" / file), cls, "test_it")

    known = small.known()
    both = [case("test_prices.py", "TestPrices"), case("test_triple.py", "TestTriple")]
    assert known.covers(both)
    assert not known.covers([*both, case("test_prices.py", "TestMore")])
    assert not known.covers([*both, case("test_triple.py", "")])


@pytest.mark.parametrize(
    ("path", "old", "new", "same"),
    [
        pytest.param("one/rates.py", "return FACTOR * x", "return x * FACTOR", True, id="a function"),
        pytest.param("two/tests/common.py", "0.5", "0.25", True, id="what tests share"),
        pytest.param("one/static/src/page.js", "let a", "let b", True, id="scripts: they have a key of their own"),
        pytest.param("one/rates.py", "LIMIT, ", "print()\nLIMIT, ", False, id="outside of functions"),
        pytest.param("two/hooks.py", "return 1", "return 2", False, id="a hook"),
    ],
)
def test_an_installed_database_serves_while_the_frame_is_the_same(small, path, old, new, same):
    addons = [small.addons / name for name in ("one", "two")]
    before = frame_key(small.databases, addons)
    small.replace(path, old, new)
    assert (frame_key(small.databases, addons) == before) is same


def test_another_file_of_tests_runs_alone(small):
    tests = small.addons / "two" / "tests"
    (tests / "test_more.py").write_text(
        "import unittest\n\n\nclass TestMore(unittest.TestCase):\n    def test_sum(self):\n        assert 1 + 1 == 2\n"
    )
    (tests / "__init__.py").write_text("from . import test_more\n")
    assert small.run() == {"passed": 2, "deselected": 4}
    assert small.left_out() == {PRICES, TRIPLE, AGAIN, "test_more.py::TestMore"}


def test_a_function_that_is_gone_reaches_its_callers(small):
    small.replace("one/rates.py", "def triple(x):\n    return FACTOR * x\n", "")
    assert small.left_out() == {PRICES, AGAIN}
    assert Sources({"one": small.addons / "one"}).of(["one/rates.py:triple"]) == ""


def test_what_failed_runs_again(small):
    small.replace("one/rates.py", "return FACTOR * x", "return 4 * x")
    assert small.run() == {"passed": 1, "failed": 1, "deselected": 3}
    assert small.left_out() == {PRICES, AGAIN}
    # what passed once with the same sources is forgotten, too
    small.replace("one/rates.py", "return 4 * x", "return FACTOR * x")
    assert small.left_out() == {PRICES, AGAIN}


def test_what_did_not_come_to_its_end_runs_again(small):
    small.known(ask_all=True).ask()
    assert small.left_out() == set()


def test_other_pins_and_old_results_do_not_count(small):
    store = small.known().store
    known = json.loads(store.read_text())
    store.write_text(json.dumps({name: {**entry, "day": "2024-02-29"} for name, entry in known.items()}))
    assert small.left_out() == set()
    store.write_text(json.dumps(known))
    assert small.left_out() == {PRICES, TRIPLE, AGAIN}
    small.databases.template_key = lambda: "another template"
    assert small.left_out() == set()
