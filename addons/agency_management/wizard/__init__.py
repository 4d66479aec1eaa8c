from . import (
    agency_booking_suggest,
    agency_deliverable_comment,
    agency_freelancer_bill,
    agency_freelancer_bill_line,
    agency_package_wizard,
    agency_price_approval,
    agency_retainer_cancel,
    agency_task_assign,
    agency_task_assign_line,
    agency_time_reason,
)
