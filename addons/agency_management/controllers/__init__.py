from . import (
    payment,
    portal_common,
    portal_deliverable,
    portal_onboarding,
    portal_project,
    portal_retainer,
)
