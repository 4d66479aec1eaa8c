from . import agency_deliverable_comment
