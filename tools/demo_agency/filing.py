"""Files in the folders of clients and projects."""

import base64
from pathlib import Path

LOGO = Path(__file__).parent / "logo.png"
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n"
)
#: (folder of the client, name of the file)
OF_CLIENT = (("Contracts", "Frame contract.pdf"), ("Brand & Logos", "Logo.png"))
#: (folder of the project, name of the file)
OF_PROJECT = (("Briefs", "Briefing.pdf"), ("Work Files", "Kick-off slides.pdf"), ("Work Files", "Mood board.png"))


def keep(world, client):
    """The lead keeps what there is where everybody finds it; the work of every month gets folders, too."""
    lead = world.users[client.manager]
    for record, files in ((client.partner, OF_CLIENT), (client.project, OF_PROJECT)):
        _put(record.with_user(lead), files)
    if client.retainer:
        client.care.with_user(lead).action_create_folders()


def _put(record, files):
    directories = record._agency_directories()
    inside = {one.name: one for one in directories.child_directory_ids}
    # a client who orders again has them already
    there = directories.child_directory_ids.file_ids.mapped("name")
    record.env["dms.file"].create(
        [
            {
                "name": name,
                "directory_id": inside[folder].id,
                "content": base64.b64encode(LOGO.read_bytes() if name.endswith(".png") else PDF),
            }
            for folder, name in files
            if name not in there
        ]
    )
