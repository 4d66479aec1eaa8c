"""Installing and uninstalling."""

from lxml import etree

#: how the keys of this addon's templates begin; see docs/decisions/0007 for the second
OWN_KEYS = ("agency_portal.", "agency_brand.")


def post_init_hook(env):
    """Take stock's placeholders off the websites that are there."""
    websites = env["website"].search([])
    websites._agency_replace_placeholders()
    websites._agency_fill_home()
    _add_jobs_menu(env)


def _add_jobs_menu(env):
    """Lead to the jobs; from 19.0 on stock's own menu does."""
    menus = env["website.menu"]
    if not menus.search_count([("url", "=", "/jobs")]):
        menus.create({"name": "Jobs", "url": "/jobs", "parent_id": env.ref("website.main_menu").id, "sequence": 59})


def uninstall_hook(env):
    """Leave no page behind that asks for a template of this addon, and stock's page of jobs as it was."""
    side_bar = env.ref("website_hr_recruitment.job_right_side_bar", raise_if_not_found=False)
    if side_bar:
        side_bar.active = True
    views = env["ir.ui.view"].with_context(active_test=False, no_cow=True)
    calls = [("type", "=", "qweb"), ("arch_db", "like", 't-call="agency_portal.')]
    for view in views.search(calls).filtered(lambda view: not (view.key or "").startswith(OWN_KEYS)):
        tree = etree.fromstring(view.arch_db)
        for node in tree.xpath("//t[starts-with(@t-call, 'agency_portal.')]"):
            node.getparent().remove(node)
        view.arch_db = etree.tostring(tree, encoding="unicode")
