from . import (
    test_charts,
    test_client_dashboard,
    test_metric_import,
    test_metric_store,
    test_onboarding_data_source,
    test_portal_analytics,
)
