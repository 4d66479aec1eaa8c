"""A private apt against mirrors on loopback: one that does not answer, is not signed, lacks the package, has it."""

import gzip
import hashlib
import shutil
import subprocess

import pytest

from tools.suite import apt
from tools.suite.errors import Unavailable

from .makers import make_deb

pytestmark = pytest.mark.skipif(not shutil.which("apt-get"), reason="no apt-get on this machine")
needs_gpg = pytest.mark.skipif(not shutil.which("gpg"), reason="no gpg here to sign a mirror with")


def make_mirror(folder, *debs, until=None):
    """A Debian mirror of the suite ``sid`` that holds these packages, its lists valid ``until`` a date."""
    index = folder / "debian" / "dists" / "sid" / "main" / "binary-amd64"
    index.mkdir(parents=True)
    (folder / "debian" / "pool").mkdir()
    text = ""
    for deb in debs:
        shutil.copy(deb, folder / "debian" / "pool")
        control = subprocess.run(["dpkg-deb", "-f", str(deb)], check=True, capture_output=True, text=True).stdout
        data = deb.read_bytes()
        text += f"{control}Filename: pool/{deb.name}\nSize: {len(data)}\nSHA256: {hashlib.sha256(data).hexdigest()}\n\n"
    packed = gzip.compress(text.encode())
    (index / "Packages.gz").write_bytes(packed)
    (index / "Packages").write_text(text)
    sums = "".join(
        f" {hashlib.sha256(data).hexdigest()} {len(data)} main/binary-amd64/{name}\n"
        for name, data in (("Packages", text.encode()), ("Packages.gz", packed))
    )
    release = folder / "debian" / "dists" / "sid" / "Release"
    release.write_text(
        "Origin: Debian\nLabel: Debian\nSuite: sid\nCodename: sid\nArchitectures: amd64\nComponents: main\n"
        f"Date: Mon, 01 Jan 2024 00:00:00 UTC\n{f'Valid-Until: {until}' if until else 'Suite: sid'}\nSHA256:\n{sums}"
    )
    return release


def sign(release, tmp_path):
    """Sign the mirror's release with a key of our own; returns the keyring."""
    home = tmp_path / "gnupg"
    home.mkdir(mode=0o700)
    gpg = ["gpg", "--homedir", str(home), "--batch", "--yes", "--passphrase", ""]
    subprocess.run([*gpg, "--quick-gen-key", "mirror@agency.example", "rsa2048"], check=True, capture_output=True)
    subprocess.run(
        [*gpg, "--clearsign", "-o", str(release.with_name("InRelease")), str(release)], check=True, capture_output=True
    )
    keyring = tmp_path / "mirror.gpg"
    subprocess.run([*gpg, "-o", str(keyring), "--export"], check=True, capture_output=True)
    subprocess.run(["gpgconf", "--homedir", str(home), "--kill", "all"], capture_output=True)
    return str(keyring)


def private(tmp_path, address, keyring=apt.KEYRING):
    made = apt.PrivateApt.suite(tmp_path / "apt", f"{address}/debian", "sid")
    made.keyring = keyring
    return made


def test_mirror_that_does_not_answer(tmp_path):
    with pytest.raises(Unavailable) as caught:
        private(tmp_path, "http://127.0.0.1:9").download(["odoo-19"], tmp_path / "debs")
    assert "gives no package lists" in caught.value.message
    assert "DEBIAN_MIRROR" in caught.value.remedy


def test_mirror_that_nobody_signed_is_refused(tmp_path, web):
    address, folder, _requests = web
    make_mirror(folder, make_deb(tmp_path, "odoo-19", {"usr/a": "a"}))
    with pytest.raises(Unavailable) as caught:
        private(tmp_path, address).download(["odoo-19"], tmp_path / "debs")
    assert "not signed by Debian's archive keys" in caught.value.message


@needs_gpg
def test_package_that_is_gone(tmp_path, web):
    address, folder, _requests = web
    keyring = sign(make_mirror(folder, make_deb(tmp_path, "other", {"usr/a": "a"})), tmp_path)
    with pytest.raises(Unavailable) as caught:
        private(tmp_path, address, keyring).download(["odoo-19"], tmp_path / "debs")
    assert caught.value.message == f"the Debian mirror {address}/debian has no package odoo-19 in sid"


@needs_gpg
def test_mirror_that_is_out_of_date(tmp_path, web, monkeypatch):
    """A machine may allow it in its own configuration; this one's is left out."""
    monkeypatch.setattr(apt, "CONFIG", apt.CONFIG + 'Dir::Etc::parts "/dev/null";\nDir::Etc::main "/dev/null";\n')
    address, folder, _requests = web
    release = make_mirror(folder, make_deb(tmp_path, "odoo-19", {"usr/a": "a"}), until="Tue, 02 Jan 2024 00:00:00 UTC")
    with pytest.raises(Unavailable) as caught:
        private(tmp_path, address, sign(release, tmp_path)).download(["odoo-19"], tmp_path / "debs")
    assert "have expired" in caught.value.message
    assert "DEBIAN_MIRROR" in caught.value.remedy


@needs_gpg
def test_package_arrives_and_unpacks(tmp_path, web):
    address, folder, _requests = web
    deb = make_deb(tmp_path, "odoo-19", {"usr/a/one": "1", "usr/b/two": "2"})
    keyring = sign(make_mirror(folder, deb), tmp_path)
    (found,) = private(tmp_path, address, keyring).download(["odoo-19"], tmp_path / "debs")
    assert found.read_bytes() == deb.read_bytes()
    apt.unpack(found, tmp_path / "part", "./usr/a")
    assert [str(path.relative_to(tmp_path / "part")) for path in (tmp_path / "part").rglob("*") if path.is_file()] == [
        "usr/a/one"
    ]


def test_no_mirror_configured(monkeypatch):
    monkeypatch.setattr(apt, "configured_sites", lambda: [("http://security.example/debian-security", "x", "main")])
    with pytest.raises(Unavailable) as caught:
        apt.debian_mirror({})
    assert "DEBIAN_MIRROR" in caught.value.remedy
    assert apt.debian_mirror({"DEBIAN_MIRROR": "http://m.example/debian/"}) == "http://m.example/debian"


def test_missing_archive_keys(tmp_path):
    made = private(tmp_path, "http://127.0.0.1:9", str(tmp_path / "none.gpg"))
    with pytest.raises(Unavailable) as caught:
        made.update()
    assert caught.value.remedy == "apt-get install debian-archive-keyring"
