"""Sources in pieces: what a change of a line is a change of."""

import textwrap

import pytest

from tools.suite.sources import Modules, Sources, defined_names, views

STATES = "STATES = ['draft', 'done']\nCOLOURS = {'draft': 1}\n"
TIMER = '''
    """Times."""

    from odoo import api, fields, models

    from ..core import rates
    from ..core.rates import factor, register
    from ..core.states import STATES

    LIMIT = 8
    PAUSE = LIMIT / 2
    #: told to everybody
    register("timer")
    models.Model._limit = LIMIT
    KNOWN = register("watch")


    def known(name):
        return name


    OWN = known("clock")


    class Timer(models.Model):
        """Runs."""

        _name = "agency.timer"

        state = fields.Selection([(name, name) for name in STATES])

        @api.depends("state")
        def _compute_hours(self):
            """Hours so far."""
            return PAUSE

        def stop(self, at=LIMIT):
            # now
            return at

        def count(self):
            return rates.STEP * self.limit

        def write(self, values):
            return values

        def __len__(self):
            return 1


    class Reader(factor.Base):
        def read_line(self):
            return 0
'''
RATES = "STEP = 15\n\n\ndef register(name):\n    return name\n\n\ndef idle():\n    return 0\n"
PLACE = "odoo.addons.a.models.timer"


def pieces(timer=TIMER, states=STATES, rates=RATES):
    """:return: the frame of the module of timers, and its functions"""
    sources = {
        PLACE: (textwrap.dedent(timer), False),
        "odoo.addons.a.core.states": (states, False),
        "odoo.addons.a.core.rates": (rates, False),
    }
    modules = Modules(sources, ["write"])
    return modules.frame(PLACE), modules.functions(PLACE)


def changed(**sources):
    """:return: the names of the functions that a change is a change of, and ``frame`` when everybody depends on it"""
    (frame, functions), (other_frame, others) = pieces(), pieces(**sources)
    differ = {name for name in {*functions, *others} if functions.get(name) != others.get(name)}
    return differ | ({"frame"} if frame != other_frame else set())


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        pytest.param("return at", "return at + 1", {"Timer.stop"}, id="what a function does"),
        pytest.param("at=LIMIT", "at=0", {"Timer.stop"}, id="its arguments"),
        pytest.param("return PAUSE", "return 2", {"Timer._compute_hours"}, id="what one does that Odoo calls"),
        pytest.param('depends("state")', "depends()", {"frame", "Timer._compute_hours"}, id="when Odoo calls it"),
        pytest.param("write(self, values)", "write(self, vals)", {"frame", "Timer.write"}, id="one that stock has"),
        pytest.param("return values", "return 0", {"Timer.write"}, id="what it does"),
        pytest.param("def stop", "def halt", {"Timer.stop", "Timer.halt"}, id="a name that nobody has"),
        pytest.param("def stop", "def idle", {"frame", "Timer.stop", "Timer.idle"}, id="a name that another has"),
        pytest.param("__len__", "__bool__", {"frame", "Timer.__len__", "Timer.__bool__"}, id="a name of Python's"),
        pytest.param(
            "def read_line", "def read", {"frame", "Reader.read_line", "Reader.read"}, id="in a class of others"
        ),
        pytest.param("LIMIT = 8", "LIMIT = 9", {"frame", "Timer._compute_hours", "Timer.stop"}, id="a constant"),
        pytest.param('register("timer")', 'register("clock")', {"frame"}, id="what is run at the import"),
        pytest.param('register("watch")', 'register("clock")', {"frame"}, id="what is called at the import"),
        pytest.param('known("clock")', 'known("bell")', {"frame"}, id="what calls the module's own at the import"),
        pytest.param("_limit =", "_limits =", {"frame"}, id="what is set elsewhere"),
        pytest.param("PAUSE = LIMIT / 2", "PAUSE = LIMIT / 4", {"Timer._compute_hours"}, id="a constant of a constant"),
        pytest.param("fields.Selection(", "fields.Char(", {"frame"}, id="a field"),
        pytest.param("Hours so far", "Hours", set(), id="a docstring"),
        pytest.param("# now", "# then", set(), id="a comment"),
        pytest.param("    from odoo import", "    import re\n    from odoo import", set(), id="an unused import"),
    ],
)  # fmt: skip
def test_what_a_change_is_a_change_of(old, new, what):
    assert TIMER.count(old) == 1
    assert changed(timer=TIMER.replace(old, new)) == what


def test_constants_of_other_modules_belong_to_who_uses_them():
    assert changed(states=STATES.replace("'done'", "'ended'")) == {"frame"}, "a field's values"
    assert changed(states=STATES.replace("1", "2")) == set()
    assert changed(rates=RATES.replace("15", "6")) == {"Timer.count"}
    assert changed(rates=RATES.replace("return name", "return 1")) == set(), "it notes itself that it is called"


def test_what_cannot_be_read_counts_as_a_whole(tmp_path):
    for name, broken, still_broken in (("a.py", "def (", "def ()("), ("a.xml", "<odoo>", "<odoo><b>")):
        frames = set()
        for text in (broken, still_broken):
            (tmp_path / "a").mkdir(exist_ok=True)
            (tmp_path / "a" / name).write_text(text)
            frames.add(Sources({"a": tmp_path / "a"}).frame)
        assert len(frames) == 2


def test_a_view_is_told_from_what_is_around_it():
    data = """<odoo>
        <record id="form" model="ir.ui.view">
            <field name="name">Form</field><field name="arch" type="xml"><form/></field>
        </record>
        <template id="web.page" inherit_id="web.layout">Text <p>one</p></template>
        <menuitem id="menu" name="Menu"/>
    </odoo>"""
    rest, contents = views("a", data.encode())
    assert {name: text.strip() for name, text in contents.items()} == {
        "a.form": '<field name="arch" type="xml"><form /></field>',
        "web.page": "Text <p>one</p>",
    }
    for kept in ('name="name">Form<', 'inherit_id="web.layout"', 'name="Menu"'):
        assert kept in rest
    assert "<form" not in rest and "one" not in rest


def test_views_are_pieces_and_belong_to_what_is_installed(tmp_path):
    file = tmp_path / "a" / "views" / "timer.xml"
    file.parent.mkdir(parents=True)

    def written(text):
        file.write_text(f"<odoo><template id='page'>{text}</template><menuitem id='m'/></odoo>")
        return Sources({"a": tmp_path / "a"})

    one, two = written("one"), written("two")
    assert (one.views, list(one.units)) == ({"a.page"}, ["view:a.page"])
    assert one.frame == two.frame
    assert one.units != two.units
    assert one.installed != two.installed


def test_names_of_stock_functions(tmp_path):
    (tmp_path / "sale.py").write_text("class Sale:\n    def confirm(self): pass\n\n    async  def send(self): pass\n")
    assert defined_names([tmp_path]) == ["confirm", "send"]
