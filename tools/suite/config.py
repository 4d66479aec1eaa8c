"""The server's configuration files: one per database, written fresh from what was provisioned."""

import configparser
import io
import secrets

from .cache import read_json, write_atomic, write_json

JOB_CHANNELS = "root:2"
NO_JOBS = "root:0"


def admin_password(checkout):
    """The master password of this checkout's servers: random, kept in ``.run``."""
    path = checkout.run("secret.json")
    value = read_json(path)
    if not value:
        value = secrets.token_urlsafe(24)
        write_json(path, value)
        path.chmod(0o600)
    return value


def write(path, runtime, postgres, checkout, database, addons_paths, **options):
    """Write ``odoo.conf`` for one database of this checkout and return its path.

    ``options`` overrides single settings (None leaves one out). Jobs run for that database alone, and not at all where
    nothing is to happen by itself: without threads for scheduled actions the server has no job runner either.
    """
    settings = {
        "addons_path": ",".join(str(folder) for folder in [*runtime.addons_paths, *addons_paths]),
        "admin_passwd": admin_password(checkout),
        "data_dir": checkout.run(runtime.series, "data"),
        "db_host": postgres.host,
        "db_port": postgres.port,
        "db_user": postgres.user,
        "db_password": postgres.password,
        "db_name": database,
        "dbfilter": f"^{database}$",
        "list_db": False,
        "db_maxconn": 32,
        "http_interface": "127.0.0.1",
        "http_port": 8069,
        "server_wide_modules": "base,web,queue_job",
        "workers": 0,
        "max_cron_threads": 1,
        "limit_time_cpu": 600,
        "limit_time_real": 1200,
        "email_from": "suite@agency.example",
        # Nobody listens here: without the mail catcher no mail leaves either.
        "smtp_server": "127.0.0.1",
        "smtp_port": 9,
        **({"without_demo": "all"} if runtime.series == "17.0" else {"with_demo": False}),
        **options,
    }
    text = io.StringIO()
    parser = configparser.ConfigParser(interpolation=None)
    parser["options"] = {name: str(value) for name, value in settings.items() if value is not None}
    parser["queue_job"] = {"channels": JOB_CHANNELS if settings["max_cron_threads"] else NO_JOBS}
    parser.write(text)
    write_atomic(path, text.getvalue(), 0o600)
    return path
