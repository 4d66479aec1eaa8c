"""What the addons need, from their manifests."""

import pytest

from tools.suite import manifest
from tools.suite.errors import SuiteError


def addon(folder, name, depends, **more):
    path = folder / name
    path.mkdir()
    (path / "__manifest__.py").write_text(repr({"name": name, "depends": depends, **more}))
    return path


def test_order_and_needs(tmp_path):
    addons = [
        addon(tmp_path, "a_portal", ["b_base", "website"]),
        addon(tmp_path, "b_base", ["crm", "queue_job"]),
        addon(tmp_path, "c_alone", []),
    ]
    assert [path.name for path in manifest.in_order(addons)] == ["b_base", "a_portal", "c_alone"]
    assert manifest.foreign_modules(addons) == ["crm", "queue_job", "website"]
    assert [path.name for path in manifest.with_needed(["a_portal"], addons)] == ["b_base", "a_portal"]


def test_circle(tmp_path):
    addons = [addon(tmp_path, "a", ["b"]), addon(tmp_path, "b", ["a"])]
    with pytest.raises(SuiteError, match="a > b > a"):
        manifest.in_order(addons)


def test_unreadable_manifest(tmp_path):
    path = addon(tmp_path, "a", [])
    (path / "__manifest__.py").write_text("{'name': ")
    with pytest.raises(SuiteError, match="is not a readable manifest"):
        manifest.read(path)


def test_python_libraries_without_their_versions(tmp_path):
    path = addon(tmp_path, "a", [], external_dependencies={"python": ["WeasyPrint>=60", "requests"]})
    assert manifest.python_libraries([path]) == {"a": ["WeasyPrint", "requests"]}


def test_extra_modules_leave_comments_out(tmp_path):
    path = tmp_path / "modules.txt"
    path.write_text("# why\n\nl10n_generic_coa   # another\n")
    assert manifest.extra_modules(path) == ["l10n_generic_coa"]
