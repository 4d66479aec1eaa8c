from . import home, jobs, members, proposal, services
