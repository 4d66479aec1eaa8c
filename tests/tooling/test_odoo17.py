"""Odoo 17.0: a given tree, a fetched one, or a clear word why not."""

import subprocess

import pytest

from tools.suite import odoo17, series
from tools.suite.errors import SuiteError, Unavailable


def make_tree(folder, release="(17, 0, 0, FINAL, 0, '')", addons="odoo/addons"):
    (folder / "odoo" / "addons" / "base").mkdir(parents=True)
    (folder / "odoo" / "release.py").write_text(f"version_info = {release}\n")
    crm = folder / addons / "crm"
    crm.mkdir(parents=True)
    (crm / "__manifest__.py").write_text("{}")
    return folder


def archive(tmp_path, www):
    make_tree(tmp_path / "src" / "odoo-17.0.post1")
    target = www / "odoo_17.0.latest.tar.gz"
    subprocess.run(["tar", "-czf", target, "-C", tmp_path / "src", "odoo-17.0.post1"], check=True)
    return target


@pytest.mark.parametrize("addons", ["odoo/addons", "addons"])
def test_nightly_and_git_layouts(tmp_path, addons):
    tree = odoo17.check_tree(make_tree(tmp_path / "tree", addons=addons))
    assert (tree / addons) in odoo17.addons_paths(tree)


def test_refuses_other_trees(tmp_path):
    with pytest.raises(SuiteError, match="is not an Odoo tree"):
        odoo17.check_tree(tmp_path)
    with pytest.raises(SuiteError, match=r"is not Odoo 17\.0"):
        odoo17.check_tree(make_tree(tmp_path / "eighteen", "(18, 0, 0, FINAL, 0, '')"))
    bare = make_tree(tmp_path / "bare", addons="elsewhere")
    with pytest.raises(SuiteError, match="has no addons"):
        odoo17.check_tree(bare)


def test_fetches_the_archive_once(tmp_path, cache, web, quiet):
    address, www, requests = web
    environ = {"ODOO_17_URL": f"{address}/{archive(tmp_path, www).name}"}
    assert odoo17.reachable(cache, environ)
    tree, version = odoo17.provision(cache, environ, quiet)
    assert (tree / "odoo" / "release.py").exists()
    assert odoo17.provision(cache, environ, quiet) == (tree, version)
    assert [line.split()[0] for line in requests] == ["HEAD", "GET"]
    assert series.seventeen(cache, {}) == "a tree of it is in the cache"


def test_damaged_archive_is_removed_and_told(tmp_path, cache, web, quiet):
    address, www, _requests = web
    target = archive(tmp_path, www)
    whole = target.read_bytes()
    target.write_bytes(whole[: len(whole) // 2])
    environ = {"ODOO_17_URL": f"{address}/{target.name}"}
    with pytest.raises(SuiteError) as caught:
        odoo17.provision(cache, environ, quiet)
    assert "unpacking the Odoo 17.0 archive failed" in caught.value.message
    assert "run again" in caught.value.remedy
    assert odoo17.cached(cache) is None

    target.write_bytes(whole)
    tree, _version = odoo17.provision(cache, environ, quiet)
    assert tree.name.startswith("17.0-")


def test_source_that_is_away_is_not_asked_again_at_once(cache, web):
    address, _www, requests = web
    environ = {"ODOO_17_URL": f"{address}/gone.tar.gz"}
    assert not odoo17.reachable(cache, environ)
    assert not odoo17.reachable(cache, environ)
    assert requests == ["HEAD /gone.tar.gz"]


def test_download_that_breaks_off_names_the_ways_out(cache, quiet):
    with pytest.raises(Unavailable) as caught:
        odoo17.fetch(cache, {"ODOO_17_URL": "http://127.0.0.1:9/a.tar.gz"}, quiet)
    assert "ODOO_17_PATH" in caught.value.remedy


NOWHERE = {"ODOO_17_URL": "http://127.0.0.1:9/a.tar.gz"}


@pytest.mark.parametrize(
    ("environ", "expected", "reason"),
    [
        ({"SERIES": "17.0"}, "17.0", "SERIES says so"),
        ({"SERIES": "19.0", "ODOO_17_PATH": "/a"}, "19.0", "SERIES says so"),
        ({"ODOO_17_PATH": "/a"}, "17.0", "ODOO_17_PATH is set"),
        ({}, "19.0", "no Odoo 17.0 here"),
    ],
)
def test_choice_of_the_series(cache, environ, expected, reason):
    chosen, why = series.choose(cache, {**NOWHERE, **environ})
    assert chosen == expected
    assert reason in why


def test_tests_cover_each_series_found(cache):
    assert series.all_found(cache, {"ODOO_17_PATH": "/a"})[0] == [
        ("17.0", "ODOO_17_PATH is set"),
        ("19.0", "Debian packages it"),
    ]
    found, left_out = series.all_found(cache, NOWHERE)
    assert [name for name, _why in found] == ["19.0"]
    assert [name for name, _why in left_out] == ["17.0"]


def test_unknown_series(cache):
    with pytest.raises(SuiteError, match=r"SERIES=18\.0 is not known"):
        series.choose(cache, {"SERIES": "18.0"})
