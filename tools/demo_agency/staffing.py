"""Who works for whom, how much and until when. Plain data and the jobs that follow from it; pure."""

import datetime

from . import hours, plan
from .clients import CLIENTS
from .portfolio import MORE_CLIENTS, SITES

#: who works together, by role; the strategist leads
RIVER = {"strategist": "paul", "writer": "tess", "seo": "carl", "designer": "nina"}
NORTH = {"strategist": "lena", "seo": "omar", "writer": "ines", "designer": "yuki", "dev": "raj", "ads": "sofia"}
WEST = {"strategist": "dan", "seo": "mina", "writer": "felix", "designer": "greta", "dev": "tomas", "ads": "zoe"}
JUNIOR = {"strategist": "lena", "seo": "noor", "writer": "kim"}
#: roles that build a site
BUILDERS = ("strategist", "designer", "seo", "dev")
#: looks at the figures of everybody's clients, and has no hour left
BOOKED_OUT = "ivan"
#: what the first team had before it took on Harbor, Kestrel and Linden
FOUNDERS = RIVER | {"dev": "raj", "ads": "sofia", "analyst": BOOKED_OUT}
#: days ago on which the first team handed its clients over
HANDED_OVER = plan.RECENT_DAYS + 1
#: login -> share of the day spent on clients
SHARES = {
    "paul": 0.62,
    "tess": 0.71,
    "carl": 0.75,
    "nina": 0.66,
    "lena": 0.61,
    "omar": 0.74,
    "ines": 0.7,
    "yuki": 0.68,
    "raj": 0.72,
    "sofia": 0.69,
    "dan": 0.6,
    "mina": 0.76,
    "felix": 0.72,
    "greta": 0.67,
    "tomas": 0.73,
    "zoe": 0.7,
    "kim": 0.72,
    "noor": 0.74,
    BOOKED_OUT: 0.95,
}
#: client -> team at first, and whom the clients of the first team were handed over to
TEAMS = {
    "harbor": RIVER,
    "kestrel": RIVER,
    "linden": RIVER,
    "northgate": FOUNDERS,
    "alder": FOUNDERS,
    "cascade": NORTH | {"analyst": BOOKED_OUT},
    "pinnacle": JUNIOR,
    "foxhollow": NORTH,
    "bramble": WEST | {"analyst": BOOKED_OUT},
    "harvest": WEST,
    "summit": NORTH,
    "cascade_site": {role: NORTH[role] for role in BUILDERS},
    "bramble_site": {role: WEST[role] for role in BUILDERS},
}
TAKES_OVER = {
    "northgate": NORTH | {"analyst": BOOKED_OUT},
    "alder": NORTH,
}
#: client -> hours booked on the project of its order, as share of the budget: one is over, one nearly spent; days ago
#: of the last of them; how much the ongoing work draws, and until when
SPENT = {
    "harbor": (0.58, 48, 5, 1),
    "kestrel": (1.14, 1, 2, 1),
    "linden": (0.88, 58, 1.2, 38),
    "northgate": (0.96, 455, 5, 1),
    "alder": (0.88, 430, 1.4, 1),
    "cascade": (0.93, 330, 5, 1),
    "pinnacle": (0.7, 262, 4, 1),
    "foxhollow": (0.9, 228, 1.3, 46),
    "bramble": (0.94, 145, 5, 1),
    "harvest": (0.9, 98, 2.6, 1),
    "cascade_site": (0.62, 1, 0, 1),
    "bramble_site": (0.3, 1, 0, 1),
}
#: weight of the project of an order against ongoing work
ORDER_WEIGHT = 6


def jobs(today, budgets):
    """What hours are booked on: for each client the order's project and the ongoing work.

    :param date today: the day on which the story ends
    :param dict budgets: package -> hours of its project
    :return list: :class:`hours.Job`; the key is ``client.kind``, or ``client.kind.team`` after a handover
    """
    specs = CLIENTS | MORE_CLIENTS | SITES
    result = []
    for key, (share, last, care, until) in SPENT.items():
        spec, team = specs[key], frozenset(TEAMS[key].values())
        first = plan.workday(today, spec["order"] - 3)
        end = plan.workday(today, last)
        cap = hours.quarters(share * budgets[spec["package"]])
        result.append(hours.Job(f"{key}.order", first, end, ORDER_WEIGHT, cap, team))
        if not care:
            continue
        end = today - datetime.timedelta(days=until)
        if key in TAKES_OVER:
            change = today - datetime.timedelta(days=HANDED_OVER)
            after = frozenset(TAKES_OVER[key].values())
            result.append(hours.Job(f"{key}.care", first, change, care, None, team))
            result.append(hours.Job(f"{key}.care.after", change + datetime.timedelta(days=1), end, care, None, after))
        else:
            result.append(hours.Job(f"{key}.care", first, end, care, None, team))
    return result
