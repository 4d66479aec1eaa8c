"""Building: what ends up in the folder, what is left alone, and what a reader sees meanwhile."""

import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tools.port19 import PortError
from tools.port19.__main__ import main
from tools.port19.build import MARKER, build, exchange
from tools.port19.engine import Engine

ROOT = Path(__file__).resolve().parents[2]
SOURCE = {
    "__manifest__.py": '{"name": "One", "version": "1.0.0"}\n',
    "models/thing.py": (
        "class Thing(models.Model):\n"
        '    _sql_constraints = [\n        ("amount_positive", "CHECK(amount > 0)", "Must be positive."),\n    ]\n\n'
        "    def x(self):\n        return self._context\n"
    ),
    "views/thing.xml": (
        '<odoo>\n    <record id="v" model="ir.ui.view">\n        <field name="arch" type="xml">\n'
        "            <form>\n"
        '                <field name="l" mode="tree,kanban"><tree><field name="a"/></tree></field>\n'
        '                <div class="oe_chatter"/>\n            </form>\n        </field>\n    </record>\n'
        '    <record id="a" model="ir.actions.act_window">\n'
        '        <field name="view_mode">tree,form</field>\n    </record>\n'
        '    <record id="b" model="ir.actions.act_window.view">\n'
        '        <field name="view_mode">tree</field>\n    </record>\n</odoo>\n'
    ),
    "static/img.png": "not text \x00",
    "controllers/main.py": '@route("/x", type="json", auth="user")\ndef x():\n    pass\n',
}
PORTED = {
    **SOURCE,
    "models/thing.py": (
        "class Thing(models.Model):\n"
        "    _amount_positive = models.Constraint(\n"
        "        'CHECK(amount > 0)',\n        \"Must be positive.\",\n    )\n\n"
        "    def x(self):\n        return self.env.context\n"
    ),
    "views/thing.xml": (
        SOURCE["views/thing.xml"].replace("tree", "list").replace('<div class="oe_chatter"/>', "<chatter/>")
    ),
    "controllers/main.py": '@route("/x", type="jsonrpc", auth="user")\ndef x():\n    pass\n',
}


def write(folder, files):
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def read(folder):
    return {
        str(path.relative_to(folder)): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MARKER and path.suffix != ".pyc"
    }


@pytest.fixture
def addon(tmp_path):
    write(tmp_path / "src" / "one", SOURCE)
    return tmp_path / "src" / "one"


@pytest.fixture
def out(tmp_path):
    return tmp_path / "build"


def test_build(addon, out, odoo19):
    (addon / "__pycache__").mkdir()
    (addon / "__pycache__" / "x.pyc").write_text("compiled")
    before = read(addon)
    assert build([addon], out, odoo19) == sorted(f"one/{name}" for name in SOURCE)
    assert read(out / "one") == PORTED
    assert read(addon) == before, "the source is not to be touched"
    assert sorted(os.listdir(out.parent)) == [".build.lock", "build", "src"]


def test_build_of_a_build_changes_nothing(addon, out, odoo19, tmp_path):
    build([addon], out, odoo19)
    build([out / "one"], tmp_path / "again", odoo19)
    assert read(tmp_path / "again" / "one") == PORTED


def test_second_build_touches_nothing(addon, out, odoo19):
    build([addon], out, odoo19)
    stats = {path: path.stat() for path in out.rglob("*")}
    assert build([addon], out, odoo19) == []
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*")} == {
        path: stat.st_mtime_ns for path, stat in stats.items()
    }


def test_only_what_changed_gets_a_new_time(addon, out, odoo19):
    build([addon], out, odoo19)
    for path in out.rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    cache = out / "one" / "models" / "__pycache__"
    cache.mkdir()
    (cache / "thing.cpython-311.pyc").write_text("compiled")
    shutil.rmtree(addon / "controllers")
    write(addon, {"static/new.txt": "new", "views/thing.xml": "<odoo/>\n"})
    assert build([addon], out, odoo19) == ["one/controllers/main.py", "one/static/new.txt", "one/views/thing.xml"]
    files = [path for path in out.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    assert {str(path.relative_to(out / "one")) for path in files if path.stat().st_mtime > 1_000_000_000} == {
        "static/new.txt",
        "views/thing.xml",
    }
    assert not (out / "one" / "controllers").exists()
    assert (cache / "thing.cpython-311.pyc").read_text() == "compiled"


def test_an_addon_that_is_no_longer_given_goes(addon, out, odoo19, tmp_path):
    write(tmp_path / "src" / "two", {"__manifest__.py": "{}\n"})
    build([addon, tmp_path / "src" / "two"], out, odoo19)
    assert build([addon], out, odoo19) == ["two/__manifest__.py"]
    assert sorted(os.listdir(out)) == [MARKER, "one"]


def test_a_reader_never_sees_a_half_tree(addon, out, odoo19):
    names = [f"data/{index:02}.txt" for index in range(20)]
    write(addon, dict.fromkeys(names, "generation 0"))
    build([addon], out, odoo19)
    mixtures, missing, stop, reads = [], [], threading.Event(), []

    def reader():
        while not stop.is_set():
            # what a process does that starts in the folder: it keeps the tree it has opened
            try:
                folder = os.open(out, os.O_RDONLY | os.O_DIRECTORY)
            except FileNotFoundError as error:
                missing.append(error)
                continue
            try:
                first = (out / "one" / names[0]).read_text()
                last = (out / "one" / names[-1]).read_text()
                if last < first:
                    mixtures.append((first, last))
                reads.append(first)
            finally:
                os.close(folder)

    thread = threading.Thread(target=reader)
    thread.start()
    try:
        for generation in range(1, 9):
            write(addon, dict.fromkeys(names, f"generation {generation}"))
            build([addon], out, odoo19)
    finally:
        stop.set()
        thread.join()
    assert (mixtures, missing) == ([], [])
    assert len(set(reads)) > 1, "the reader has to have seen more than one generation"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux exchanges two folders in one step")
def test_the_exchange_leaves_no_gap(tmp_path):
    write(tmp_path / "out", {"x": "a"})
    write(tmp_path / "stage", {"x": "b"})
    missing, stop = [], threading.Event()

    def reader():
        while not stop.is_set():
            if not (tmp_path / "out" / "x").exists():
                missing.append(1)

    thread = threading.Thread(target=reader)
    thread.start()
    try:
        for _round in range(300):
            exchange(tmp_path / "stage", tmp_path / "out")
            assert (tmp_path / "stage").exists(), "the folders were renamed one after the other"
    finally:
        stop.set()
        thread.join()
    assert not missing


def test_exchange_without_an_atomic_one(tmp_path, monkeypatch):
    def no_library(*_args, **_kwargs):
        raise OSError("no such library")

    monkeypatch.setattr("tools.port19.build.ctypes.CDLL", no_library)
    write(tmp_path / "out", {"x": "old"})
    write(tmp_path / "stage", {"x": "new"})
    exchange(tmp_path / "stage", tmp_path / "out")
    assert read(tmp_path) == {"out/x": "new"}


def test_leftovers_of_a_killed_run_are_cleared(addon, out, odoo19):
    build([addon], out, odoo19)
    write(out.parent / ".build.port19-killed", {"x": "half"})
    build([addon], out, odoo19)
    assert sorted(os.listdir(out.parent)) == [".build.lock", "build", "src"]


def test_a_folder_of_somebody_else_is_not_replaced(addon, out, odoo19):
    write(out, {"thesis.txt": "precious"})
    with pytest.raises(PortError, match="holds something else"):
        build([addon], out, odoo19)
    assert read(out) == {"thesis.txt": "precious"}


def test_out_inside_the_addon_is_refused(addon, odoo19):
    with pytest.raises(PortError, match="inside each other"):
        build([addon], addon / "build", odoo19)
    with pytest.raises(PortError, match="inside each other"):
        build([addon], addon.parent, odoo19)


def test_what_is_no_addon_is_refused(tmp_path, out, odoo19):
    (tmp_path / "empty").mkdir()
    with pytest.raises(PortError, match="has no __manifest__.py"):
        build([tmp_path / "empty"], out, odoo19)


def test_two_addons_of_one_name_are_refused(addon, out, odoo19, tmp_path):
    write(tmp_path / "other" / "one", SOURCE)
    with pytest.raises(PortError, match="two addons are called one"):
        build([addon, tmp_path / "other" / "one"], out, odoo19)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("views/bad.xml", "<odoo>\n<tree>\n</odoo>", r"views/bad\.xml: the rule views failed: mismatched tag"),
        ("models/bad.py", b"x = '\xff'", r"models/bad\.py: not UTF-8"),
        ("models/bad.py", b"_sql_constraints = (", r"models/bad\.py: the rule python failed"),
    ],
)
def test_a_broken_file_is_named(addon, out, odoo19, name, content, message):
    path = addon / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(PortError, match=message):
        build([addon], out, odoo19)
    assert not out.exists()


def test_a_failed_port_leaves_the_last_build(addon, out, odoo19):
    build([addon], out, odoo19)
    write(addon, {"views/thing.xml": "<odoo><tree></odoo>"})
    with pytest.raises(PortError):
        build([addon], out, odoo19)
    assert read(out / "one") == PORTED


def test_no_engine(tmp_path):
    with pytest.raises(PortError, match=r"no Odoo 19 upgrade engine in .*--odoo19 takes"):
        Engine(tmp_path)


def test_the_engine_leaves_the_interpreter_as_it_was(odoo19):
    path, modules = list(sys.path), set(sys.modules)
    Engine(odoo19)
    assert sys.path == path
    assert {name for name in set(sys.modules) - modules if not name.startswith("tools.")} <= {"__future__"}


def test_command_line(addon, out, odoo19, capsys):
    arguments = ["--odoo19", str(odoo19), "--out", str(out), "--verbose", str(addon)]
    assert main(arguments) == 0
    assert "one/views/thing.xml\n" in capsys.readouterr().out
    assert main(arguments) == 0
    assert "1 addons, nothing to do" in capsys.readouterr().out
    assert main(["check", str(out)]) == 0
    assert "0 findings" in capsys.readouterr().out
    assert main(["check", str(addon)]) == 1
    assert main(["check", str(out / "nowhere")]) == 2
    assert main(["--odoo19", str(out), "--out", str(out), str(addon)]) == 2
    assert "port19: no Odoo 19 upgrade engine" in capsys.readouterr().err


def test_a_foreign_locale_does_not_matter(addon, out, odoo19):
    write(addon, {"views/thing.xml": "<odoo><tree string='Größe'/></odoo>"})
    subprocess.run(
        [sys.executable, "-m", "tools.port19", "--odoo19", odoo19, "--out", out, addon],
        cwd=ROOT,
        env={**os.environ, "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        check=True,
    )
    assert read(out / "one")["views/thing.xml"] == "<odoo><list string='Größe'/></odoo>"
