/** @odoo-module **/

import { markRaw } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { KeepLast } from "@web/core/utils/concurrency";

import { formatMinutes } from "../timer/timer_service";
import { typedMinutes } from "./typed_hours";

const MODEL = "agency.time.grid";

/**
 * Fetches a week, writes its cells and knows what became of what was typed. Knows nothing of components.
 *
 * `status` is one of `loading`, `ready`, `nobody` (the user has no employee), `error`. What is typed is kept in `typed`
 * until the server has taken it; what it refused stays there with its message. Keys of both are made by `cellRef` and
 * `entryRef`. Changes are sent one batch at a time, so that two of the same cell never overtake each other.
 */
export class WeekLoader {
    constructor(orm) {
        this.orm = markRaw(orm);
        this.keepLast = markRaw(new KeepLast());
        this.status = "loading";
        this.message = "";
        this.payload = null;
        this.employeeId = false;
        this.typed = {}; // ref -> {text, message, code}
        this.seen = {}; // ref -> {entry_id, stamp, was_minutes}: what was on the screen when somebody began to type
        this.pending = {}; // ref -> change that waits to be sent
        this.sketches = {}; // ref -> {project_id, task_id, minutes}: what is typed beyond what is saved
        this.isSaving = false;
    }

    get start() {
        return this.payload.week.start;
    }

    get refused() {
        return Object.values(this.typed).filter((one) => one.code).length;
    }

    get hasUnsaved() {
        return this.isSaving || Object.keys(this.typed).length > 0;
    }

    // fetching

    /** Fetch a week; of two requests under way the later one wins. What was typed and not taken is dropped. */
    async load(day) {
        this.status = this.payload ? this.status : "loading";
        const payload = await this.attempt(
            this.keepLast.add(this.orm.call(MODEL, "get_week", [day || false, this.employeeId || false]))
        );
        if (payload) {
            this.typed = {};
            this.seen = {};
            this.pending = {};
            this.sketches = {};
            this.apply(payload);
        }
    }

    /** Fetch the same week again; what was typed stays. */
    async refresh() {
        const payload = await this.attempt(
            this.keepLast.add(this.orm.call(MODEL, "get_week", [this.start, this.employeeId || false]))
        );
        if (payload) {
            this.apply(payload);
        }
    }

    apply(payload) {
        this.payload = payload;
        this.status = payload.employee ? "ready" : "nobody";
    }

    async attempt(promise) {
        try {
            return await promise;
        } catch (error) {
            this.status = this.payload ? this.status : "error";
            this.message = error.data?.message || "";
            if (this.payload) {
                throw error; // the screen stays, Odoo's dialogue says what went wrong
            }
            return null;
        }
    }

    /** Do something with the whole week: `add_rows`, `remove_row`, `copy_rows`, `submit`, `take_back`. */
    async act(method, ...args) {
        await this.settle();
        this.apply(await this.orm.call(MODEL, method, [this.start, ...args]));
    }

    // cells

    cellRef(row, index) {
        return `cell ${row.key} ${this.payload.days[index].date}`;
    }

    entryRef(entry, field) {
        return `entry ${entry.id} ${field}`;
    }

    row(key) {
        return this.payload.rows.find((row) => row.key === key);
    }

    /** Remember what is on the screen: a change is refused when it is not there any more. */
    look(ref, row, index, entry) {
        this.seen[ref] = entry
            ? { entry_id: entry.id, stamp: entry.stamp, was_minutes: null }
            : { entry_id: false, stamp: "", was_minutes: row.cells[index].minutes };
    }

    /** Show at once what a text would add to the budgets, before it is saved. */
    sketch(ref, row, index, text) {
        const minutes = typedMinutes(text);
        if (minutes === null) {
            delete this.sketches[ref];
        } else {
            const { project_id, task_id } = row;
            this.sketches[ref] = { project_id, task_id, minutes: minutes - row.cells[index].minutes };
        }
    }

    /** What was sketched is as it was, or is not to come. */
    forgetSketch(ref) {
        if (!this.pending[ref]) {
            delete this.sketches[ref];
        }
    }

    /**
     * Minutes typed and not saved yet on the project or task of a row, less what they replace.
     *
     * @param {string} field `project_id` or `task_id`
     */
    typedBeyond(field, row) {
        return Object.values(this.sketches)
            .filter((one) => one[field] === row[field])
            .reduce((sum, one) => sum + one.minutes, 0);
    }

    /** What comes next is a new entry, whatever there is already. */
    lookAtNothing(ref) {
        this.seen[ref] = { entry_id: false, stamp: "", was_minutes: null };
    }

    /**
     * Take what was typed and send it.
     *
     * @param {string} ref from `cellRef` or `entryRef`
     * @param {Object} row row of the payload
     * @param {number} index which day
     * @param {Object} values `hours`, `note`, `billable`: those that change
     */
    change(ref, row, index, values) {
        this.queue(ref, row, index, values.hours ?? values.note ?? "", { ...this.seen[ref], ...values });
        return this.flush();
    }

    /** Show a text in a cell until it is saved, and what it means among the changes to send. */
    queue(ref, { project_id, task_id, kind_id }, index, text, values) {
        const date = this.payload.days[index].date;
        this.typed[ref] = { text, message: "", code: "" };
        this.pending[ref] = { ref, project_id, task_id, kind_id, date, entry_id: false, stamp: "", ...values };
    }

    /** Forget what was typed and not taken. */
    drop(ref) {
        delete this.typed[ref];
        delete this.pending[ref];
        delete this.sketches[ref];
    }

    /** Wait until nothing is under way. */
    async settle() {
        while (this.isSaving) {
            await this.saving;
        }
    }

    flush() {
        if (!this.isSaving && Object.keys(this.pending).length) {
            this.isSaving = true;
            this.saving = this.send();
        }
        return this.saving;
    }

    async send() {
        const changes = Object.values(this.pending);
        this.pending = {};
        try {
            const { results, week } = await this.orm.call(MODEL, "save", [this.start, changes]);
            this.apply(week);
            results.forEach((result, number) => this.settleOne(result, changes[number]));
        } catch (error) {
            // nothing was saved; all of it stays where it was typed
            const message = error.data?.message || _t("The server did not answer. Save again.");
            for (const change of changes) {
                this.refuse(change.ref, "failed", message);
            }
        } finally {
            this.isSaving = false;
        }
        this.flush();
    }

    settleOne(result, change) {
        const { ref, ok, code, message } = result;
        this.lookAgain(ref, change, ok);
        this.forgetSketch(ref);
        if (!ok) {
            this.refuse(ref, code, message);
        } else if (!this.pending[ref]) {
            delete this.typed[ref];
        }
    }

    refuse(ref, code, message) {
        // a newer change of the same cell is on its way: its own answer will tell
        if (!this.pending[ref] && this.typed[ref]) {
            this.typed[ref] = { ...this.typed[ref], code, message };
        }
    }

    /** From now on the cell is compared with what the answer shows: the person has been told. */
    lookAgain(ref, change, ok) {
        const row = this.payload.rows.find(
            (one) =>
                one.project_id === change.project_id &&
                (one.task_id || false) === (change.task_id || false) &&
                (one.kind_id || false) === (change.kind_id || false)
        );
        const index = this.payload.days.findIndex((day) => day.date === change.date);
        const entries = row ? row.cells[index].entries : [];
        const entry = change.entry_id
            ? entries.find((one) => one.id === change.entry_id)
            : ok && entries.length === 1
              ? entries[0]
              : undefined;
        this.seen[ref] = entry
            ? { entry_id: entry.id, stamp: entry.stamp, was_minutes: null }
            : { entry_id: false, stamp: "", was_minutes: null };
        if (this.pending[ref]) {
            Object.assign(this.pending[ref], this.seen[ref]);
        }
    }

    /** Enter what was booked and is not entered yet. */
    accept(suggestions) {
        for (const suggestion of suggestions) {
            suggestion.minutes.forEach((minutes, index) => {
                if (minutes) {
                    const was_minutes = this.row(suggestion.key)?.cells[index].minutes || 0;
                    const values = { hours: `${minutes}m`, was_minutes };
                    this.queue(this.cellRef(suggestion, index), suggestion, index, formatMinutes(minutes), values);
                }
            });
        }
        return this.flush();
    }
}
