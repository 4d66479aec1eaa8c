/** @odoo-module **/

import { Component, useState } from "@odoo/owl";
import { useAutofocus } from "@web/core/utils/hooks";

import { formatMinutes } from "../timer/timer_service";

/** What a cell consists of: hours, what was done, billable or not; each entry for itself. */
export class CellEntries extends Component {
    static template = "agency_management.CellEntries";
    static props = {
        loader: Object,
        row: Object,
        index: Number,
        readonly: Boolean,
        label: String,
        close: { type: Function, optional: true },
    };

    setup() {
        this.loader = useState(this.props.loader);
        this.fresh = useState({ hours: "", note: "" });
        this.format = formatMinutes;
        useAutofocus({ refName: "autofocus" });
    }

    /** The row as it is now: each answer of the server brings new ones, and clearing the last cell takes it away. */
    get row() {
        return this.loader.row(this.props.row.key) || this.props.row;
    }

    get entries() {
        return this.loader.row(this.props.row.key)?.cells[this.props.index].entries || [];
    }

    get newRef() {
        return `new ${this.props.row.key} ${this.props.index}`;
    }

    get refusal() {
        return this.loader.typed[this.newRef]?.message || "";
    }

    typed(entry, field) {
        return this.loader.typed[this.loader.entryRef(entry, field)];
    }

    hours(entry) {
        return this.typed(entry, "hours")?.text ?? formatMinutes(entry.minutes);
    }

    note(entry) {
        return this.typed(entry, "note")?.text ?? entry.note;
    }

    message(entry) {
        return ["hours", "note", "billable"].map((field) => this.typed(entry, field)?.message || "").join("");
    }

    isLocked(entry) {
        return this.props.readonly || Boolean(entry.lock);
    }

    change(entry, field, value) {
        const ref = this.loader.entryRef(entry, field);
        this.loader.look(ref, this.row, this.props.index, entry);
        return this.loader.change(ref, this.row, this.props.index, { [field]: value });
    }

    remove(entry) {
        return this.change(entry, "hours", "");
    }

    async add() {
        const { hours, note } = this.fresh;
        if (!hours.trim()) {
            return;
        }
        this.loader.lookAtNothing(this.newRef);
        this.loader.change(this.newRef, this.row, this.props.index, { hours, note });
        await this.loader.settle();
        if (!this.loader.typed[this.newRef]) {
            this.fresh.hours = "";
            this.fresh.note = "";
        }
    }

    onKeydown(ev) {
        if (ev.key === "Enter") {
            ev.preventDefault();
            this.add();
        }
    }
}
