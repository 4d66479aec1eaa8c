"""Which package the browser of a machine without one comes from, against mirrors on loopback."""

import shutil

import pytest

from tools.suite import browser
from tools.suite.errors import Unavailable

from .makers import make_deb
from .test_apt import make_mirror, needs_gpg, private, sign

pytestmark = [
    pytest.mark.skipif(not shutil.which("apt-get"), reason="no apt-get on this machine"),
    needs_gpg,
]
FONTS = browser.FONT_PACKAGES


@pytest.fixture
def mirror(tmp_path, web):
    """:return: function that serves packages of these names and returns a private apt that fetches from there"""

    def serve(*names):
        address, folder, _requests = web
        debs = [make_deb(tmp_path, name, {f"usr/share/{name}": name}) for name in names]
        return private(tmp_path, address, sign(make_mirror(folder, *debs), tmp_path))

    return serve


def names(debs):
    return [deb.name.split("_")[0] for deb in debs]


def test_the_browser_without_windows_is_preferred(mirror):
    package, debs = browser._packages(mirror("chromium", "chromium-headless-shell", *FONTS))
    assert (package, names(debs)) == ("chromium-headless-shell", ["chromium-headless-shell", *sorted(FONTS)])


def test_a_distribution_that_lacks_it_gives_the_other(mirror):
    package, debs = browser._packages(mirror("chromium", *FONTS))
    assert (package, names(debs)) == ("chromium", ["chromium", *sorted(FONTS)])


def test_a_distribution_without_either_is_told_of(mirror):
    with pytest.raises(Unavailable) as caught:
        browser._packages(mirror(*FONTS))
    assert caught.value.message.startswith("chromium, fonts-liberation, fonts-dejavu-core cannot be fetched")
