"""Which enquiries are the same person, which come from the same company, and how two of them become one."""

from dataclasses import dataclass, field

MERGE = "merge"
LINK = "link"

#: What equality of a key means, strongest first. A rule that merges needs an open lead; a closed one is linked instead.
RULES = (
    ("email", MERGE),
    ("phone", MERGE),
    ("domain", LINK),
)


@dataclass(frozen=True)
class Party:
    """One enquiry or lead, reduced to what decides.

    :param ref: identifies the record for the caller
    :param bool is_open: neither won nor lost
    :param rank: among equals the highest rank is kept (an opportunity before a lead)
    """

    ref: object = None
    email: str = None
    phone: str = None
    domain: str = None
    is_open: bool = True
    rank: int = 0


@dataclass(frozen=True)
class Decision:
    """:param merge_into: ref of the lead that takes the enquiry in, or None
    :param because: key that decided the merge
    :param linked: refs of other leads of the same person or company, in the order given
    """

    merge_into: object = None
    because: str = None
    linked: tuple = ()


def decide(incoming, candidates):
    """Compare an enquiry with leads that may be the same.

    :param Party incoming: the enquiry
    :param candidates: iterable of :class:`Party`, oldest first
    :return: :class:`Decision`
    """
    candidates = list(candidates)
    merge_into, because, linked = None, None, []
    for key, outcome in RULES:
        value = getattr(incoming, key)
        if not value:
            continue
        equal = [party for party in candidates if getattr(party, key) == value]
        mergeable = [party for party in equal if outcome == MERGE and party.is_open]
        if mergeable and merge_into is None:
            # max() returns the first of equals: the oldest
            merge_into, because = max(mergeable, key=lambda party: party.rank).ref, key
        linked += [party.ref for party in equal]
    linked_refs = tuple(
        party.ref for party in candidates if party.ref in linked and (merge_into is None or party.ref != merge_into)
    )
    return Decision(merge_into, because, linked_refs)


@dataclass(frozen=True)
class Merge:
    """:param fill: field -> value for fields that were empty
    :param unite: field -> values to add to a set of values
    :param differing: field -> value of the enquiry that the kept lead has otherwise; to be told, not written
    """

    fill: dict = field(default_factory=dict)
    unite: dict = field(default_factory=dict)
    differing: dict = field(default_factory=dict)


def merge_values(kept, incoming, same=None):
    """Merge an enquiry into a lead so that nothing is lost and nothing is overwritten.

    :param dict kept: field -> value of the lead; collections for fields with several values
    :param dict incoming: field -> value of the enquiry
    :param same: field -> function(kept value, incoming value) telling that two spellings mean the same
    :return: :class:`Merge`
    """
    same = same or {}
    merge = Merge()
    for name, value in incoming.items():
        if value is None or value is False or value == "" or value == 0:
            continue
        old = kept.get(name)
        if isinstance(value, (list, tuple, set, frozenset)):
            added = [item for item in value if item not in (old or ())]
            if added:
                merge.unite[name] = added
        elif old is None or old is False or old == "" or old == 0:
            merge.fill[name] = value
        elif old != value and not (name in same and same[name](old, value)):
            merge.differing[name] = value
    return merge
