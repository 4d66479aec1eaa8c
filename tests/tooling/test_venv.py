"""Virtual environments: the right Python, pins that are gone, an index that is away."""

import os
import stat

import pytest

from tools.suite import venv
from tools.suite.errors import SuiteError


def fake_python(folder, name, version):
    path = folder / name
    path.write_text(f"#!/bin/sh\necho {version}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_unsupported_python_is_named_with_the_supported_ones(tmp_path):
    program = fake_python(tmp_path, "python3.8", "3 8")
    with pytest.raises(SuiteError) as caught:
        venv.find_python("17.0", {"AGENCY_PYTHON": program})
    assert str(caught.value) == (
        f"AGENCY_PYTHON={program} is Python 3.8, but Odoo 17.0 runs on Python 3.10 to 3.12. "
        "Remedy: set AGENCY_PYTHON to one of those"
    )


def test_the_distributions_python_comes_before_this_one(tmp_path, monkeypatch):
    program = fake_python(tmp_path, "python3", "3 11")
    monkeypatch.setattr(venv, "DISTRIBUTION", program)
    assert venv.find_python("17.0", {}) == (program, (3, 11))


@pytest.mark.parametrize("version", ["3 9", "3 14", "no version"])
def test_a_distributions_python_that_does_not_fit_is_left_alone(tmp_path, monkeypatch, version):
    monkeypatch.setattr(venv, "DISTRIBUTION", fake_python(tmp_path, "python3", version))
    monkeypatch.setattr(venv.sys, "_base_executable", "this-one")
    monkeypatch.setattr(venv.sys, "version_info", (3, 12, 0, "final", 0))
    assert venv.find_python("17.0", {}) == ("this-one", (3, 12))


def test_another_suitable_python_on_path_is_taken(tmp_path, monkeypatch):
    program = fake_python(tmp_path, "python3.12", "3 12")
    monkeypatch.setattr(venv, "DISTRIBUTION", str(tmp_path / "none"))
    monkeypatch.setattr(venv.sys, "version_info", (3, 14, 0, "final", 0))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert venv.find_python("17.0", {}) == (program, (3, 12))


def test_no_suitable_python_at_all(tmp_path, monkeypatch):
    monkeypatch.setattr(venv, "DISTRIBUTION", str(tmp_path / "none"))
    monkeypatch.setattr(venv.sys, "version_info", (3, 14, 0, "final", 0))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SuiteError) as caught:
        venv.find_python("17.0", {})
    assert "this machine offers 3.14" in caught.value.message
    assert "AGENCY_PYTHON" in caught.value.remedy


def test_package_that_is_gone_and_resumption(tmp_path, cache, monkeypatch):
    """A real pip over an empty index; the environment that failed is made anew and completed."""
    index = tmp_path / "index"
    index.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(index))
    pins = tmp_path / "pins.txt"
    pins.write_text("agency-no-such-thing==1.0\n")
    python = venv.find_python("19.0", os.environ)[0]
    with pytest.raises(SuiteError) as caught:
        venv.obtain(cache, "a", python, [pins])
    assert caught.value.message == "the package index no longer has agency-no-such-thing==1.0"
    assert "tools/requirements" in caught.value.remedy
    assert not list(cache.path("venv").glob("*/.complete"))

    source = tmp_path / "agency_thing"
    source.mkdir()
    wheel = index / "agency_no_such_thing-1.0-py3-none-any.whl"
    _make_wheel(wheel)
    folder = venv.obtain(cache, "a", python, [pins])
    assert (venv.site_packages(folder) / "agency_thing.py").read_text() == "THING = 1\n"


def _make_wheel(path):
    import zipfile

    info = "agency_no_such_thing-1.0.dist-info"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr("agency_thing.py", "THING = 1\n")
        wheel.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: agency-no-such-thing\nVersion: 1.0\n")
        wheel.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr(f"{info}/RECORD", "")


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        (
            "WARNING: Retrying ... Connection refused\nERROR: No matching distribution found for a==1",
            "cannot be reached",
        ),
        ("ERROR: Could not install: [Errno 28] No space left on device", "is full"),
        ("ERROR: No matching distribution found for a==1 (from -r x)", "no longer has a==1"),
    ],
)
def test_pip_failures_with_a_known_remedy(output, expected, tmp_path):
    error = venv.explain(output, tmp_path / "a.log")
    assert expected in error.message
    assert error.remedy


def test_other_pip_failures_stay_as_they_are():
    assert venv.explain("ERROR: something else", "a.log") is None
