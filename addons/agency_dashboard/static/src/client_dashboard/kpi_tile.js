/** @odoo-module **/

import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

import { describeChange, formatDay, formatFigure, sparkPath } from "../shared/figures";

/** One figure: value, change with arrow and sign, sparkline, how fresh it is, link to its records. */
export class KpiTile extends Component {
    static template = "agency_dashboard.KpiTile";
    static props = { tile: Object, onOpen: Function };

    get value() {
        return formatFigure(this.props.tile.value, this.props.tile.unit);
    }

    get previous() {
        return formatFigure(this.props.tile.previous, this.props.tile.unit);
    }

    get comparedWith() {
        const { date_from: start, date_to: end } = this.props.tile.previous_period;
        return start ? _t("%s to %s", formatDay(start), formatDay(end)) : "";
    }

    get change() {
        return describeChange(this.props.tile.change, this.props.tile.unit);
    }

    get path() {
        return sparkPath(this.props.tile.sparkline);
    }

    get name() {
        const { name, basis } = this.props.tile;
        return basis === "daily_mean" ? _t("%s a day", name) : name;
    }

    get freshness() {
        const { as_of: asOf, days, days_covered: covered } = this.props.tile;
        if (!asOf) {
            return _t("No data in this range");
        }
        const day = formatDay(asOf);
        return covered < days ? _t("As of %s, %s of %s days", day, covered, days) : _t("As of %s", day);
    }
}
