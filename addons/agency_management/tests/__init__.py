from . import (
    test_client_access,
    test_deliverable,
    test_deliverable_trail,
    test_onboarding,
    test_order_setup,
    test_quotation,
    test_service_package,
    test_team_proposal,
    test_retainer_billing,
    test_timer,
)
