from . import (
    payment,
    portal_common,
    portal_deliverable,
    portal_meeting,
    portal_onboarding,
    portal_project,
    portal_quotation,
    portal_retainer,
    portal_status,
)
