from odoo.http import route

from odoo.addons.website_hr_recruitment.controllers.main import WebsiteHrRecruitment


class Jobs(WebsiteHrRecruitment):
    """The public jobs pages: stock's, less what they tell about other people."""

    @route()
    def check_recent_application(self, **_asked):
        """Whether somebody has applied is theirs to know: stock tells it to anybody who types an address.

        :return dict: nothing was found, in the words of either series
        """
        return {"message": None, "applied_same_job": False, "applied_other_job": False}
