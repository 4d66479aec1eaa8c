/** @odoo-module **/

import { Component, onMounted, onWillUnmount, useEffect, useExternalListener, useRef, useState } from "@odoo/owl";
import { scrollTo, visibleRows } from "./planner_layout";
import { PlannerDrag, drawnRange } from "./planner_drag";
import { PlannerKeyboard } from "./planner_keyboard";
import { isBookable } from "./planner_model";
import { PlannerRow } from "./planner_row";
import { describeCells, formatBucket } from "./planner_text";

/** Rows drawn beyond the window, so that scrolling shows no gaps. */
const OVERSCAN = 3;
/** As wide a column has room for words. */
const WIDE = 72;
/** Characters of a line in it. */
const WIDE_LINE = 12;
/** Sums of more hours than this take the room of words. */
const MANY_HOURS = 1000;

/** People × weeks. Draws the rows that are in sight, whatever the number of people. */
export class PlannerGrid extends Component {
    static template = "agency_management.PlannerGrid";
    static components = { PlannerRow };
    static props = { model: Object, edits: Object, version: Number, term: String };

    setup() {
        this.ui = useState({ cursor: null, range: null, pending: null, top: 0, height: 600, width: 1000, spoken: "" });
        this.scrollerRef = useRef("scroller");
        this.headRef = useRef("head");
        this.described = new WeakMap();
        this.formatBucket = formatBucket;
        const host = this.host();
        this.drag = new PlannerDrag(host);
        this.keyboard = new PlannerKeyboard(host);
        this.props.edits.focus = () => this.scrollerRef.el?.focus({ preventScroll: true });
        onMounted(() => {
            this.measure();
            this.props.edits.focus();
        });
        onWillUnmount(() => this.drag.current && this.drag.stop());
        useExternalListener(window, "resize", () => this.measure());
        useEffect(
            () => this.measure(),
            () => [this.props.version]
        );
    }

    /** What pointer and keyboard may do here. */
    host() {
        const { model, edits } = this.props;
        return {
            model,
            ui: this.ui,
            scroller: () => this.scrollerRef.el,
            toggle: (row) => (isBookable(row) ? model.toggle(row) : model.enterGroup(row)),
            book: (row, range) => {
                const { cells, ...days } = drawnRange(model, row, range);
                edits.book(row, days, cells);
            },
            open: (bar) => edits.open(bar),
            drop: (bar, pending) => edits.move(bar, pending),
            remove: (bar) => edits.remove(bar),
            undo: () => edits.undo(),
            stand: (cursor) => {
                this.ui.cursor = cursor;
                this.reveal(cursor.key, cursor.bar);
            },
            reveal: (row) => this.reveal(row.key),
            say: (text) => (this.ui.spoken = text),
            pageRows: () => Math.max(1, Math.floor(this.ui.height / 60) - 1),
        };
    }

    measure() {
        const scroller = this.scrollerRef.el;
        if (scroller) {
            this.ui.height = scroller.clientHeight;
            this.ui.width = scroller.clientWidth;
            this.ui.top = scroller.scrollTop;
        }
    }

    onScroll() {
        this.ui.top = this.scrollerRef.el.scrollTop;
    }

    onKeydown(ev) {
        if (this.keyboard.press(ev)) {
            ev.preventDefault();
            ev.stopPropagation();
        }
    }

    /** Leaving lets go of what is being carried by keyboard. */
    onBlur() {
        if (!this.drag.current) {
            this.keyboard.release();
        }
    }

    /** Scroll to a row, or to a booking in it. */
    reveal(key, bar = null) {
        const { model } = this.props;
        const scroller = this.scrollerRef.el;
        const index = model.rows.findIndex((row) => row.key === key);
        if (index < 0 || this.drag.current) {
            return;
        }
        const [top, bottom] = model.offsets.slice(index, index + 2);
        const height = bar ? bottom - top : Math.min(bottom - top, 60);
        scroller.scrollTop = scrollTo(top, height, scroller.scrollTop, scroller.clientHeight - this.headHeight);
    }

    get headHeight() {
        return this.headRef.el ? this.headRef.el.offsetHeight : 0;
    }

    get isWide() {
        const { buckets } = this.props.model;
        return this.ui.width >= 240 + WIDE * buckets.length;
    }

    get style() {
        return `--planner-columns: ${this.props.model.buckets.length};`;
    }

    get trackStyle() {
        const { low, high } = this.props.model;
        return `--planner-days: ${high - low + 1};`;
    }

    /** The rows in sight, and the room that those above and below take. */
    get visible() {
        const { model } = this.props;
        const offsets = model.offsets;
        const { start, end } = visibleRows(offsets, this.ui.top, this.ui.height, OVERSCAN);
        const { cursor, range, pending } = this.ui;
        const rows = model.rows.slice(start, end).map((row, index) => ({
            row,
            index: start + index + 3,
            cells: this.cells(row),
            detail: model.details[row.key] || null,
            job: model.jobOf(row),
            column: cursor && cursor.key === row.key ? cursor.column : null,
            bar: cursor && cursor.key === row.key ? cursor.bar : null,
            range: range && range.key === row.key ? range : null,
            pending: pending && (pending.row.key === row.key || pending.bar.rowKey === row.key) ? pending : null,
        }));
        return { rows, above: offsets[start], below: offsets[offsets.length - 1] - offsets[end] };
    }

    cells(row) {
        const known = this.described.get(row);
        if (known && known.isWide === this.isWide) {
            return known.cells;
        }
        const cells = describeCells(row.cells, this.props.model.buckets, row.is_placeholder, this.isWide);
        this.described.set(row, { cells, isWide: this.isWide });
        return cells;
    }

    get summary() {
        const { model } = this.props;
        const sums = model.summary;
        const isShort = sums.every(([capacity, confirmed, tentative]) => Math.max(capacity, confirmed + tentative) < MANY_HOURS);
        return describeCells(sums, model.buckets, false, this.isWide && isShort, this.isWide ? WIDE_LINE : undefined);
    }

    /** The element that stands for the cursor, as long as it is drawn. */
    get activeId() {
        const { cursor } = this.ui;
        if (!cursor) {
            return undefined;
        }
        return cursor.bar ? `agency_planner_${cursor.bar}` : `agency_planner_${cursor.key}_${cursor.column}`;
    }
}
