from . import agency_freelancer_time, agency_time_report
