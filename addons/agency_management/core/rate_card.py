"""Which rate card a client gets."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Card:
    """A rate card and whom it is for.

    :ivar key: whatever identifies the card to the caller
    :ivar currency: key of its currency
    :ivar frozenset tiers: keys of the client tiers it is for; empty: any, also none
    :ivar frozenset industries: keys of the industries it is for; empty: any, also none
    :ivar int sequence: of two that fit alike, the smaller one wins
    """

    key: object
    currency: object
    tiers: frozenset = frozenset()
    industries: frozenset = frozenset()
    sequence: int = 0


@dataclass(frozen=True)
class Match:
    """The card that was chosen.

    :ivar key: key of the card
    :ivar tuple reasons: what about the client it was made for: of ``tier``, ``industry``; empty: it is for everybody
    """

    key: object
    reasons: tuple = ()


def choose(cards, tier, industry, currency):
    """Choose the card that is meant for a client most specifically: by tier first, then by industry.

    A card in another currency never fits: nobody is quoted in a currency by accident.

    :param cards: iterable of :class:`Card`
    :param tier: key of the client's tier, None without
    :param industry: key of the client's industry, None without
    :param currency: key of the currency the client is quoted in
    :return: :class:`Match`, None when no card fits
    """
    best, rank = None, None
    for card in cards:
        if card.currency != currency:
            continue
        if (card.tiers and tier not in card.tiers) or (card.industries and industry not in card.industries):
            continue
        reasons = tuple(name for name, asked in (("tier", card.tiers), ("industry", card.industries)) if asked)
        own_rank = ("tier" not in reasons, "industry" not in reasons, card.sequence)
        if rank is None or own_rank < rank:
            best, rank = Match(card.key, reasons), own_rank
    return best
