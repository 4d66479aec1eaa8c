from . import (
    agency_client_dashboard,
    agency_data_source,
    agency_dimension_set,
    agency_metric,
    agency_metric_fact,
    agency_metric_import,
    agency_metric_import_error,
    res_partner,
)
