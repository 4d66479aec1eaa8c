/** @odoo-module **/

import { _t } from "@web/core/l10n/translation";
import { cursorLines, dragBar, moveCursor, scaleHours } from "./planner_layout";
import { isBookable } from "./planner_model";
import { formatDays, formatHours } from "./planner_text";

const ARROWS = { ArrowLeft: -1, ArrowRight: 1 };
const STEPS = { ArrowUp: -1, ArrowDown: 1 };

/**
 * The keyboard: everything the pointer can do. Arrows walk over cells and the bookings of open rows; with Shift they
 * draw a range, or take a booking along until Enter puts it down or Escape lets it go.
 */
export class PlannerKeyboard {
    /** @param {Object} host as that of the pointer, and `remove(bar)`, `undo()`, `say(text)`, `pageRows()` */
    constructor(host) {
        this.host = host;
    }

    /** @returns {boolean} whether the key meant something here */
    press(ev) {
        const { ui } = this.host;
        if ((ev.ctrlKey || ev.metaKey) && ev.key === "z") {
            this.host.undo();
            return true;
        }
        if (ev.altKey || !this.host.model.rows.length) {
            return false;
        }
        const place = this.place();
        if (ev.key === "Escape") {
            const wasBusy = Boolean(ui.pending || ui.range);
            this.release();
            return wasBusy;
        }
        if (ev.key === "Enter" || ev.key === " ") {
            this.enter(place, ev.key === " ");
            return true;
        }
        if (ev.key === "Delete" && place.bar && place.bar.mayEdit && !ui.pending) {
            this.host.remove(place.bar);
            return true;
        }
        if (ev.shiftKey && (ARROWS[ev.key] || STEPS[ev.key])) {
            return place.bar ? this.take(place.bar, ev) : this.draw(place, ev);
        }
        if (ui.pending) {
            // on the way with a booking: only the keys above mean anything
            return Boolean(ARROWS[ev.key] || STEPS[ev.key]);
        }
        return this.walk(ev, place);
    }

    /** Where the cursor is; the row it was in may be gone. */
    place() {
        const { model, ui } = this.host;
        const lines = cursorLines(
            model.rows.map((row) => ({ key: row.key, bars: model.details[row.key]?.bars.map((bar) => bar.key) }))
        );
        const wanted = ui.cursor || { key: null, bar: null, column: 0 };
        let line = lines.findIndex((one) => one.key === wanted.key && one.bar === wanted.bar);
        if (line < 0) {
            line = Math.max(0, lines.findIndex((one) => one.key === wanted.key));
        }
        const { key, bar } = lines[line];
        return {
            lines,
            line,
            column: wanted.column,
            row: model.rows.find((row) => row.key === key),
            bar: bar ? model.details[key].bars.find((one) => one.key === bar) : null,
        };
    }

    walk(ev, { lines, line, column }) {
        const { model, ui } = this.host;
        const target = moveCursor(
            { line, column: ui.cursor ? column : -1 },
            ev.key,
            { lines: lines.length, columns: model.buckets.length, page: this.host.pageRows(), jump: ev.ctrlKey }
        );
        if (!target) {
            return false;
        }
        ui.range = null;
        this.host.stand({ ...lines[target.line], column: target.column });
        return true;
    }

    enter({ row, bar, column }, opensOnly) {
        const { ui, model } = this.host;
        if (ui.pending) {
            const pending = ui.pending;
            this.release();
            this.host.drop(pending.bar, pending);
        } else if (bar) {
            this.host.open(bar);
        } else if (column < 0 || opensOnly || !model.mayEdit || !isBookable(row)) {
            this.release();
            this.host.toggle(row);
        } else {
            const range = ui.range || { one: column, two: column };
            this.release();
            this.host.book(row, range);
        }
    }

    /** Shift and an arrow on cells: the range that Enter books. */
    draw({ row, column }, ev) {
        const { ui, model } = this.host;
        const step = ARROWS[ev.key];
        if (!step || column < 0 || !model.mayEdit || !isBookable(row)) {
            return true;
        }
        const last = model.buckets.length - 1;
        const range = ui.range || { key: row.key, one: column, two: column };
        ui.range = { ...range, two: Math.max(0, Math.min(last, range.two + step)) };
        this.host.stand({ key: row.key, bar: null, column: ui.range.two });
        this.host.say(_t("%s columns chosen. Enter books them.", Math.abs(ui.range.two - ui.range.one) + 1));
        return true;
    }

    /** Shift and an arrow on a booking: take it along; with Control, too: change its end. */
    take(bar, ev) {
        const { ui, model } = this.host;
        if (!bar.mayEdit) {
            this.host.say(_t("You may look at bookings, not change them."));
            return true;
        }
        const own = model.rows.find((row) => row.key === bar.rowKey);
        const pending = ui.pending || { bar, mode: "move", row: own, first: bar.first, last: bar.last, hours: bar.hours };
        if (ARROWS[ev.key]) {
            const bucket = model.buckets[0];
            const mode = ev.ctrlKey ? "end" : "move";
            const days = dragBar(pending, mode, ARROWS[ev.key] * (bucket.last - bucket.first + 1));
            const { capacities } = model.details[bar.rowKey] || {};
            ui.pending = { ...pending, mode, ...days, hours: scaleHours(bar.hours, bar, days, capacities) };
        } else {
            ui.pending = { ...pending, mode: "move", row: this.nextRow(pending.row, STEPS[ev.key]) };
        }
        const { row, hours } = ui.pending;
        this.host.reveal(row);
        this.host.say(
            _t("%s, %s, %s hours. Enter puts it down, Escape lets it go.", row.name, formatDays(ui.pending), formatHours(hours))
        );
        return true;
    }

    nextRow(row, step) {
        const { rows } = this.host.model;
        let index = rows.indexOf(row);
        do {
            index += step;
        } while (rows[index] && !isBookable(rows[index]));
        return rows[index] || row;
    }

    release() {
        this.host.ui.pending = null;
        this.host.ui.range = null;
    }
}
