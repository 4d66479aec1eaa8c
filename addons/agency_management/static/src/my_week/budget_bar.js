/** @odoo-module **/

import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

import { formatMinutes } from "../timer/timer_service";

/** How much of a budget of hours is spent: by length, colour and in words. */
export class BudgetBar extends Component {
    static template = "agency_management.BudgetBar";
    static props = { budget: Object, label: String };

    get width() {
        // five per cent steps: widths are classes, not inline styles
        return `o_agency_week_share_${Math.min(20, Math.ceil(this.props.budget.share / 5))}`;
    }

    get color() {
        return { ok: "bg-success", warning: "bg-warning", over: "bg-danger" }[this.props.budget.state];
    }

    get text() {
        const { spent, planned, share } = this.props.budget;
        return _t("%(spent)s of %(planned)s h", { spent: formatMinutes(spent), planned: formatMinutes(planned) }) +
            ` · ${Math.round(share)}%`;
    }
}
