"""What can be imported: kinds of rows, their columns, the names these go by, and an example of each.

The guide, the sample files and the reader all come from here.
"""

import re
from dataclasses import dataclass, field

from .agency_import_values import fold


@dataclass(frozen=True)
class Column:
    """One column of a kind of rows.

    :ivar str name: documented name, also the key of the value
    :ivar str type: ``text``, ``email``, ``date``, ``amount``, ``number``, ``whole``, ``bool``, ``choice``, ``list``, or
        ``link``: a text by which a record is found
    :ivar tuple synonyms: other headers it is recognised by; capitals, spaces and punctuation do not matter
    :ivar bool required: a row needs it
    :ivar dict choices: key -> other words, of type ``choice``
    :ivar tuple limits: lowest and highest value of type ``whole``
    :ivar tuple samples: what stands in the rows of the sample file
    """

    name: str
    type: str = "text"
    synonyms: tuple = ()
    required: bool = False
    choices: dict = field(default_factory=dict)
    limits: tuple = (0, 1000)
    samples: tuple = ("", "")


@dataclass(frozen=True)
class Kind:
    """A kind of rows.

    :ivar tuple columns: :class:`Column`, in the order of the sample file
    :ivar tuple keys: what a row without a reference is known by: the first of these tuples of names of which the row
        has all values
    :ivar str group: column whose rows belong together
    :ivar tuple shared: columns in which the rows of a group must agree
    """

    key: str
    columns: tuple
    keys: tuple
    group: str = ""
    shared: tuple = ()

    @property
    def by_name(self):
        """:return dict: documented name -> :class:`Column`"""
        return {column.name: column for column in self.columns}


#: the column that reports add and that means nothing on the way in
PROBLEM = "problem"

_REF = ("external reference", "reference", "external id", "id", "key")
_CLIENT = ("customer", "company", "account", "client name", "client reference", "client ref")

CLIENTS = Kind(
    "clients",
    (
        Column(
            "ref",
            synonyms=(*_REF, "client number", "customer number", "customer no", "client ref"),
            samples=("C-1001", "C-1002"),
        ),
        Column(
            "name",
            synonyms=("client", "company", "company name", "customer"),
            required=True,
            samples=("Alpha Shoes Ltd", "Beta Bikes GmbH"),
        ),
        Column(
            "email",
            "email",
            ("e-mail", "mail", "e-mail address"),
            samples=("office@alpha.example.com", "hallo@beta.example.com"),
        ),
        Column(
            "phone",
            synonyms=("telephone", "tel", "phone number"),
            samples=("+44 20 7946 0000", "+49 30 1234567"),
        ),
        Column(
            "website",
            synonyms=("web", "url", "homepage", "site"),
            samples=("www.alpha.example.com", "www.beta.example.com"),
        ),
        Column("street", synonyms=("address", "address line 1", "street 1"), samples=("1 High Street", "Hauptstr. 5")),
        Column("street2", synonyms=("address line 2",)),
        Column("zip", synonyms=("postcode", "postal code", "zip code"), samples=("N1 1AA", "10115")),
        Column("city", synonyms=("town",), samples=("London", "Berlin")),
        Column("country", "link", ("country code",), samples=("GB", "Germany")),
        Column("vat", synonyms=("vat number", "vat id", "tax id", "vat no")),
        Column("industry", "link", ("sector", "branch")),
        Column("tier", "link", ("client tier", "class")),
        Column("currency", "link", ("quoted in", "currency code")),
        Column(
            "status",
            "choice",
            ("client status", "client state", "state", "stage"),
            choices={
                "prospect": ("lead",),
                "onboarding": ("new",),
                "active": ("running", "current", "client", "customer"),
                "paused": ("on hold", "pause"),
                "former": ("ended", "lost", "past", "inactive"),
            },
            samples=("active", "paused"),
        ),
        Column("client_since", "date", ("since", "customer since"), samples=("2023-05-01", "2024-11-15")),
        Column("account_manager", "link", ("manager", "salesperson", "owner", "responsible")),
    ),
    keys=(("name",),),
)

CONTACTS = Kind(
    "contacts",
    (
        Column("ref", synonyms=(*_REF, "contact number"), samples=("P-1", "P-2")),
        Column("client", "link", _CLIENT, required=True, samples=("C-1001", "Beta Bikes GmbH")),
        Column(
            "name",
            synonyms=("contact", "contact name", "full name", "person"),
            required=True,
            samples=("Ann Archer", "Bernd Braun"),
        ),
        Column(
            "email",
            "email",
            ("e-mail", "mail", "e-mail address"),
            samples=("ann@alpha.example.com", "bernd@beta.example.com"),
        ),
        Column(
            "phone",
            synonyms=("telephone", "tel", "mobile", "phone number"),
            samples=("+44 20 7946 0001", "+49 30 1234568"),
        ),
        Column("job_title", synonyms=("title", "position", "function", "role"), samples=("Head of Marketing", "Owner")),
        Column("portal", "bool", ("portal member", "portal access", "member"), samples=("yes", "no")),
        Column("may_approve", "bool", ("approve", "approves", "can approve"), samples=("yes", "")),
        Column("may_pay", "bool", ("pay", "pays", "can pay"), samples=("no", "")),
        Column("may_manage", "bool", ("manage", "manages", "can manage"), samples=("no", "")),
    ),
    keys=(("client", "email"), ("client", "name")),
)

PROJECTS = Kind(
    "projects",
    (
        Column("ref", synonyms=(*_REF, "project number", "job number"), samples=("J-77", "J-78")),
        Column("client", "link", _CLIENT, required=True, samples=("C-1001", "C-1002")),
        Column(
            "name",
            synonyms=("project", "project name", "title"),
            required=True,
            samples=("Website relaunch", "SEO care"),
        ),
        Column("project_manager", "link", ("manager", "owner", "responsible", "lead")),
        Column("start", "date", ("start date", "begin", "from"), samples=("2026-09-01", "2025-01-01")),
        Column("end", "date", ("end date", "deadline", "due", "until", "to"), samples=("2027-02-28", "2027-12-31")),
        Column("hours", "amount", ("budget hours", "planned hours", "allocated hours"), samples=("320", "120")),
        Column("budget", "amount", ("budget amount", "amount", "fee"), samples=("28000.00", "")),
        Column("package", "link", ("template package", "template")),
        Column("stage", "link", ("status", "state", "phase")),
    ),
    keys=(("client", "name"),),
)

RETAINERS = Kind(
    "retainers",
    (
        Column("ref", synonyms=(*_REF, "contract number", "retainer number"), samples=("R-9", "R-10")),
        Column("client", "link", _CLIENT, required=True, samples=("C-1001", "C-1002")),
        Column(
            "name",
            synonyms=("retainer", "description", "retainer name"),
            required=True,
            samples=("Social media care", "SEO care"),
        ),
        Column("service", "link", ("product", "service name", "item"), required=True, samples=("SEO care", "SEO care")),
        Column("project", "link", ("project name", "project reference"), samples=("", "J-78")),
        Column(
            "monthly_price",
            "amount",
            ("price", "monthly fee", "fee", "amount", "monthly amount", "price per month"),
            required=True,
            samples=("1500.00", "900.00"),
        ),
        Column("currency", "link", ("currency code",)),
        Column(
            "start",
            "date",
            ("start date", "begin", "from", "since"),
            required=True,
            samples=("2024-04-01", "2025-01-15"),
        ),
        Column(
            "next_invoice",
            "date",
            ("next invoice date", "next billing date", "next bill", "bill from"),
            required=True,
            samples=("2027-01-01", "2027-01-15"),
        ),
        Column("billing_day", "whole", ("day of billing", "anchor day"), limits=(1, 31)),
        Column("end", "date", ("end date", "until", "to"), samples=("", "2027-12-31")),
        Column("term_months", "whole", ("term", "minimum term", "renewal months"), samples=("12", "")),
        Column("included_hours", "amount", ("hours", "hours per month", "monthly hours"), samples=("12", "8.5")),
        Column(
            "hours_carried",
            "number",
            ("hours balance", "hours carried over", "hours brought forward", "balance"),
            samples=("3.5", "-2"),
        ),
        Column(
            "invoices",
            "choice",
            ("policy", "invoice policy"),
            choices={"draft": ("leave as draft",), "post": ("posted",), "send": ("post and send", "sent")},
        ),
        Column("responsible", "link", ("manager", "owner", "account manager")),
    ),
    keys=(("client", "name"),),
)

RATE_CARDS = Kind(
    "rate_cards",
    (
        Column("ref", synonyms=_REF),
        Column("card", synonyms=("rate card", "price list", "pricelist"), required=True, samples=("Key", "Key")),
        Column("currency", "link", ("currency code",)),
        Column("tier", "list", ("tiers", "client tier", "client tiers")),
        Column("industry", "list", ("industries", "sector")),
        Column(
            "role",
            "link",
            ("position", "role code", "job"),
            required=True,
            samples=("Designer", "Strategist"),
        ),
        Column(
            "hourly_price",
            "amount",
            ("price", "rate", "hourly rate", "price per hour"),
            required=True,
            samples=("95.00", "140.00"),
        ),
        Column("valid_from", "date", ("from", "start", "start date"), samples=("2027-01-01", "2027-01-01")),
        Column("valid_until", "date", ("until", "end", "end date", "to")),
    ),
    keys=(("card", "role", "valid_from"), ("card", "role")),
    group="card",
    shared=("currency", "tier", "industry"),
)

KINDS = {kind.key: kind for kind in (CLIENTS, CONTACTS, PROJECTS, RETAINERS, RATE_CARDS)}


def plain(header):
    """:return str: a header without capitals, punctuation and spaces: ``E-Mail`` and ``e mail`` are the same"""
    return re.sub(r"[\W_]+", "", fold(header))


def names_of(kind):
    """:return dict: plain header -> documented name; a documented name wins over a synonym of another column"""
    names = {}
    for column in kind.columns:
        for word in column.synonyms:
            names.setdefault(plain(word), column.name)
    return names | {plain(column.name): column.name for column in kind.columns}


def sample(kind):
    """:return tuple: (header, rows) of the sample file"""
    rows = zip(*(column.samples for column in kind.columns))
    return [column.name for column in kind.columns], [list(row) for row in rows]
