"""Google Search Console: performance downloads.

The Export button of the performance report gives a ZIP with ``Queries.csv``, ``Pages.csv``, ``Countries.csv``,
``Devices.csv``, ``Search appearance.csv``, ``Dates.csv`` (named ``Chart.csv`` in some languages and years) and
``Filters.csv``. Their headers, as found in importers and test fixtures of public repositories (looked up in November
2026: parsers that carry the literal header ``Top queries,Clicks,Impressions,CTR,Position`` and its siblings, and
localised header sets in Spanish, French and German):

* ``Top queries,Clicks,Impressions,CTR,Position``
* ``Top pages,Clicks,Impressions,CTR,Position``
* ``Country,Clicks,Impressions,CTR,Position`` and ``Device,Clicks,...``
* ``Date,Clicks,Impressions,CTR,Position``, newest day first

CTR is written ``5.26%``, position with up to two decimals; German files use semicolons and decimal commas
(``5,0 %``). Only the file by date has dates: the others hold one value for the whole range chosen in the report, and
``Filters.csv`` may only say "Last 28 days", so whoever imports must say which days they cover.

Exports made through the API, Looker Studio or spreadsheet add-ons carry the dimensions of the API as columns (``date``,
``query``, ``page``, ``country``, ``device``) and lower-case or "Url"-prefixed measures: read by the same table.

A comparison export repeats each measure for both ranges (``Last 3 months Clicks,Previous 3 months Clicks``): refused,
because its two ranges are not in the file.
"""

from .columns import DATE, DIMENSION, MEASURE, Column, Provider, table
from .errors import CellError

KEY = "search_console"

_HEADERS = table(
    (Column(DATE), "Date", "Day", "Fecha", "Datum", "Jour"),
    (
        Column(DIMENSION, "query"),
        "Top queries",
        "Query",
        "Queries",
        "Search query",
        "Keyword",
        "Consultas principales",
        "Consulta",
        "Requêtes les plus fréquentes",
        "Requêtes principales",
        "Requête",
        "Häufigste Suchanfragen",
        "Suchanfrage",
    ),
    (
        Column(DIMENSION, "page"),
        "Top pages",
        "Page",
        "Pages",
        "Landing Page",
        "URL",
        "Address",
        "Páginas principales",
        "Página",
        "Pages les plus populaires",
        "Pages principales",
        "Häufigste Seiten",
        "Seite",
    ),
    (Column(DIMENSION, "country"), "Country", "País", "Pays", "Land"),
    (Column(DIMENSION, "device"), "Device", "Device Category", "Dispositivo", "Appareil", "Gerät"),
    (Column(DIMENSION, "appearance"), "Search Appearance", "Aparición en búsquedas", "Darstellung in der Suche"),
    (Column(MEASURE, "clicks", "count"), "Clicks", "Url Clicks", "Clics", "Klicks"),
    (Column(MEASURE, "impressions", "count"), "Impressions", "Impresiones", "Impressionen"),
    (
        Column(MEASURE, "position", "decimal"),
        "Position",
        "Average Position",
        "Posición",
        "Posición media",
        "Position moyenne",
        "Durchschnittliche Position",
    ),
)

_DEVICES = {
    "mobile": "mobile",
    "móvil": "mobile",
    "mobil": "mobile",
    "smartphone": "mobile",
    "desktop": "desktop",
    "computer": "desktop",
    "ordenador": "desktop",
    "ordinateur": "desktop",
    "tablet": "tablet",
    "tableta": "tablet",
    "tablette": "tablet",
}


def _derive(measures):
    """Stored metrics of one row. Position is stored as position x impressions, so that it can be added up."""
    metrics = {f"search_{name}": measures[name] for name in ("clicks", "impressions") if measures.get(name) is not None}
    position, impressions = measures.get("position"), measures.get("impressions")
    if position is not None and impressions:
        if position < 1:
            raise CellError("position_below_one", value=position)
        metrics["search_position_weight"] = round(position * impressions, 4)
    return metrics


def _clean(dimension, text):
    if dimension == "device":
        return _DEVICES.get(text.casefold(), text.casefold())
    return text


PROVIDER = Provider(KEY, _HEADERS, _derive, lambda comments: None, _clean)
