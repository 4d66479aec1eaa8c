from . import agency_first_steps
