/** @odoo-module **/

import { _t } from "@web/core/l10n/translation";
import { formatFloat } from "@web/views/fields/formatters";
import { fills, figures, toIso } from "./planner_layout";

const { DateTime } = luxon;

/** Hours in the user's language, with at most one decimal; from a hundred on nobody needs that. */
export function formatHours(hours) {
    const rounded = hours >= 100 ? Math.round(hours) : Math.round(hours * 10) / 10;
    return formatFloat(rounded, { digits: [16, Number.isInteger(rounded) ? 0 : 1] });
}

/** A day, short, in the user's language. */
export function formatDay(day) {
    return DateTime.fromISO(toIso(day)).toLocaleString({ weekday: "short", day: "numeric", month: "short" });
}

export function formatDays({ first, last }) {
    return first === last ? formatDay(first) : _t("%s to %s", formatDay(first), formatDay(last));
}

/** What a column is, in words: its day, or its week. */
export function formatBucket(bucket) {
    return bucket.first === bucket.last ? formatDay(bucket.first) : _t("Week of %s", formatDay(bucket.first));
}

/** As many characters fit into a narrow column. */
const NARROW = 6;

/** What is booked of how much, or its share where that is too long: as short for a hundred people as for one. */
function shortText({ booked, capacity }, room) {
    const hours = `${formatHours(booked)}/${formatHours(capacity)}`;
    return hours.length <= room || !capacity ? hours : `${Math.round((100 * booked) / capacity)}%`;
}

/** Two short lines: what is left, and how that comes about. */
function cellText(figure, isWide, room) {
    switch (figure.level) {
        case "none":
            return "";
        case "away":
            return isWide ? _t("off") : "–";
        case "wanted":
            return isWide ? _t("%s h\nneeded", formatHours(figure.booked)) : formatHours(figure.booked);
    }
    const [booked, capacity] = [formatHours(figure.booked), formatHours(figure.capacity)];
    if (figure.over) {
        const over = formatHours(figure.over);
        return isWide ? _t("▲ %s over\n%s of %s h", over, booked, capacity) : `▲${over}\n${shortText(figure, room)}`;
    }
    const free = formatHours(figure.free);
    return isWide ? _t("%s free\n%s of %s h", free, booked, capacity) : `${free}\n${shortText(figure, room)}`;
}

/** Everything a cell tells, in one sentence; it is read out, and shown by the pointer. */
export function cellLabel(figure, bucket) {
    const parts = [];
    if (figure.level === "wanted") {
        parts.push(_t("%s hours needed, nobody named", formatHours(figure.booked)));
    } else if (figure.level !== "none" && figure.level !== "away") {
        parts.push(_t("%s of %s hours booked", formatHours(figure.booked), formatHours(figure.capacity)));
        parts.push(
            figure.over ? _t("%s over", formatHours(figure.over)) : _t("%s free", formatHours(figure.free))
        );
    } else if (figure.level === "none") {
        parts.push(_t("no working time"));
    }
    if (figure.tentative) {
        parts.push(_t("%s of them tentative", formatHours(figure.tentative)));
    }
    if (figure.timeOff) {
        parts.push(_t("%s off", formatHours(figure.timeOff)));
    }
    return _t("%s: %s", formatBucket(bucket), parts.join(", "));
}

/**
 * The cells of a row, ready to be drawn.
 *
 * @param {number[][]} cells
 * @param {Array} buckets
 * @param {boolean} isDemand
 * @param {boolean} isWide whether there is room for words
 * @param {number} room characters a line has room for where there is none for words
 */
export function describeCells(cells, buckets, isDemand, isWide, room = NARROW) {
    const scale = isDemand ? Math.max(...cells.map((cell) => cell[1] + cell[2])) : 0;
    return cells.map((cell, column) => {
        const figure = figures(cell, isDemand);
        const fill = fills(figure, scale);
        return {
            level: figure.level,
            text: cellText(figure, isWide, room),
            label: cellLabel(figure, buckets[column]),
            style: `--planner-confirmed: ${fill.confirmed}%; --planner-asked: ${fill.asked}%; --planner-away: ${fill.away}%;`,
            isCurrent: buckets[column].isCurrent,
        };
    });
}

/** A booking in words. */
export function barLabel(bar) {
    const parts = [
        bar.client ? _t("%s for %s", bar.title, bar.client) : bar.title,
        formatDays(bar),
        _t("%s hours", formatHours(bar.hours)),
        bar.state === "tentative" ? _t("tentative") : "",
        bar.warning,
    ];
    return parts.filter(Boolean).join(", ");
}
