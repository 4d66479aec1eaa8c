"""People the agency looks for: one job is approved and on the website, another is proposed by the planner."""

from odoo import fields

from . import billing

ROLE = "dev"
ABOUT = (
    "<p>You build what our designers draw: fast pages, accessible to everybody, that editors can look after by "
    "themselves. You work with one of our client teams, and once a week from wherever you like.</p>"
    "<p><strong>What you do here</strong></p>"
    "<ul><li>Templates and components for the sites of our clients</li>"
    "<li>Launches and what comes after: tests, tags, speed</li>"
    "<li>Explaining to designers what browsers can do, and to clients what they gain</li></ul>"
    "<p><strong>What you can expect</strong></p>"
    "<ul><li>Three teams that plan their weeks, and keep to them</li>"
    "<li>Two weeks a year for what you want to learn</li></ul>"
)


def tell(world, story):
    """Put the job requests into the story; the placeholders they come from are booked four days ago."""
    story.at(12, 10, ask, world)
    story.at(10, 15, approve, world)
    story.at(2, 6, look_at_planner, world)


def ask(world):
    """Lena needs a web developer."""
    world.by("lena", world.roles[ROLE]).action_propose_job()


def approve(world):
    """Hugo writes about the job, approves it, and shows it on the website."""
    request = world.env["agency.job.request"].search([("role_id", "=", world.roles[ROLE].id)])
    request = world.by("hugo", request)
    request.write({"description": ABOUT, "user_id": world.users["hugo"].id})
    request.action_approve()
    request.job_id.website_published = True
    request.job_id.message_post(body="On the website since today.", subtype_xmlid="mail.mt_note")


def look_at_planner(world):
    """What the scheduled action does each week: roles that are short are proposed."""
    world.env.invalidate_all()
    world.env["agency.job.request"]._cron_propose()
    billing.run_jobs(world, ("method_name", "=", "_job_propose"))
    if not world.env["agency.job.request"].search_count([("state", "=", "proposed")]):
        raise AssertionError(f"No role is short on {fields.Date.today()}")
