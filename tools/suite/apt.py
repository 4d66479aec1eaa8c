"""Debian packages without root: a private apt state over the machine's own mirror, signatures verified.

Nothing of the system's package state is read or changed, except that ``missing()`` looks at the installed
packages to know which libraries the machine lacks.
"""

import re
import shutil
import subprocess
from pathlib import Path

from .cache import locked
from .errors import SuiteError, Unavailable
from .shell import clean_env, run

KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
INDEX_FORMAT = "$(SITE) $(RELEASE) $(COMPONENT)"
CONFIG = """\
Dir::State "{work}";
Dir::State::status "{status}";
Dir::State::lists "{work}/lists";
Dir::Cache "{work}/cache";
Dir::Cache::archives "{work}/archives";
Dir::Etc::sourcelist "{work}/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
Dir::Etc::trustedparts "/dev/null";
APT::Sandbox::User "";
APT::Update::Post-Invoke "";
APT::Install-Recommends "false";
APT::Get::AllowUnauthenticated "false";
Acquire::AllowInsecureRepositories "false";
Acquire::Languages "none";
Acquire::Retries "3";
Acquire::http::Timeout "20";
Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled "false";
Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
Acquire::IndexTargets::deb::DEP-11-icons::DefaultEnabled "false";
Acquire::IndexTargets::deb::DEP-11-icons-small::DefaultEnabled "false";
Acquire::IndexTargets::deb::DEP-11-icons-large::DefaultEnabled "false";
Debug::NoLocking "true";
"""


def configured_sites():
    """The (site, release, component) triples of the machine's own apt sources."""
    if not shutil.which("apt-get"):
        raise Unavailable(
            "this machine has no apt-get, so Debian packages cannot be fetched",
            "use Debian 12 (or newer), or set SERIES=17.0 with ODOO_17_PATH",
        )
    listed = run(["apt-get", "indextargets", "--format", INDEX_FORMAT, "Created-By: Packages"], check=False)
    return [tuple(line.split()) for line in listed.splitlines() if len(line.split()) == 3]


def debian_mirror(environ):
    """The base address of a Debian mirror: DEBIAN_MIRROR, else the one this machine is configured with."""
    if environ.get("DEBIAN_MIRROR"):
        return environ["DEBIAN_MIRROR"].rstrip("/")
    sites = [site for site, _release, _component in configured_sites()]
    for site in sites:
        if re.search(r"/debian/?$", site):
            return site.rstrip("/")
    raise Unavailable(
        "no Debian mirror is configured on this machine",
        "set DEBIAN_MIRROR to a mirror's address (it ends in /debian), or SERIES=17.0 with ODOO_17_PATH",
    )


class PrivateApt:
    """An apt of our own in the folder ``work``, with the given ``deb`` source lines."""

    def __init__(self, work, sources, status=None, keyring=KEYRING):
        self.work = Path(work)
        self.sources = list(sources)
        self.status = status
        self.keyring = keyring

    @classmethod
    def suite(cls, work, mirror, suite):
        """For one suite (``sid``) of a mirror, knowing of no installed package."""
        return cls(work, [(mirror, suite, "main")])

    @classmethod
    def own_release(cls, work):
        """For the machine's own release, knowing which packages it has installed."""
        sources = [source for source in configured_sites() if source[2] == "main" and "debian" in source[0]]
        if not sources:
            raise Unavailable("no Debian mirror is configured on this machine", "add one to /etc/apt/sources.list")
        return cls(work, dict.fromkeys(sources), status="/var/lib/dpkg/status")

    def _prepare(self):
        if not Path(self.keyring).exists():
            raise Unavailable(
                f"Debian's archive keys are not on this machine ({self.keyring})",
                "apt-get install debian-archive-keyring",
            )
        for folder in ("lists/partial", "archives/partial", "cache"):
            (self.work / folder).mkdir(parents=True, exist_ok=True)
        (self.work / "none").touch()
        lines = [f"deb [signed-by={self.keyring}] {site} {release} {part}\n" for site, release, part in self.sources]
        (self.work / "sources.list").write_text("".join(lines))
        status = self.status or self.work / "none"
        (self.work / "apt.conf").write_text(CONFIG.format(work=self.work, status=status))

    def _apt(self, *arguments, cwd=None):
        env = clean_env(APT_CONFIG=self.work / "apt.conf", LC_ALL="C.UTF-8")
        done = subprocess.run(
            ["apt-get", "-q", "-y", *arguments],
            env=env,
            cwd=cwd,
            text=True,
            capture_output=True,
            stdin=subprocess.DEVNULL,
        )
        return done.returncode, done.stdout + done.stderr

    def update(self):
        """Fetch the package lists and verify their signatures."""
        self._prepare()
        code, output = self._apt("update", "--error-on=any")
        if code:
            site = self.sources[0][0]
            if "NO_PUBKEY" in output or "is not signed" in output or "not verified" in output:
                raise Unavailable(
                    f"the package lists of {site} are not signed by Debian's archive keys",
                    "check the mirror, or update debian-archive-keyring",
                )
            if "is expired" in output:
                raise Unavailable(
                    f"the Debian mirror {site} is out of date: its package lists have expired",
                    "set DEBIAN_MIRROR to one that is kept up, or allow it in apt's configuration "
                    '(Acquire::Check-Valid-Until "false")',
                )
            raise Unavailable(
                f"the Debian mirror {site} gives no package lists: {_reason(output)}",
                "check the network and /etc/apt/sources.list, or set DEBIAN_MIRROR",
            )

    def download(self, packages, folder):
        """Download packages into ``folder`` and return their files; asks for the lists first."""
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        with locked(self.work / "lock"):
            self.update()
            code, output = self._apt("download", *packages, cwd=folder)
        if code:
            gone = re.findall(
                r"Unable to locate package (\S+)|Can't find a source to download version '[^']*' of '(\S+?)[:']", output
            )
            if gone:
                name = gone[0][0] or gone[0][1]
                raise Unavailable(
                    f"the Debian mirror {self.sources[0][0]} has no package {name} in {self.sources[0][1]}"
                )
            raise SuiteError(
                f"downloading {', '.join(packages)} failed: {_reason(output)}", "run again: what is there is kept"
            )
        return sorted(folder.glob("*.deb"))

    def missing(self, packages):
        """Download the packages and everything they need that this machine lacks; returns the files."""
        with locked(self.work / "lock"):
            self.update()
            code, output = self._apt("install", "--download-only", "--no-install-recommends", *packages)
        if code:
            raise Unavailable(
                f"{', '.join(packages)} cannot be fetched from the Debian mirror: {_reason(output)}",
                f"apt-get install {' '.join(packages)}",
            )
        return sorted((self.work / "archives").glob("*.deb"))


def _reason(output):
    lines = [line.strip() for line in output.splitlines() if line.startswith(("E:", "Err:", "W:"))]
    return (lines or [line for line in output.splitlines() if line.strip()] or ["no answer"])[-1][:300]


def unpack(deb, folder, *members):
    """Unpack a package's files (only the ``members`` when given) below ``folder``."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    if not members:
        run(["dpkg-deb", "-x", deb, folder], what=f"unpacking {Path(deb).name}")
        return
    reader = subprocess.Popen(["dpkg-deb", "--fsys-tarfile", str(deb)], stdout=subprocess.PIPE)
    try:
        writer = subprocess.run(
            ["tar", "-x", "-C", str(folder), *members], stdin=reader.stdout, stderr=subprocess.PIPE, text=True
        )
    finally:
        reader.stdout.close()
        reader.wait()
    if writer.returncode:
        if "No space left" in writer.stderr:
            from .errors import disk_full

            raise disk_full(folder)
        raise SuiteError(
            f"unpacking {Path(deb).name} failed: {writer.stderr.strip()[-300:]}", "delete the file and run again"
        )
