"""What installing the addon does once."""

#: stock stage -> (our xml id, name); the stock "Won" stays what it is
PIPELINE = {
    "crm.stage_lead1": ("stage_audit", "Audit"),
    "crm.stage_lead2": ("stage_proposal", "Proposal"),
    "crm.stage_lead3": ("stage_negotiation", "Negotiation"),
}


def post_init_hook(env):
    """Lay out the agency's pipeline.

    A database that never held a lead gets the agency's stages in place of the stock ones. One that did keeps its
    pipeline as it is and gets the agency's stages beside it, folded, to unfold or delete as its people like.
    """
    fresh = not env["crm.lead"].with_context(active_test=False).search_count([], limit=1)
    xmlids = []
    for number, (stock_xmlid, (xmlid, name)) in enumerate(PIPELINE.items(), start=1):
        stage = env.ref(stock_xmlid, raise_if_not_found=False) if fresh else None
        if stage:
            for code, _language in env["res.lang"].get_installed():
                stage.with_context(lang=code).name = name
        else:
            stage = env["crm.stage"].create({"name": name, "sequence": 10 * number, "fold": not fresh})
        xmlids.append({"xml_id": f"agency_crm.{xmlid}", "record": stage, "noupdate": True})
    env["ir.model.data"]._update_xmlids(xmlids)
    if fresh:
        # enquiries come as leads and are turned into opportunities; see action_agency_convert
        env["crm.team"].search([("use_opportunities", "=", True)]).write({"use_leads": True})
        no_stock = env.ref("crm.lost_reason_3", raise_if_not_found=False)
        if no_stock:
            no_stock.active = False
