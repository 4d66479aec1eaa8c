/** @odoo-module **/

/**
 * Minutes of what is being typed, for what the screen shows while somebody types; the server reads it again when it is
 * saved, and its word counts.
 *
 * @param {string} text such as 1:30, 1.5, 1,5, 1h30 or 90m
 * @returns {number|null} null for what is no time (yet)
 */
export function typedMinutes(text) {
    const typed = text.trim().toLowerCase();
    const clock = /^(\d{0,2})\s*[:h]\s*(\d{0,2})\s*(?:m|min)?$/.exec(typed);
    if (clock && (clock[1] || clock[2])) {
        return Number(clock[2]) < 60 ? Number(clock[1]) * 60 + Number(clock[2]) : null;
    }
    const minutes = /^(\d{1,4})\s*(?:m|min)$/.exec(typed);
    if (minutes) {
        return Number(minutes[1]);
    }
    const decimal = /^(\d{0,3}(?:[.,]\d{0,4})?)\s*h?$/.exec(typed);
    const hours = decimal ? Number(decimal[1].replace(",", ".")) : NaN;
    return Number.isNaN(hours) ? null : Math.round(hours * 60);
}
