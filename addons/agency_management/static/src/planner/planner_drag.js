/** @odoo-module **/

import { browser } from "@web/core/browser/browser";
import { columnAt, dragBar, rangeOf, scaleHours } from "./planner_layout";
import { isBookable } from "./planner_model";

/** As many pixels are a slip of the hand. */
const SLIP = 4;
/** As near to its edge a bar is taken by the edge. */
const EDGE = 8;
/** As near to the edge of the window the rows begin to move, and as fast. */
const SCROLL_ZONE = 36;
const SCROLL_STEP = 10;

/**
 * The pointer: draws ranges over cells, takes bars and puts them down. While it does, `ui.range` or `ui.pending` says
 * what would come of it.
 */
export class PlannerDrag {
    /**
     * @param {Object} host `model`, `ui`, `scroller()` (the element that scrolls), and what follows: `toggle(row)`,
     *   `book(row, columns)`, `open(bar)`, `drop(bar, pending)`, `stand(cursor)`
     */
    constructor(host) {
        this.host = host;
        this.current = null;
        this.onMove = this.onMove.bind(this);
        this.onUp = this.onUp.bind(this);
        this.onKey = this.onKey.bind(this);
        this.scroll = this.scroll.bind(this);
    }

    start(ev) {
        const place = this.placeOf(ev.target);
        if (ev.button !== 0 || this.current || !place) {
            return;
        }
        const { model } = this.host;
        const mayDrag = model.mayEdit && isBookable(place.row) && (!place.bar || place.bar.mayEdit);
        // a finger on cells moves the page
        const isRange = !place.bar && ev.pointerType !== "touch";
        this.current = {
            ...place,
            x: ev.clientX,
            y: ev.clientY,
            mayDrag: mayDrag && (place.bar || isRange),
            isMoving: false,
            isClick: true,
            mode: place.bar ? this.modeAt(ev) : "range",
            column: this.column(place.strip, ev.clientX),
            day: this.day(place.strip, ev.clientX),
        };
        this.last = ev;
        this.host.stand({
            key: place.row.key,
            bar: place.bar ? place.bar.key : null,
            column: place.strip ? this.current.column : -1,
        });
        for (const [name, listener] of [["pointermove", this.onMove], ["pointerup", this.onUp], ["pointercancel", this.onKey]]) {
            browser.addEventListener(name, listener);
        }
        browser.addEventListener("keydown", this.onKey, { capture: true });
    }

    stop() {
        for (const [name, listener] of [["pointermove", this.onMove], ["pointerup", this.onUp], ["pointercancel", this.onKey]]) {
            browser.removeEventListener(name, listener);
        }
        browser.removeEventListener("keydown", this.onKey, { capture: true });
        browser.cancelAnimationFrame(this.frame);
        this.frame = null;
        this.current = null;
        this.host.ui.pending = null;
        this.host.ui.range = null;
        document.body.classList.remove("o_agency_planner_dragging");
    }

    onMove(ev) {
        const current = this.current;
        this.last = ev;
        if (!current.isMoving) {
            const distance = Math.max(Math.abs(ev.clientX - current.x), Math.abs(ev.clientY - current.y));
            current.isClick = current.isClick && distance < SLIP;
            if (!current.mayDrag || current.isClick) {
                return;
            }
            current.isMoving = true;
            document.body.classList.add("o_agency_planner_dragging");
            this.frame = browser.requestAnimationFrame(this.scroll);
        }
        this.update();
    }

    /** Say what would come of it if the pointer were let go now. */
    update() {
        const { current, last } = this;
        const { ui, model } = this.host;
        if (current.mode === "range") {
            ui.range = { key: current.row.key, one: current.column, two: this.column(current.strip, last.clientX) };
            return;
        }
        const { bar, mode, strip } = current;
        const days = dragBar(bar, mode, this.day(strip, last.clientX) - current.day);
        let row = current.row;
        if (mode === "move") {
            const under = document.elementFromPoint(last.clientX, last.clientY);
            const found = under && this.placeOf(under);
            row = found && isBookable(found.row) ? found.row : ui.pending ? ui.pending.row : row;
        }
        const { capacities } = model.details[bar.rowKey] || {};
        ui.pending = { bar, mode, row, ...days, hours: scaleHours(bar.hours, bar, days, capacities) };
    }

    onUp(ev) {
        const { host, current } = this;
        const { pending, range } = host.ui;
        this.stop();
        if (current.isMoving) {
            if (pending) {
                host.drop(current.bar, pending);
            } else if (range) {
                host.book(current.row, range);
            }
        } else if (!current.isClick) {
            // a drag by somebody who may not
            return;
        } else if (current.bar) {
            host.open(current.bar);
        } else if (current.isTrack) {
            if (host.model.mayEdit) {
                host.book(current.row, { one: current.column, two: current.column });
            }
        } else if (ev.target.closest?.("[data-planner-row]")) {
            host.toggle(current.row);
        }
    }

    /** Escape, or the system took the pointer away: nothing happened. */
    onKey(ev) {
        if (ev.type === "pointercancel" || ev.key === "Escape") {
            ev.stopPropagation();
            this.stop();
        }
    }

    scroll() {
        const scroller = this.host.scroller();
        const box = scroller.getBoundingClientRect();
        const { clientY } = this.last;
        const before = scroller.scrollTop;
        if (clientY > box.bottom - SCROLL_ZONE) {
            scroller.scrollTop += SCROLL_STEP;
        } else if (clientY < box.top + SCROLL_ZONE) {
            scroller.scrollTop -= SCROLL_STEP;
        }
        if (scroller.scrollTop !== before) {
            this.update();
        }
        this.frame = browser.requestAnimationFrame(this.scroll);
    }

    /** What the pointer is on: the row, the booking if there is one, and the strip of columns. */
    placeOf(target) {
        const element = target.closest?.("[data-planner-row]");
        const row = element && this.host.model.rows.find((one) => one.key === element.dataset.plannerRow);
        if (!row) {
            return null;
        }
        const strip = target.closest(".o_agency_planner_strip");
        const barElement = target.closest("[data-planner-bar]");
        const detail = this.host.model.details[row.key];
        const bar = barElement && detail && detail.bars.find((one) => one.key === barElement.dataset.plannerBar);
        if (barElement && !bar) {
            return null;
        }
        return { row, bar: bar || null, strip, isTrack: Boolean(target.closest(".o_agency_planner_track")) };
    }

    modeAt(ev) {
        const element = ev.target.closest("[data-planner-bar]");
        const box = element.getBoundingClientRect();
        if (ev.clientX - box.left < EDGE && !element.classList.contains("o_cut_left")) {
            return "start";
        }
        return box.right - ev.clientX < EDGE && !element.classList.contains("o_cut_right") ? "end" : "move";
    }

    column(strip, x) {
        return strip ? this.at(strip, x, this.host.model.buckets.length) : -1;
    }

    day(strip, x) {
        const { low, high } = this.host.model;
        return strip ? low + this.at(strip, x, high - low + 1) : low;
    }

    at(strip, x, count) {
        const box = strip.getBoundingClientRect();
        return columnAt(x, box.left, box.width, count);
    }
}

/** @returns {{first: number, last: number, cells: number[][]}} what was drawn over, in days and hours */
export function drawnRange(model, row, { one, two }) {
    const [from, to] = [Math.min(one, two), Math.max(one, two)];
    return { ...rangeOf(model.buckets, one, two), cells: row.cells.slice(from, to + 1) };
}
