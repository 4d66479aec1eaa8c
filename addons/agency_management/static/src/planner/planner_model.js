/** @odoo-module **/

import { markRaw } from "@odoo/owl";
import { KeepLast } from "@web/core/utils/concurrency";
import { packLanes, rowHeight, rowOffsets, sumCells, toDay, toIso } from "./planner_layout";

/** What can be looked at: name -> columns and their width. */
export const SCALES = {
    days: { granularity: "day", buckets: 14 },
    weeks: { granularity: "week", buckets: 12 },
    half_year: { granularity: "week", buckets: 26 },
};
const FILTERS = ["role_ids", "department_ids", "skill_ids", "client_ids", "employment_ids"];

/**
 * Fetches what the planner shows, and knows what became of it. Knows nothing of components.
 *
 * `status` is one of `loading`, `ready`, `error`. `version` grows whenever what is drawn has changed.
 */
export class PlannerModel {
    constructor(orm) {
        this.orm = markRaw(orm);
        this.keepLast = markRaw(new KeepLast());
        this.status = "loading";
        this.message = "";
        this.version = 0;
        this.scale = "weeks";
        this.start = false;
        // where the weeks were, to come back from the days
        this.back = false;
        this.groupBy = "person";
        this.filters = Object.fromEntries(FILTERS.map((name) => [name, []]));
        this.term = "";
        this.grid = null;
        this.buckets = [];
        this.details = {};
        // by role: what is missing, and the state of its job request; looked at where the rows are roles
        this.jobs = new Map();
    }

    /** Fetch the grid, and what is behind the open rows; of two requests under way the later one wins. */
    async load() {
        this.status = "loading";
        const { granularity, buckets } = SCALES[this.scale];
        const { groupBy } = this;
        const request = async () => {
            const grid = await this.orm.call("agency.capacity", "get_grid", [
                { start: this.start || false, granularity, buckets, filters: this.filters, group_by: groupBy },
            ]);
            const [start, end] = [grid.buckets[0].start, grid.buckets[grid.buckets.length - 1].end];
            const known = new Map(grid.rows.map((row) => [row.key, row]));
            const open = Object.keys(this.details).filter((key) => known.has(key));
            const details = await Promise.all(open.map((key) => this.fetchDetail(known.get(key), start, end)));
            const jobs = groupBy === "role" ? await this.orm.call("agency.capacity", "get_short_roles", []) : [];
            return { grid, jobs, details: Object.fromEntries(open.map((key, index) => [key, details[index]])) };
        };
        const answer = await this.attempt(this.keepLast.add(request()));
        if (answer) {
            this.show(answer);
        }
    }

    show({ grid, jobs, details }) {
        this.grid = markRaw(grid);
        this.buckets = markRaw(
            grid.buckets.map((bucket) => ({
                first: toDay(bucket.start),
                last: toDay(bucket.end),
                label: bucket.label,
                isCurrent: bucket.is_current,
            }))
        );
        this.start = grid.buckets[0].start;
        this.details = details;
        this.jobs = markRaw(new Map(jobs.map((job) => [job.role_id, job])));
        this.status = "ready";
        this.version++;
    }

    async fetchDetail(row, start, end) {
        const who = row.is_placeholder ? { role_id: row.role_id } : { employee_id: row.employee_id };
        const found = await this.orm.call("agency.capacity", "get_bookings", [{ ...who, start, end }]);
        const bars = found.bookings.map((booking) => ({
            key: `b${booking.id}`,
            id: booking.id,
            rowKey: row.key,
            first: toDay(booking.start_date),
            last: toDay(booking.end_date),
            title: booking.task ? `${booking.project[1]} › ${booking.task[1]}` : booking.project[1],
            client: booking.client ? booking.client[1] : "",
            hours: booking.hours,
            state: booking.state,
            warning: booking.warning,
            isTroubled: booking.overbooked || booking.inside_time_off,
            color: booking.color,
            writeDate: booking.write_date,
            mayEdit: booking.may_edit,
        }));
        const asked = found.pipeline.map((demand, index) => ({
            key: `p${index}`,
            first: toDay(demand.start),
            last: toDay(demand.end),
            title: demand.client ? `${demand.name} · ${demand.client}` : demand.name,
            orderId: demand.order_id,
            hours: demand.hours,
            chance: demand.chance,
        }));
        const { lanes, count } = packLanes([...bars, ...asked]);
        bars.sort((one, two) => lanes.get(one.key) - lanes.get(two.key) || one.first - two.first);
        return markRaw({
            bars,
            asked,
            lanes,
            count,
            absences: found.absences.map((one) => ({ ...one, first: toDay(one.start), last: toDay(one.end) })),
            // the hours somebody works a day, as long as there are any: a role nobody is named for has none
            capacities: new Map(
                row.is_placeholder ? [] : found.days.map((one) => [toDay(one.date), one.cell[0]])
            ),
        });
    }

    async attempt(promise) {
        try {
            return await promise;
        } catch (error) {
            this.status = "error";
            this.message = error.data?.message || "";
            return null;
        }
    }

    /** Open a row, or close it. */
    async toggle(row) {
        if (this.details[row.key]) {
            delete this.details[row.key];
            this.version++;
            return;
        }
        if (!isBookable(row)) {
            return;
        }
        const { start, scale } = this;
        const detail = await this.attempt(this.fetchDetail(row, start, toIso(this.high)));
        // what was asked for is no longer what is looked at
        if (detail && start === this.start && scale === this.scale) {
            this.details[row.key] = detail;
            this.version++;
        }
    }

    get low() {
        return this.buckets[0].first;
    }

    get high() {
        return this.buckets[this.buckets.length - 1].last;
    }

    get mayEdit() {
        return Boolean(this.grid && this.grid.may_edit);
    }

    /** Rows whose name, role or department has the words that are looked for. */
    get rows() {
        const rows = this.grid ? this.grid.rows : [];
        const term = this.term.trim().toLowerCase();
        return term
            ? rows.filter((row) => `${row.name} ${row.role} ${row.department}`.toLowerCase().includes(term))
            : rows;
    }

    /** What is to be said about looking for people of a row's role; on one of its rows, that of its people if any. */
    jobOf(row) {
        const isSecond = row.is_placeholder && this.grid.rows.some((one) => one.key === `role:${row.role_id}`);
        return (!isSecond && this.jobs.get(row.role_id)) || null;
    }

    get summary() {
        return sumCells(
            this.rows.map((row) => row.cells),
            this.buckets.length
        );
    }

    get offsets() {
        return rowOffsets(this.rows.map((row) => rowHeight(this.details[row.key]?.count ?? null)));
    }

    get isFiltered() {
        return Boolean(this.term) || FILTERS.some((name) => this.filters[name].length);
    }

    clearFilters() {
        this.term = "";
        FILTERS.forEach((name) => (this.filters[name] = []));
        return this.load();
    }

    setFilter(name, ids) {
        this.filters[name] = ids;
        return this.load();
    }

    /** From a row of a role or a department to its people. */
    enterGroup(row) {
        const [kind, id] = row.key.split(":");
        this.groupBy = "person";
        if (Number(id)) {
            this.filters[`${kind}_ids`] = [Number(id)];
        }
        return this.load();
    }

    setScale(scale) {
        this.scale = scale;
        this.back = false;
        return this.load();
    }

    /** From a week to its days. */
    enterWeek(bucket) {
        this.back = { scale: this.scale, start: this.start };
        this.scale = "days";
        this.start = toIso(bucket.first);
        return this.load();
    }

    leaveDays() {
        const { scale, start } = this.back;
        this.back = false;
        this.scale = scale;
        this.start = start;
        return this.load();
    }

    /** Look at later (1) or earlier (-1) time: half a screen, so that one does not get lost. */
    step(direction) {
        const { granularity, buckets } = SCALES[this.scale];
        const width = granularity === "week" ? 7 : 1;
        this.start = toIso(this.low + direction * Math.ceil(buckets / 2) * width);
        return this.load();
    }

    goToday() {
        this.start = false;
        return this.load();
    }
}

/** @returns {boolean} whether somebody, or a role, stands for the row, and not a group of people */
export function isBookable(row) {
    return Boolean(row.employee_id || row.is_placeholder);
}
