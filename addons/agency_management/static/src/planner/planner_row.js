/** @odoo-module **/

import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { clipBar, toDay } from "./planner_layout";
import { isBookable } from "./planner_model";
import { barLabel, formatDay, formatDays, formatHours } from "./planner_text";

/** A person or a role: the cells, and below them, when the row is open, the bookings. */
export class PlannerRow extends Component {
    static template = "agency_management.PlannerRow";
    static props = {
        row: Object,
        index: Number,
        cells: Array,
        buckets: Array,
        mayEdit: Boolean,
        detail: { type: [Object, { value: null }], optional: true },
        // about looking for people, of a role that is short of them
        job: { type: [Object, { value: null }], optional: true },
        onJob: { type: Function, optional: true },
        // the column of the cursor when it is in this row, and the booking when it is on one
        column: { type: [Number, { value: null }] },
        bar: { type: [String, { value: null }] },
        range: { type: [Object, { value: null }] },
        pending: { type: [Object, { value: null }] },
    };

    get low() {
        return this.props.buckets[0].first;
    }

    get high() {
        return this.props.buckets[this.props.buckets.length - 1].last;
    }

    get hasDetail() {
        return Boolean(this.props.detail);
    }

    get canOpen() {
        return isBookable(this.props.row);
    }

    get subtitle() {
        const { row } = this.props;
        if (this.isTarget) {
            return this.pendingText;
        }
        if (row.is_placeholder) {
            return _t("Nobody named yet");
        }
        return row.employee_id ? [row.role, row.department].filter(Boolean).join(" · ") : "";
    }

    get jobLabel() {
        const { state } = this.props.job;
        return state ? _t("Job Request: %s", state) : _t("Propose Job");
    }

    get jobHint() {
        const { missing_hours: hours, weeks, first_week: first } = this.props.job;
        return weeks
            ? _t("%(hours)s hours are missing, first in the week of %(week)s", {
                  hours: formatHours(hours),
                  week: formatDay(toDay(first)),
              })
            : _t("No hours are missing in the weeks to come.");
    }

    get isTarget() {
        const { pending, row } = this.props;
        return Boolean(pending && pending.row.key === row.key);
    }

    get hint() {
        const { detail, mayEdit } = this.props;
        if (detail.count) {
            return detail.bars.length === 1 ? _t("1 booking") : _t("%s bookings", detail.bars.length);
        }
        return mayEdit ? _t("Nothing booked. Drag over days to book.") : _t("Nothing booked.");
    }

    cellClass(cell, column) {
        const { range, pending, buckets } = this.props;
        const isChosen =
            range && column >= Math.min(range.one, range.two) && column <= Math.max(range.one, range.two);
        const isTarget =
            this.isTarget && pending.first <= buckets[column].last && pending.last >= buckets[column].first;
        return {
            [`o_level_${cell.level}`]: true,
            o_current: cell.isCurrent,
            o_chosen: isChosen || isTarget,
            o_cursor: this.props.column === column && !this.props.bar,
        };
    }

    /** Where a bar is drawn; null when it is out of sight. */
    place(bar, lane) {
        const clip = clipBar(bar.first, bar.last, this.low, this.high);
        return clip && { ...clip, style: `--planner-from: ${clip.from}; --planner-to: ${clip.to}; --planner-lane: ${lane + 1};` };
    }

    get bars() {
        const { detail, pending } = this.props;
        return detail.bars
            .map((bar) => {
                const place = this.place(bar, detail.lanes.get(bar.key));
                return (
                    place && {
                        ...bar,
                        style: place.style,
                        label: barLabel(bar),
                        text: bar.client ? `${bar.title} · ${bar.client}` : bar.title,
                        figure: _t("%s h", formatHours(bar.hours)),
                        classes: {
                            [`o_color_${bar.color % 12}`]: true,
                            o_tentative: bar.state === "tentative",
                            o_fixed: !bar.mayEdit,
                            o_cut_left: place.cutLeft,
                            o_cut_right: place.cutRight,
                            o_taken: Boolean(pending && pending.bar.key === bar.key),
                            o_cursor: this.props.bar === bar.key,
                        },
                    }
                );
            })
            .filter(Boolean);
    }

    get asked() {
        const { detail } = this.props;
        return detail.asked
            .map((demand) => {
                const place = this.place(demand, detail.lanes.get(demand.key));
                const label = _t("%s, quotation: %s hours, weighted by its chance of %s percent", demand.title, formatHours(demand.hours), Math.round(demand.chance));
                return place && { ...demand, style: place.style, label };
            })
            .filter(Boolean);
    }

    get absences() {
        return this.props.detail.absences
            .map((absence) => {
                const place = this.place(absence, 0);
                return place && { ...absence, style: place.style, label: `${absence.name}, ${formatDays(absence)}` };
            })
            .filter(Boolean);
    }

    /** The booking on its way, where it would be put down. */
    get ghost() {
        const { pending, row, detail } = this.props;
        if (!this.isTarget) {
            return null;
        }
        const lane = pending.bar.rowKey === row.key ? detail.lanes.get(pending.bar.key) : detail.count;
        const place = this.place(pending, lane);
        return place && { style: place.style, label: this.pendingText };
    }

    get pendingText() {
        const { pending } = this.props;
        return _t("%s · %s h", formatDays(pending), formatHours(pending.hours));
    }
}
