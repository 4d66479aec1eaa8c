/** @odoo-module **/

import { _t } from "@web/core/l10n/translation";

/**
 * How figures look, the same for staff and for clients: numbers by the reader's locale, gaps drawn as gaps, colours from
 * the stylesheet so that dark mode works by itself.
 */

export function locale() {
    return window.luxon?.Settings.defaultLocale || document.documentElement.lang || undefined;
}

/**
 * @param {number|null} value
 * @param {"count"|"ratio"|"rank"|"seconds"} unit
 * @returns {string} the value in words of the reader's locale; a dash where there is no data
 */
export function formatFigure(value, unit) {
    if (value === null || value === undefined) {
        return "–";
    }
    const number = (digits, options = {}) =>
        new Intl.NumberFormat(locale(), {
            minimumFractionDigits: digits,
            maximumFractionDigits: digits,
            ...options,
        }).format(value);
    if (unit === "ratio") {
        return number(1, { style: "percent" });
    }
    if (unit === "rank") {
        return number(1);
    }
    if (unit === "seconds") {
        return number(0, { style: "unit", unit: "second", unitDisplay: "short" });
    }
    return number(0);
}

/**
 * @param {Object} change of a tile
 * @param {string} unit
 * @returns {{arrow: string, text: string, className: string}|null} arrow *and* sign: never colour alone
 */
export function describeChange(change, unit) {
    if (!change.trend) {
        return null;
    }
    const arrow = { up: "▲", down: "▼", flat: "▬" }[change.trend];
    const className = { good: "o_agency_good", bad: "o_agency_bad", neutral: "text-muted" }[change.verdict];
    // the server compares the figures as they are shown: sign, arrow and colour follow from its trend alone
    const sign = { up: "+", down: "−", flat: "±" }[change.trend];
    let text;
    if (unit === "ratio") {
        // a percentage of a percentage would be misread
        text = sign + _t("%s points", formatFigure(Math.abs(change.absolute) * 100, "rank"));
    } else if (unit === "rank") {
        text = sign + formatFigure(Math.abs(change.absolute), "rank");
    } else if (change.relative === null) {
        text = sign + formatFigure(Math.abs(change.absolute), unit);
    } else {
        text = sign + formatFigure(Math.abs(change.relative), "ratio");
    }
    return { arrow, text, className };
}

/**
 * @param {string|null} iso day as YYYY-MM-DD
 * @param {Object} options of Intl.DateTimeFormat
 */
export function formatDay(iso, options = { day: "numeric", month: "short", year: "numeric" }) {
    if (!iso) {
        return "";
    }
    const [year, month, day] = iso.split("-").map(Number);
    return new Intl.DateTimeFormat(locale(), { ...options, timeZone: "UTC" }).format(
        new Date(Date.UTC(year, month - 1, day))
    );
}

/**
 * @param {Array<number|null>} values
 * @param {number} width
 * @param {number} height
 * @returns {string} an SVG path: one stroke per run of days with data
 */
export function sparkPath(values, width = 100, height = 24) {
    const known = values.filter((value) => value !== null);
    if (known.length < 2) {
        return "";
    }
    const low = Math.min(...known);
    const range = Math.max(...known) - low || 1;
    const step = values.length > 1 ? width / (values.length - 1) : 0;
    let pen = "M";
    return values
        .map((value, index) => {
            if (value === null) {
                pen = "M";
                return "";
            }
            const y = height - 2 - ((value - low) / range) * (height - 4);
            const point = `${pen}${(index * step).toFixed(1)} ${y.toFixed(1)}`;
            pen = "L";
            return point;
        })
        .join(" ");
}

/**
 * @param {Array<number|null>} values
 * @returns {number[]} radius of each day's point: only a day between two gaps needs one, no line leads to it
 */
export function pointRadii(values) {
    const missing = (value) => value === null || value === undefined;
    return values.map((value, index) => (missing(values[index - 1]) && missing(values[index + 1]) ? 3 : 0));
}

function colours(element) {
    const style = getComputedStyle(element);
    return {
        text: style.color,
        grid: style.getPropertyValue("--agency-grid").trim(),
        series: [1, 2, 3, 4, 5, 6].map((number) => style.getPropertyValue(`--agency-series-${number}`).trim()),
    };
}

/**
 * Chart.js configuration of values by day. Each line has an axis of its own side when their sizes are far apart.
 *
 * @param {HTMLElement} element whose stylesheet gives the colours
 * @param {{labels: string[], lines: Array}} series
 */
export function lineConfig(element, series) {
    const { text, grid, series: palette } = colours(element);
    const peak = (line) => Math.max(0, ...line.values.filter((value) => value !== null));
    const peaks = series.lines.map(peak);
    const apart = peaks.length === 2 && Math.min(...peaks) > 0 && Math.max(...peaks) / Math.min(...peaks) > 5;
    const axis = (line, index) => ({
        position: index ? "right" : "left",
        beginAtZero: true,
        title: { display: true, text: line, color: text },
        ticks: { color: text, maxTicksLimit: 6, callback: (value) => formatFigure(value, "count") },
        grid: { color: grid, drawOnChartArea: !index },
    });
    const scales = {
        x: {
            ticks: {
                color: text,
                maxRotation: 0,
                autoSkipPadding: 16,
                callback(value) {
                    return formatDay(series.labels[value], { day: "numeric", month: "short" });
                },
            },
            grid: { display: false },
        },
    };
    if (apart) {
        series.lines.forEach((line, index) => (scales[`y${index}`] = axis(line.name, index)));
    } else {
        scales.y0 = axis(series.lines.map((line) => line.name).join(", "), 0);
    }
    return {
        type: "line",
        data: {
            labels: series.labels,
            datasets: series.lines.map((line, index) => ({
                label: line.name,
                data: line.values,
                yAxisID: apart ? `y${index}` : "y0",
                borderColor: palette[index],
                backgroundColor: palette[index],
                borderWidth: 2,
                borderDash: index ? [6, 3] : [],
                pointRadius: pointRadii(line.values),
                pointHoverRadius: 4,
                tension: 0,
                spanGaps: false,
            })),
        },
        options: {
            responsive: true,
            maintainAspectRatio: false,
            animation: false,
            interaction: { mode: "index", intersect: false },
            scales,
            plugins: {
                legend: { position: "bottom", labels: { color: text, usePointStyle: true, pointStyle: "line" } },
                tooltip: {
                    callbacks: {
                        title: (items) => formatDay(series.labels[items[0].dataIndex]),
                        label: (item) =>
                            `${item.dataset.label}: ${formatFigure(item.raw, series.lines[item.datasetIndex].unit)}`,
                    },
                },
            },
        },
    };
}

/**
 * Chart.js configuration of categories as sorted bars, from zero.
 *
 * @param {HTMLElement} element
 * @param {{columns: Array, rows: Array}} breakdown whose first figure is drawn
 */
export function barConfig(element, breakdown) {
    const { text, grid, series: palette } = colours(element);
    const column = breakdown.columns[0];
    return {
        type: "bar",
        data: {
            labels: breakdown.rows.map((row) => row[0]),
            datasets: [
                { label: column.name, data: breakdown.rows.map((row) => row[1]), backgroundColor: palette[0], maxBarThickness: 22 },
            ],
        },
        options: {
            indexAxis: "y",
            responsive: true,
            maintainAspectRatio: false,
            animation: false,
            scales: {
                x: {
                    beginAtZero: true,
                    title: { display: true, text: column.name, color: text },
                    ticks: { color: text, maxTicksLimit: 6, callback: (value) => formatFigure(value, "count") },
                    grid: { color: grid },
                },
                y: { ticks: { color: text }, grid: { display: false } },
            },
            plugins: {
                legend: { display: false },
                tooltip: { callbacks: { label: (item) => `${column.name}: ${formatFigure(item.raw, column.unit)}` } },
            },
        },
    };
}
