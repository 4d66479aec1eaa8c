from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..core import capacity, workdays

#: Chance in percent that a quotation is won, by its state, as long as no opportunity says otherwise.
WIN_CHANCE = {"draft": 25.0, "sent": 50.0}
#: Working days of one-off work when neither the package nor its services say how long it takes.
USUAL_DAYS = 20
#: Months a retainer without minimum term is reckoned with.
USUAL_MONTHS = 3


@dataclass(frozen=True)
class Demand:
    """Hours of a role that will be needed if a quotation is won, weighted by the chance of that.

    :ivar date first: first day
    :ivar date last: last day, included
    :ivar float hours: already weighted
    :ivar float chance: 0 to 100
    """

    order_id: int
    order_name: str
    company_id: int
    client_id: int | None
    role_id: int
    first: date
    last: date
    hours: float
    chance: float

    def in_core(self):
        """:return: a tentative :class:`~..core.capacity.Booking`"""
        return capacity.Booking(self.first.toordinal(), self.last.toordinal(), self.hours, confirmed=False)


class AgencyCapacity(models.AbstractModel):
    """Tentative load of roles from open quotations: effort × chance of winning, from the expected start on."""

    _inherit = "agency.capacity"

    @api.model
    def _demands(self, company_ids, first, last, without_orders=()):
        """What open quotations will ask for in some days; one query.

        A quotation starts when promised, else when capacity allows (as last checked), else today; never before today.
        Its one-off work takes the duration of the package, its monthly work goes on for the minimum term. The chance
        is the opportunity's; of several quotations of one opportunity the newest counts. Expired quotations do not
        count.

        :param company_ids: ids
        :param datetime.date first: first day that matters
        :param datetime.date last: last day that matters
        :param without_orders: ids of orders that are left out
        :return list: of :class:`Demand`, those that touch the days
        """
        today = fields.Date.context_today(self)
        rows = self._pipeline_rows(company_ids, today, without_orders)
        newest = {}
        for row in rows:
            if row["opportunity_id"]:
                newest[row["opportunity_id"]] = max(newest.get(row["opportunity_id"], 0), row["order_id"])
        demands = []
        for row in rows:
            # an opportunity nobody has judged yet has no chance in the database
            chance = (row["chance"] or 0) if row["opportunity_id"] else WIN_CHANCE[row["state"]]
            if chance <= 0 or row["order_id"] < newest.get(row["opportunity_id"], 0):
                continue
            start = max(today, row["start"] or today)
            for begin, end, hours in self._demand_spans(row, start):
                if begin <= last and end >= first:
                    demands.append(
                        Demand(
                            row["order_id"],
                            row["name"],
                            row["company_id"],
                            row["client_id"],
                            row["role_id"],
                            begin,
                            end,
                            hours * chance / 100,
                            chance,
                        )
                    )
        return demands

    @api.model
    def _demand_spans(self, row, start):
        """:return list: (first day, last day, hours) of one role of one quotation, unweighted"""
        if row["billing"] == "monthly":
            months = row["months"] or USUAL_MONTHS
            begins = [start + relativedelta(months=number) for number in range(months + 1)]
            return [(begin, end - relativedelta(days=1), row["hours"]) for begin, end in zip(begins, begins[1:])]
        days = row["package_days"] or row["service_days"] or USUAL_DAYS
        return [(start, workdays.add(start, days - 1, workdays.WorkWeek()), row["hours"])]

    @api.model
    def _pipeline_rows(self, company_ids, today, without_orders):
        """:return list: dicts, one for each open quotation, role and way of billing"""
        for model in (
            "sale.order",
            "sale.order.line",
            "crm.lead",
            "agency.service",
            "agency.service.effort",
            "agency.service.package",
        ):
            self.env[model].flush_model()
        self.env.cr.execute(
            SQL(
                """
                SELECT o.id AS order_id, o.name, o.company_id, o.client_id, o.state, o.opportunity_id,
                       COALESCE(o.promised_start, o.earliest_start) AS start,
                       CASE WHEN l.active THEN l.probability ELSE 0 END AS chance,
                       p.duration_days AS package_days, p.minimum_term_months AS months,
                       e.role_id, ol.billing,
                       MAX(s.duration_days) AS service_days, SUM(e.hours * ol.product_uom_qty)::float AS hours
                  FROM sale_order o
                  JOIN sale_order_line ol ON ol.order_id = o.id
                  JOIN agency_service s ON s.id = ol.agency_service_id
                  JOIN agency_service_effort e ON e.service_id = s.id
             LEFT JOIN agency_service_package p ON p.id = o.package_id
             LEFT JOIN crm_lead l ON l.id = o.opportunity_id
                 WHERE o.state IN ('draft', 'sent') AND o.company_id = ANY(%(companies)s)
                   AND (o.validity_date IS NULL OR o.validity_date >= %(today)s) AND o.id != ALL(%(without)s)
              GROUP BY o.id, l.id, p.id, e.role_id, ol.billing
              ORDER BY o.id, e.role_id, ol.billing
                """,
                companies=list(company_ids),
                today=today,
                without=list(without_orders),
            )
        )
        return self.env.cr.dictfetchall()
