"""Databases with their filestores: templates shared through the cache, copies in seconds."""

import os
import shutil
from pathlib import Path

from . import config, manifest, pins
from .cache import digest
from .shell import run

# Raised when a change here makes older templates unfit.
FORMAT = "1"


def filestore(data_dir, database):
    """The folder of a database's filestore."""
    return Path(data_dir) / "filestore" / database


def copy_filestore(source, target):
    """Copy a filestore by hard links where the disk allows it: its files are never changed, only added and removed."""
    shutil.rmtree(target, ignore_errors=True)
    if not Path(source).is_dir():
        return
    for folder, _folders, files in os.walk(source):
        into = Path(target, os.path.relpath(folder, source))
        into.mkdir(parents=True, exist_ok=True)
        for name in files:
            try:
                os.link(Path(folder, name), into / name)
            except OSError:
                shutil.copy2(Path(folder, name), into / name)


class Databases:
    """The databases of one checkout and one series."""

    def __init__(self, checkout, cache, runtime, postgres, addons_paths, progress):
        self.checkout, self.cache, self.runtime = checkout, cache, runtime
        self.postgres, self.addons_paths, self.progress = postgres, addons_paths, progress
        self.data_dir = checkout.run(runtime.series, "data")

    def conf(self, database, **options):
        """The configuration file for a database."""
        path = self.checkout.run(self.runtime.series, f"{database}.conf")
        return config.write(path, self.runtime, self.postgres, self.checkout, database, self.addons_paths, **options)

    def odoo(self, database, *arguments, log, what, stdin=None, remedy="", subcommand=(), **options):
        """Run Odoo on a database until it ends, its output to the file ``log``."""
        conf = self.conf(database, **options)
        return run(
            self.runtime.command(*subcommand, "-c", conf, "-d", database, *arguments),
            env=self.runtime.env(self.postgres),
            log=log,
            what=what,
            stdin=stdin,
            remedy=remedy or "the log has the cause",
        )

    def shell(self, database, script, log, what, **options):
        """Run a Python script in ``odoo shell`` on a database. The script has ``env``; it commits itself."""
        return self.odoo(
            database,
            "--no-http",
            log=log,
            what=what,
            stdin=script.encode(),
            subcommand=("shell",),
            max_cron_threads=0,
            **options,
        )

    def install(self, database, modules, log, update=(), what="installing modules"):
        """Install and update modules."""
        arguments = ["--stop-after-init", "--no-http"]
        if modules:
            arguments += ["-i", ",".join(modules)]
        if update:
            arguments += ["-u", ",".join(update)]
        self.odoo(database, *arguments, log=log, what=what, max_cron_threads=0)

    def template_key(self):
        """What a template's content depends on: server, pins, module list."""
        return digest(
            FORMAT,
            self.runtime.series,
            str(self.runtime.version),
            pins.key([pins.file(f"oca-{self.runtime.series}")]),
            manifest.template_modules(self.checkout.addons),
        )

    def template(self):
        """The name of the template database (stock and OCA modules installed), made when it is not there."""
        key = self.template_key()
        name = f"agency_tpl_{self.runtime.series.replace('.', '')}_{digest(key, str(self.cache.root), length=10)}"
        store = self.cache.path("templates", name)
        with self.cache.lock(name):
            if (store / ".complete").exists() and self.postgres.exists(name):
                return name
            modules = manifest.template_modules(self.checkout.addons)
            with self.progress.step(
                f"template database for {self.runtime.series} ({len(modules)} modules and what they need)"
            ):
                self._make_template(name, store, modules)
        return name

    def _make_template(self, name, store, modules):
        part, log = f"{name}_part", self.checkout.run("logs", f"template-{self.runtime.series}.log")
        for database in (part, name):
            self.postgres.drop(database)
        shutil.rmtree(store, ignore_errors=True)
        store.mkdir(parents=True)
        log.unlink(missing_ok=True)
        self.postgres.create(part)
        self.odoo(
            part, "--stop-after-init", "--no-http", "-i", ",".join(modules),
            log=log, what="building the template database", data_dir=store, max_cron_threads=0,
        )  # fmt: skip
        if filestore(store, part).exists():
            filestore(store, part).rename(filestore(store, name))
        self.postgres.rename(part, name)
        (store / ".complete").touch()

    def copy(self, source, target, source_data=None):
        """Make ``target`` a copy of ``source``; the filestore comes along."""
        self.postgres.drop(target)
        with self.cache.lock(source):
            self.postgres.create(target, source)
        copy_filestore(filestore(source_data or self.data_dir, source), filestore(self.data_dir, target))
        return target

    def fresh(self, target):
        """Make ``target`` a copy of the template database."""
        name = self.template()
        return self.copy(name, target, self.cache.path("templates", name))

    def rename(self, old, new):
        """Rename a database together with its filestore; a database of the new name is dropped."""
        self.drop(new)
        self.postgres.rename(old, new)
        if filestore(self.data_dir, old).exists():
            filestore(self.data_dir, old).rename(filestore(self.data_dir, new))

    def drop(self, database):
        """Remove a database, its filestore and its configuration."""
        self.postgres.drop(database)
        shutil.rmtree(filestore(self.data_dir, database), ignore_errors=True)
        self.checkout.run(self.runtime.series, f"{database}.conf").unlink(missing_ok=True)

    def drop_with_copies(self, database):
        """Remove a database and the copies that the processes of a run of tests made of it (``<name>-gw0``, ...)."""
        for name in self.postgres.databases(f"{database}-gw"):
            self.postgres.drop(name)
        for folder in Path(self.data_dir).glob("gw*"):
            shutil.rmtree(folder, ignore_errors=True)
        self.drop(database)
