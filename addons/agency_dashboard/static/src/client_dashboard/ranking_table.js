/** @odoo-module **/

import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

import { formatDay, formatFigure } from "../shared/figures";

/** The best rows of a breakdown: queries, pages, channels. */
export class RankingTable extends Component {
    static template = "agency_dashboard.RankingTable";
    static props = { title: String, label: String, breakdown: Object };

    format(value, column) {
        return formatFigure(value, column.unit);
    }

    get range() {
        const { date_from: start, date_to: end } = this.props.breakdown;
        return start ? _t("%s to %s", formatDay(start), formatDay(end)) : "";
    }
}
