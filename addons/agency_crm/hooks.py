"""What installing and uninstalling the addon does once."""

#: stock stage -> (our xml id, name); the stock "Won" stays what it is
PIPELINE = {
    "crm.stage_lead1": ("stage_audit", "Audit"),
    "crm.stage_lead2": ("stage_proposal", "Proposal"),
    "crm.stage_lead3": ("stage_negotiation", "Negotiation"),
}

#: model of records the addon brings -> what may refer to them when the addon goes
REFERRERS = {
    "crm.lost.reason": [("crm.lead", "lost_reason_id")],
    "crm.stage": [("crm.lead", "stage_id")],
    "mail.activity.type": [("mail.activity", "activity_type_id"), ("mail.activity.plan.template", "activity_type_id")],
}


def post_init_hook(env):
    """Lay out the agency's pipeline.

    A database that never held a lead gets the agency's stages in place of the stock ones. One that did keeps its
    pipeline as it is and gets the agency's stages beside it, folded, to unfold or delete as its people like; a stage
    of the same name, left from an earlier installation, is taken as it is.
    """
    fresh = not env["crm.lead"].with_context(active_test=False).search_count([], limit=1)
    xmlids = []
    for number, (stock_xmlid, (xmlid, name)) in enumerate(PIPELINE.items(), start=1):
        stage = env.ref(stock_xmlid, raise_if_not_found=False) if fresh else None
        if not fresh:
            stage = env["crm.stage"].with_context(lang="en_US").search([("name", "=", name)], limit=1)
        if fresh and stage:
            for code, _language in env["res.lang"].get_installed():
                stage.with_context(lang=code).name = name
        elif not stage:
            stage = env["crm.stage"].create({"name": name, "sequence": 10 * number, "fold": not fresh})
        xmlids.append({"xml_id": f"agency_crm.{xmlid}", "record": stage, "noupdate": True})
    env["ir.model.data"]._update_xmlids(xmlids)
    if fresh:
        # enquiries come as leads and are turned into opportunities; see action_agency_convert
        env["crm.team"].search([("use_opportunities", "=", True)]).write({"use_leads": True})
        no_stock = env.ref("crm.lost_reason_3", raise_if_not_found=False)
        if no_stock:
            no_stock.active = False


def uninstall_hook(env):
    """Leave what is in use: leads keep their stages and lost reasons, activities their types.

    Without its external id a record belongs to the database, and uninstalling does not try to delete it.
    """
    for model, referrers in REFERRERS.items():
        ids = env["ir.model.data"].search([("module", "=", "agency_crm"), ("model", "=", model)])
        used = set()
        for referrer, field in referrers:
            groups = (
                env[referrer]
                .with_context(active_test=False)
                ._read_group([(field, "in", ids.mapped("res_id"))], [field])
            )
            used |= {record.id for (record,) in groups}
        ids.filtered(lambda data, used=used: data.res_id in used).unlink()
