from . import (
    test_client_dashboard,
    test_metric_import,
    test_metric_store,
)
