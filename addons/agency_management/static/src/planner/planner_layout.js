/** @odoo-module **/

/*
 * The planner's arithmetic: days, loads of cells, lanes of bars, rows in sight, steps of the cursor. Numbers in, numbers
 * out: nothing here knows of components, of the page or of the clock. A day is a number, days since 1 January 1970.
 */

const DAY_MS = 86400000;
/** Heights in pixels; the styles get them as variables, so that what is computed is what is drawn. */
export const ROW_HEIGHT = 52;
export const LANE_HEIGHT = 28;
export const DETAIL_PADDING = 8;
/** Hours of a working day where nobody's working time is known. */
const USUAL_HOURS = 8;
const TOLERANCE = 0.005;

/**
 * @param {string} iso 'YYYY-MM-DD'
 * @returns {number} day
 */
export function toDay(iso) {
    const [year, month, date] = iso.split("-").map(Number);
    return Math.round(Date.UTC(year, month - 1, date) / DAY_MS);
}

/**
 * @param {number} day
 * @returns {string} 'YYYY-MM-DD'
 */
export function toIso(day) {
    return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** @returns {number} 0 for Monday to 6 for Sunday */
export function weekday(day) {
    return (((day + 3) % 7) + 7) % 7;
}

/** @returns {number} how many of the days are Monday to Friday */
export function workdays(first, last) {
    let count = 0;
    for (let day = first; day <= last; day++) {
        count += weekday(day) < 5 ? 1 : 0;
    }
    return count;
}

/**
 * What a cell says, from hours.
 *
 * `level` is one of `none` (no time, nothing booked), `away` (all of the time is off), `free`, `light` (up to half),
 * `busy` (up to nine tenths), `full`, `over`, and `wanted` for demand nobody is there for.
 *
 * @param {number[]} cell capacity (time off already taken away), confirmed, tentative, time off
 * @param {boolean} [isDemand] a row of a role nobody is named for
 */
export function figures([capacity, confirmed, tentative, timeOff], isDemand = false) {
    const booked = confirmed + tentative;
    const free = Math.max(0, capacity - booked);
    const over = isDemand ? 0 : Math.max(0, booked - capacity);
    let level;
    if (booked <= TOLERANCE) {
        level = capacity > TOLERANCE ? "free" : timeOff > TOLERANCE ? "away" : "none";
    } else if (isDemand) {
        level = "wanted";
    } else if (over > TOLERANCE) {
        level = "over";
    } else {
        const share = booked / capacity;
        level = share <= 0.5 ? "light" : share <= 0.9 ? "busy" : "full";
    }
    return { capacity, confirmed, tentative, timeOff, booked, free, over: over > TOLERANCE ? over : 0, level };
}

/**
 * How much of a cell's height each kind of time fills, in percent.
 *
 * @param {Object} figure see figures()
 * @param {number} [scale] hours of a full cell, where there is no capacity
 * @returns {{confirmed: number, asked: number, away: number}} `asked` is confirmed and tentative together
 */
export function fills({ capacity, confirmed, booked, timeOff }, scale = 0) {
    const whole = Math.max(capacity + timeOff, booked + timeOff, scale);
    const part = (hours) => (whole > 0 ? Math.round((100 * hours) / whole) : 0);
    return { confirmed: part(confirmed), asked: part(booked), away: part(timeOff) };
}

/** @returns {number[][]} cells of several rows, added up column by column */
export function sumCells(rows, columns) {
    const sums = Array.from({ length: columns }, () => [0, 0, 0, 0]);
    for (const cells of rows) {
        cells.forEach((cell, column) => cell.forEach((hours, index) => (sums[column][index] += hours)));
    }
    return sums;
}

/**
 * Give each bar a lane so that none covers another: the topmost that is free.
 *
 * @param {Array<{key, first: number, last: number}>} bars
 * @returns {{lanes: Map, count: number}} lanes by key, from 0
 */
export function packLanes(bars) {
    const ends = [];
    const lanes = new Map();
    const ordered = [...bars].sort((one, two) => one.first - two.first || two.last - one.last);
    for (const bar of ordered) {
        let lane = ends.findIndex((end) => end < bar.first);
        if (lane < 0) {
            lane = ends.length;
        }
        ends[lane] = bar.last;
        lanes.set(bar.key, lane);
    }
    return { lanes, count: ends.length };
}

/**
 * Columns of a CSS grid with one column a day.
 *
 * @returns {{from: number, to: number, cutLeft: boolean, cutRight: boolean}|null} null when it is out of sight
 */
export function clipBar(first, last, low, high) {
    if (last < low || first > high) {
        return null;
    }
    return {
        from: Math.max(first, low) - low + 1,
        to: Math.min(last, high) - low + 2,
        cutLeft: first < low,
        cutRight: last > high,
    };
}

/** @returns {number} height of a row; `lanes` is null while it is closed; one lane is kept free for new bookings */
export function rowHeight(lanes) {
    return lanes === null ? ROW_HEIGHT : ROW_HEIGHT + (lanes + 1) * LANE_HEIGHT + DETAIL_PADDING;
}

/** @returns {number[]} where each row begins, and where the last one ends */
export function rowOffsets(heights) {
    const offsets = [0];
    for (const height of heights) {
        offsets.push(offsets[offsets.length - 1] + height);
    }
    return offsets;
}

/**
 * The rows worth drawing.
 *
 * @returns {{start: number, end: number}} first row, and the one after the last
 */
export function visibleRows(offsets, top, height, overscan) {
    const count = offsets.length - 1;
    let low = 0;
    let high = count;
    while (low < high) {
        const middle = (low + high) >> 1;
        if (offsets[middle + 1] > top) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    let end = low;
    while (end < count && offsets[end] < top + height) {
        end++;
    }
    return { start: Math.max(0, low - overscan), end: Math.min(count, end + overscan) };
}

/** @returns {number} where to scroll so that something is in sight, not further than needed */
export function scrollTo(top, height, viewTop, viewHeight) {
    if (top < viewTop) {
        return top;
    }
    return top + height > viewTop + viewHeight ? top + height - viewHeight : viewTop;
}

/** @returns {number} column, 0 to count - 1, under a place */
export function columnAt(x, left, width, count) {
    return Math.min(count - 1, Math.max(0, Math.floor(((x - left) / width) * count)));
}

/**
 * Days of a bar after a drag.
 *
 * @param {{first: number, last: number}} bar
 * @param {"move"|"start"|"end"} mode
 * @param {number} delta days
 */
export function dragBar({ first, last }, mode, delta) {
    if (mode === "move") {
        return { first: first + delta, last: last + delta };
    }
    if (mode === "start") {
        return { first: Math.min(first + delta, last), last };
    }
    return { first, last: Math.max(last + delta, first) };
}

/**
 * Hours after a change of days: as much a day as before. With the person's working time of the days, else with Monday to
 * Friday.
 *
 * @param {number} hours
 * @param {{first: number, last: number}} before
 * @param {{first: number, last: number}} after
 * @param {Map<number, number>} [capacities] day -> hours of working time
 * @returns {number} in quarters of an hour
 */
export function scaleHours(hours, before, after, capacities = new Map()) {
    if (before.last - before.first === after.last - after.first) {
        return hours;
    }
    const worth = ({ first, last }) => {
        let sum = 0;
        for (let day = first; day <= last; day++) {
            if (!capacities.has(day)) {
                return null;
            }
            sum += capacities.get(day);
        }
        return sum;
    };
    let [old, now] = [worth(before), worth(after)];
    if (!old || !now) {
        [old, now] = [workdays(before.first, before.last), workdays(after.first, after.last)];
    }
    if (!old || !now) {
        [old, now] = [before.last - before.first + 1, after.last - after.first + 1];
    }
    return quarters(Math.min((hours * now) / old, 24 * (after.last - after.first + 1)));
}

function quarters(hours) {
    return Math.max(0.25, Math.round(hours * 4) / 4);
}

/**
 * Days of the columns from one to another, without days at the end on which nobody works.
 *
 * @param {Array<{first: number, last: number}>} buckets
 * @returns {{first: number, last: number}}
 */
export function rangeOf(buckets, one, two) {
    const first = buckets[Math.min(one, two)].first;
    let last = buckets[Math.max(one, two)].last;
    if (last > first && workdays(first, last)) {
        while (weekday(last) > 4) {
            last--;
        }
    }
    return { first, last };
}

/**
 * Hours worth proposing for some columns: what is free, else the working time, else eight a working day.
 *
 * @param {number[][]} cells the columns of the row
 */
export function proposeHours(cells, { first, last }) {
    const sum = (pick) => cells.reduce((total, cell) => total + pick(figures(cell)), 0);
    const hours = sum((one) => one.free) || sum((one) => one.capacity);
    return quarters(hours || USUAL_HOURS * Math.max(1, workdays(first, last)));
}

/**
 * Lines the cursor can stand on: each row, and below it, when it is open, each of its bookings.
 *
 * @param {Array<{key, bars: Array|null}>} rows
 * @returns {Array<{key, bar}>}
 */
export function cursorLines(rows) {
    return rows.flatMap(({ key, bars }) => [
        { key, bar: null },
        ...(bars || []).map((bar) => ({ key, bar })),
    ]);
}

/**
 * Where a key takes the cursor.
 *
 * @param {{line: number, column: number}} cursor column -1 is the name
 * @param {string} key
 * @param {{lines: number, columns: number, page: number, jump: boolean}} limits `jump`: to the very end
 */
export function moveCursor({ line, column }, key, { lines, columns, page, jump }) {
    const toLine = (wanted) => Math.max(0, Math.min(lines - 1, wanted));
    const toColumn = (wanted) => Math.max(-1, Math.min(columns - 1, wanted));
    const moves = {
        ArrowUp: () => ({ line: toLine(line - 1), column }),
        ArrowDown: () => ({ line: toLine(line + 1), column }),
        ArrowLeft: () => ({ line, column: toColumn(column - 1) }),
        ArrowRight: () => ({ line, column: toColumn(column + 1) }),
        PageUp: () => ({ line: toLine(line - page), column }),
        PageDown: () => ({ line: toLine(line + page), column }),
        Home: () => ({ line: jump ? 0 : line, column: jump ? column : -1 }),
        End: () => ({ line: jump ? toLine(lines) : line, column: jump ? column : columns - 1 }),
    };
    return moves[key] ? moves[key]() : null;
}
