"""Odoo's Debian package: found, unpacked, repaired, or missed with a remedy."""

import os
import subprocess

import pytest

from tools.suite import odoo19
from tools.suite.errors import SuiteError

from .makers import make_deb, make_ttf, make_woff

STATIC = "odoo/addons/web/static"


def link(path, target):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(os.path.relpath(target, path.parent))


@pytest.fixture
def unpacked(tmp_path):
    """A package as unpacked: links into other packages, a font that only its WOFF is left of."""
    root, extra = tmp_path / "root", tmp_path / "extra"
    tree = root / odoo19.TREE
    fonts = tree / STATIC / "src/libs/fontawesome/fonts"
    fonts.mkdir(parents=True)
    (fonts / "fontawesome-webfont.woff").write_bytes(make_woff())
    (fonts / "fontawesome-webfont.woff2").write_bytes(b"woff2")
    link(fonts / "fontawesome-webfont.ttf", root / "usr/share/fonts-font-awesome/fonts/fontawesome-webfont.ttf")
    copies = tree / STATIC / "lib/fontawesome/fonts"
    link(copies / "fontawesome-webfont.woff2", root / "usr/share/fonts-font-awesome/fonts/fontawesome-webfont.woff")
    link(copies / "FontAwesome.otf", root / "usr/share/fonts-font-awesome/fonts/FontAwesome.otf")
    link(tree / STATIC / "lib/jquery/jquery.js", root / "usr/share/javascript/jquery/jquery.js")
    jquery = extra / "usr/share/javascript/jquery/jquery.js"
    jquery.parent.mkdir(parents=True)
    jquery.write_text("jquery")
    return tree, root, extra


def test_repair_leaves_real_files_only(unpacked):
    tree, root, extra = unpacked
    odoo19.repair(tree, root, extra)
    links = [path for path in tree.rglob("*") if path.is_symlink()]
    assert links == []
    files = {str(path.relative_to(tree)): path.read_bytes() for path in tree.rglob("*") if path.is_file()}
    assert files == {
        f"{STATIC}/lib/jquery/jquery.js": b"jquery",
        **{
            f"{STATIC}/{place}/fontawesome/fonts/fontawesome-webfont.woff": make_woff() for place in ("lib", "src/libs")
        },
        **{f"{STATIC}/{place}/fontawesome/fonts/fontawesome-webfont.woff2": b"woff2" for place in ("lib", "src/libs")},
        **{f"{STATIC}/{place}/fontawesome/fonts/fontawesome-webfont.ttf": make_ttf() for place in ("lib", "src/libs")},
        odoo19.REMOVED: odoo19.REMOVED_TEXT.encode(),
    }


def test_without_jquery_there_is_no_server(unpacked):
    tree, root, extra = unpacked
    (extra / "usr/share/javascript/jquery/jquery.js").unlink()
    with pytest.raises(SuiteError) as caught:
        odoo19.repair(tree, root, extra)
    assert "libjs-jquery" in caught.value.remedy


def test_given_package_must_be_there(cache, tmp_path, quiet):
    with pytest.raises(SuiteError) as caught:
        odoo19.provision(cache, {"ODOO_19_DEB": str(tmp_path / "gone.deb")}, quiet)
    assert "ODOO_19_DEB names no odoo-19 package" in caught.value.message


def test_folder_of_packages_is_enough_without_any_network(cache, tmp_path, quiet):
    debs = tmp_path / "debs"
    debs.mkdir()
    make_deb(
        debs,
        "odoo-19",
        {f"{odoo19.TREE}/odoo/release.py": "19", f"{odoo19.TREE}/addons/copy.py": "not wanted"},
        "19.0.0-1",
    )
    for name in (*odoo19.VITAL_COMPANIONS, *odoo19.COMPANIONS):
        make_deb(debs, name, {"usr/share/doc/x": "x"})
    tree = debs / "odoo-19.source" / odoo19.TREE / STATIC / "lib/jquery/jquery.js"
    tree.parent.mkdir(parents=True)
    tree.write_text("jquery")
    subprocess.run(
        ["dpkg-deb", "-b", "odoo-19.source", "odoo-19_19.0.0-1_all.deb"], cwd=debs, check=True, capture_output=True
    )

    path, version = odoo19.provision(
        cache, {"ODOO_19_DEB": str(debs), "DEBIAN_MIRROR": "http://127.0.0.1:9/debian"}, quiet
    )
    assert version == "19.0.0-1"
    assert (path / "odoo" / "release.py").read_text() == "19"
    assert not (path / "addons").exists()
