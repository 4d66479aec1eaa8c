from . import (
    test_branding,
    test_client_overview,
    test_contact_without_email,
    test_first_steps,
    test_first_steps_scheduler,
    test_jobs_page,
    test_members_page,
    test_proposal_browser,
    test_proposal_form,
    test_rate_limit,
    test_services_pages,
)
