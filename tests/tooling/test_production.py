"""The production files name what the suite needs."""

import configparser

from tools.suite import pins

from .conftest import ROOT


def test_configuration_runs_jobs_for_one_database():
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(ROOT / "config" / "odoo.conf")
    options = parser["options"]
    assert set(options["server_wide_modules"].split(",")) == {"base", "web", "queue_job"}
    assert options["dbfilter"] == f"^{options['db_name']}$"
    assert options.getint("workers") > 0
    assert options["list_db"] == "False"
    assert parser["queue_job"]["channels"].startswith("root:")
    assert int(parser["queue_job"]["channels"].split(":")[1]) < options.getint("workers")


def test_image_is_built_with_our_pins():
    text = (ROOT / "docker" / "Dockerfile").read_text()
    assert text.splitlines()[1] == "FROM odoo:17.0"
    for name in ("oca-17.0", "addons"):
        assert f"tools/requirements/{name}.txt" in text
        assert pins.file(name).exists()
    assert "--constraint /tmp/requirements/server-17.0.txt -r /tmp/requirements/addons.txt" in text
    assert "HEALTHCHECK" in text


def test_image_can_print_documents_for_clients():
    """WeasyPrint is pinned; what it lays texts out with, and a font, are in the image."""
    assert "weasyprint" in pins.read(pins.file("addons"))
    text = (ROOT / "docker" / "Dockerfile").read_text()
    for package in ("libpango-1.0-0", "libpangoft2-1.0-0", "fonts-dejavu-core"):
        assert package in text


def test_compose_has_both_services_healthy():
    text = (ROOT / "docker-compose.yml").read_text()
    assert "image: postgres:16" in text
    assert text.count("healthcheck:") == 3
    assert text.count("condition: service_healthy") == 2
    assert "condition: service_completed_successfully" in text
    for volume in ("db:/var/lib/postgresql/data", "filestore:/var/lib/odoo"):
        assert volume in text
    assert "POSTGRES_PASSWORD:?" in text, "no password of ours to forget"
