from . import agency_time_report
