/** @odoo-module **/

import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

import { formatMinutes } from "../timer/timer_service";

// as the server's: from this share on a budget is nearly spent
const WARNING_SHARE = 80;

/** How much of a budget of hours is spent, with what is being typed: by length, colour and in words. */
export class BudgetBar extends Component {
    static template = "agency_management.BudgetBar";
    static props = { budget: Object, label: String, typed: { type: Number, optional: true } };

    get spent() {
        return Math.max(0, this.props.budget.spent + (this.props.typed || 0));
    }

    get share() {
        const { planned, share } = this.props.budget;
        return this.props.typed ? (100 * this.spent) / planned : share;
    }

    get state() {
        if (!this.props.typed) {
            return this.props.budget.state;
        }
        return this.share > 100 ? "over" : this.share >= WARNING_SHARE ? "warning" : "ok";
    }

    get width() {
        // five per cent steps: widths are classes, not inline styles
        return `o_agency_week_share_${Math.min(20, Math.ceil(this.share / 5))}`;
    }

    get color() {
        return { ok: "bg-success", warning: "bg-warning", over: "bg-danger" }[this.state];
    }

    get text() {
        return (
            _t("%(spent)s of %(planned)s h", {
                spent: formatMinutes(this.spent),
                planned: formatMinutes(this.props.budget.planned),
            }) + ` · ${Math.round(this.share)}%`
        );
    }
}
