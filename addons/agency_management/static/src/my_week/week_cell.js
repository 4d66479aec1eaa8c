/** @odoo-module **/

import { Component, useEffect, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { usePopover } from "@web/core/popover/popover_hook";

import { formatMinutes } from "../timer/timer_service";
import { CellEntries } from "./cell_entries";

/** The hours of a row on a day: typed right here, or entry by entry in what opens below. */
export class WeekCell extends Component {
    static template = "agency_management.WeekCell";
    static props = {
        loader: Object,
        row: Object,
        index: Number,
        position: Number,
        readonly: Boolean,
        onMove: Function,
    };

    setup() {
        this.loader = useState(this.props.loader);
        this.input = useRef("input");
        // what is being typed and not handed over yet: no answer of the server may overwrite it
        this.editing = null;
        this.popover = usePopover(CellEntries, { position: "bottom", popoverClass: "o_agency_week_popover" });
        useEffect(() => {
            this.input.el.value = this.text;
        });
    }

    get ref() {
        return this.loader.cellRef(this.props.row, this.props.index);
    }

    get cell() {
        return this.props.row.cells[this.props.index];
    }

    get day() {
        return this.loader.payload.days[this.props.index];
    }

    /** The one entry that typing changes; with several of them each is changed below. */
    get entry() {
        return this.cell.entries[0];
    }

    get isTypable() {
        return !this.props.readonly && !this.cell.lock && !this.day.is_future && this.cell.entries.length < 2;
    }

    get typed() {
        return this.loader.typed[this.ref];
    }

    get saved() {
        return this.cell.entries.length ? formatMinutes(this.cell.minutes) : "";
    }

    get handedOver() {
        return this.typed ? this.typed.text : this.saved;
    }

    get text() {
        return this.editing ?? this.handedOver;
    }

    get hasNote() {
        return this.cell.entries.some((entry) => entry.note);
    }

    get label() {
        const { project, task, kind } = this.props.row;
        return [task || project, kind, `${this.day.weekday} ${this.day.label}`].filter(Boolean).join(", ");
    }

    get title() {
        if (this.typed?.message) {
            return this.typed.message;
        }
        if (this.cell.lock) {
            return {
                invoiced: _t("Invoiced: stays as it is"),
                billed: _t("On a vendor bill: stays as it is"),
                approved: _t("Approved: ask your manager to reopen the week"),
                submitted: _t("Submitted: take the week back to change it"),
                time_off: _t("Time off: change it in Time Off"),
            }[this.cell.lock];
        }
        if (this.day.is_future) {
            return _t("This day has not come yet");
        }
        if (this.cell.entries.length > 1) {
            return _t("%s entries: press Enter to change them", this.cell.entries.length);
        }
        return this.cell.entries.map((entry) => entry.note).join("");
    }

    look() {
        this.loader.look(this.ref, this.props.row, this.props.index, this.entry);
    }

    onFocus(ev) {
        ev.target.select();
    }

    onInput(ev) {
        if (this.editing === null && !this.typed) {
            this.look();
        }
        this.editing = ev.target.value;
        this.loader.sketch(this.ref, this.props.row, this.props.index, this.editing);
    }

    /** Hand over what was typed; what was refused goes again, unchanged as it is, when somebody insists. */
    commit(text, insists) {
        this.editing = null;
        if (this.isTypable && (text !== this.handedOver || (insists && this.typed?.code))) {
            this.loader.change(this.ref, this.props.row, this.props.index, { hours: text });
        } else {
            this.loader.forgetSketch(this.ref);
        }
    }

    onChange(ev) {
        this.commit(ev.target.value.trim(), false);
    }

    onKeydown(ev) {
        const input = ev.target;
        const { index, position, onMove } = this.props;
        const isWhole = input.selectionStart === 0 && input.selectionEnd === input.value.length;
        const atStart = isWhole || (input.selectionStart === 0 && input.selectionEnd === 0);
        const atEnd = isWhole || input.selectionStart === input.value.length;
        let move = null;
        if ((ev.key === "Enter" && !this.isTypable) || (ev.key === "ArrowDown" && ev.altKey)) {
            ev.preventDefault();
            this.open(input);
        } else if (ev.key === "Enter") {
            this.commit(input.value.trim(), true);
            move = [position + (ev.shiftKey ? -1 : 1), index];
        } else if (ev.key === "ArrowUp") {
            move = [position - 1, index];
        } else if (ev.key === "ArrowDown") {
            move = [position + 1, index];
        } else if (ev.key === "ArrowLeft" && atStart) {
            move = [position, index - 1];
        } else if (ev.key === "ArrowRight" && atEnd) {
            move = [position, index + 1];
        } else if (ev.key === "Escape") {
            this.editing = null;
            this.loader.drop(this.ref);
            input.value = this.saved;
            input.select();
        }
        if (move) {
            ev.preventDefault();
            onMove(...move);
        }
    }

    toggle(ev) {
        this.open(ev.currentTarget);
    }

    open(target) {
        if (this.popover.isOpen) {
            this.popover.close();
            return;
        }
        this.popover.open(target, {
            loader: this.props.loader,
            row: this.props.row,
            index: this.props.index,
            readonly: this.props.readonly || this.day.is_future,
            label: this.label,
        });
    }
}
