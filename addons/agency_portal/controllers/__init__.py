from . import home, members, proposal, services
