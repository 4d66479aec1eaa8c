from odoo.tests import HttpCase, tagged

from odoo.addons.agency_crm.tests.common import AgencyBuilders

#: succeeds as soon as the card shows grade and money; an error of the web client fails the test by itself
SEES_CARD = """
    const look = () => {
        const card = document.querySelector(".o_kanban_record [name='agency_figures']");
        if (card && /\\$|€/.test(card.textContent) && card.querySelector(".badge")) {
            console.log("test successful");
        } else {
            setTimeout(look, 100);
        }
    };
    look();
"""


@tagged("post_install", "-at_install")
class TestPipelineScreen(AgencyBuilders, HttpCase):
    """A card's template is compiled by the browser alone: installing the view does not prove that it works."""

    def test_the_pipeline_opens(self):
        seller = self.new_staff("screen_seller", "marketing_manager")
        self.env["crm.lead"].create(
            {
                "name": "Card",
                "type": "opportunity",
                "user_id": seller.id,
                "monthly_ad_budget": 12000,
                "expected_mrr": 1500,
                "expected_one_off": 4000,
            }
        ).activity_schedule("agency_crm.activity_type_audit_call", summary="Audit call", user_id=seller.id)
        action = self.env.ref("crm.crm_lead_action_pipeline")
        self.browser_js(f"/web#action={action.id}&view_type=kanban", SEES_CARD, ready="true", login=seller.login)
