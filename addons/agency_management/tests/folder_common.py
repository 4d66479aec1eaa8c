import base64

from odoo import Command

from .common import ManagementBuilders, ManagementCommon

CLIENT_FOLDERS = ["Access & Accounts", "Brand & Logos", "Contracts", "Received"]
PROJECT_FOLDERS = ["Briefs", "Deliverables", "Received", "Reports", "Work Files"]


class FolderBuilders(ManagementBuilders):
    """Orders whose confirmation makes folders, and files in them."""

    @classmethod
    def new_folder_package(cls, name="Site"):
        """:return: a package of one service that asks for a document, needs a folder and brings one"""
        service = cls.new_service(
            name,
            requirements=[{"name": "Logo", "kind": "document"}, {"name": "Ad Accounts", "kind": "folder"}],
            folder_template_ids=[Command.create({"name": f"{name} Designs"})],
        )
        return cls.new_package(f"{name} Start", [(service, "one_off")], deposit_percent=0)

    @classmethod
    def new_file(cls, directory, name="plan.txt", content=b"plan"):
        """:return: ``dms.file`` in a folder"""
        return cls.env["dms.file"].create(
            {"name": name, "directory_id": directory.id, "content": base64.b64encode(content)}
        )

    @classmethod
    def folder_of(cls, record, company=None):
        """:return: the ``dms.directory`` of a client or project"""
        field = "folder_client_id" if record._name == "res.partner" else "folder_project_id"
        domain = [(field, "=", record.id)]
        if company:
            domain.append(("company_id", "=", company.id))
        return cls.env["dms.directory"].search(domain)

    @classmethod
    def inside(cls, directory):
        """:return list: names of the folders right inside of a folder"""
        return sorted(directory.child_directory_ids.mapped("name"))


class FolderCommon(FolderBuilders, ManagementCommon):
    """A client with a confirmed order."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.new_staff("folder_manager", "project_manager")
        cls.client = cls.new_client("Folder & Sons / Ltd.", company_id=cls.env.company.id)
        cls.package = cls.new_folder_package()
        cls.order = cls.confirmed()
        cls.project = cls.order.agency_project_id

    @classmethod
    def confirmed(cls, client=None, package=None):
        """:return: a confirmed order that is set up"""
        order = cls.new_order(client or cls.client, package or cls.package, user_id=cls.manager.id)
        order.require_payment = False
        order.action_confirm()
        if order.setup_state != "done":
            raise AssertionError(order.setup_error)
        return order
