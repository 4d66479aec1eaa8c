"""The cache builds a thing once, and whole or not at all."""

import os
import signal
import threading
import time

import pytest

from tools.suite.cache import Cache, Checkout, digest, digest_times, digest_tree, locked, read_json, write_json

BUILDER = """
import sys, time
from tools.suite.cache import Cache
def build(folder):
    (folder / "half").write_text("half")
    print("building", flush=True)
    time.sleep(60)
Cache(sys.argv[1]).obtain("thing", "key", build)
"""


def test_interrupted_build_leaves_nothing_that_looks_whole(cache, children):
    child = children(BUILDER, cache.root, stdout=-1)
    assert child.stdout.readline() == "building\n"
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert cache.folder("thing", "key") is None

    path = cache.obtain("thing", "key", lambda folder: (folder / "whole").write_text("whole"))
    assert sorted(item.name for item in path.iterdir()) == [".complete", "whole"]


def test_in_place_build_is_made_anew_after_an_interruption(cache):
    def fails(folder):
        (folder / "half").write_text("half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cache.obtain("venv", "key", fails, in_place=True)
    path = cache.obtain("venv", "key", lambda folder: (folder / "whole").write_text("whole"), in_place=True)
    assert path == cache.path("venv", "key")
    assert sorted(item.name for item in path.iterdir()) == [".complete", "whole"]


def test_two_at_once_build_it_once(cache):
    built = []

    def build(folder):
        built.append(folder)
        time.sleep(0.2)

    threads = [threading.Thread(target=cache.obtain, args=("thing", "key", build)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(built) == 1


def test_lock_is_free_again_when_its_holder_was_killed(tmp_path, children):
    path = tmp_path / "a.lock"
    source = (
        "import sys, time\nfrom tools.suite.cache import locked\n"
        "with locked(sys.argv[1]):\n    print('held', flush=True)\n    time.sleep(60)\n"
    )
    child = children(source, path, stdout=-1)
    assert child.stdout.readline() == "held\n"
    with locked(path, blocking=False) as mine:
        assert mine is False
    child.kill()
    child.wait()
    with locked(path, blocking=False) as mine:
        assert mine is True


def test_torn_json_counts_as_missing(tmp_path):
    path = tmp_path / "a.json"
    write_json(path, {"a": 1})
    assert read_json(path) == {"a": 1}
    path.write_text('{"a": ')
    assert read_json(path, "nothing") == "nothing"


def test_digest_tells_parts_apart():
    assert digest("ab", "c") != digest("a", "bc")
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})


def test_digest_of_a_tree_is_its_content(tmp_path):
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "a.py").write_text("a")
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_a.py").write_text("t")
    before = digest_tree(tmp_path), digest_tree(tmp_path, skip=("tests",))
    (tmp_path / "models" / "__pycache__").mkdir()
    (tmp_path / "models" / "__pycache__" / "a.pyc").write_text("x")
    assert (digest_tree(tmp_path), digest_tree(tmp_path, skip=("tests",))) == before
    (tmp_path / "tests" / "test_a.py").write_text("other")
    assert digest_tree(tmp_path) != before[0]
    assert digest_tree(tmp_path, skip=("tests",)) == before[1]
    (tmp_path / "models" / "a.py").rename(tmp_path / "models" / "b.py")
    assert digest_tree(tmp_path, skip=("tests",)) != before[1]


def test_times_of_files(tmp_path):
    """Odoo makes a bundle anew when a file was written anew with what it had in it before."""
    style = tmp_path / "static" / "src" / "style.scss"
    assert digest_times(tmp_path / "static") == digest()
    style.parent.mkdir(parents=True)
    style.write_text("a")
    os.utime(style, (1, 1))
    first = digest_times(tmp_path / "static")
    os.utime(style, (2, 2))
    later = digest_times(tmp_path / "static")
    os.utime(style, (1, 1))
    assert (digest_times(tmp_path / "static"), first != later) == (first, True)
    style.rename(style.with_name("other.scss"))
    assert digest_times(tmp_path / "static") not in (first, later)


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"AGENCY_CACHE": "/a/b", "XDG_CACHE_HOME": "/x", "HOME": "/h"}, "/a/b"),
        ({"XDG_CACHE_HOME": "/x", "HOME": "/h"}, "/x/agency-suite"),
        ({"HOME": "/h"}, "/h/.cache/agency-suite"),
    ],
)
def test_place_of_the_cache(environ, expected):
    assert str(Cache.from_environ(environ).root) == expected


def test_two_checkouts_have_other_databases(tmp_path):
    names = {Checkout(tmp_path / name).database("run", "17.0") for name in ("one", "two")}
    assert len(names) == 2
    assert all(name.startswith("agency_") and name.endswith("_run_170") for name in names)
    assert max(map(len, names)) < 64, "PostgreSQL cuts longer names"
