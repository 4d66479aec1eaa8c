// Table tests of the planner's arithmetic. `layout` is the module, `same(what, found, expected)` compares whole values.
// Run in the browser by tests/test_planner_browser.py.

const MONDAY = layout.toDay("2027-03-15");

same("days", ["1970-01-01", "2024-02-29", "2027-03-28", "2027-03-29"].map(layout.toDay), [0, 19782, 20905, 20906]);
same("back", [0, 19782, 20905, -1].map(layout.toIso), ["1970-01-01", "2024-02-29", "2027-03-28", "1969-12-31"]);
same("weekdays", [0, MONDAY, MONDAY + 6, -4].map(layout.weekday), [3, 0, 6, 6]);
same("workdays", [layout.workdays(MONDAY, MONDAY + 13), layout.workdays(MONDAY + 5, MONDAY + 6)], [10, 0]);

// capacity, confirmed, tentative, time off -> level, free, over
for (const [cell, isDemand, ...expected] of [
    [[0, 0, 0, 0], false, "none", 0, 0],
    [[0, 0, 0, 8], false, "away", 0, 0],
    [[40, 0, 0, 0], false, "free", 40, 0],
    [[40, 20, 0, 0], false, "light", 20, 0],
    [[40, 20, 16, 0], false, "busy", 4, 0],
    [[40, 37, 0, 0], false, "full", 3, 0],
    [[40, 40.004, 0, 0], false, "full", 0, 0],
    [[40, 32, 16, 0], false, "over", 0, 8],
    [[0, 4, 0, 8], false, "over", 0, 4],
    [[0, 0, 12, 0], true, "wanted", 0, 0],
    [[0, 0, 0, 0], true, "none", 0, 0],
]) {
    const { level, free, over } = layout.figures(cell, isDemand);
    same(`figures of ${cell}`, [level, free, over], expected);
}
for (const [cell, scale, expected] of [
    [[0, 0, 0, 0], 0, { confirmed: 0, asked: 0, away: 0 }],
    [[40, 20, 10, 0], 0, { confirmed: 50, asked: 75, away: 0 }],
    [[32, 8, 0, 8], 0, { confirmed: 20, asked: 20, away: 20 }],
    [[32, 60, 12, 8], 0, { confirmed: 75, asked: 90, away: 10 }],
    [[0, 6, 6, 0], 24, { confirmed: 25, asked: 50, away: 0 }],
]) {
    same(`fills of ${cell}`, layout.fills(layout.figures(cell), scale), expected);
}
same("sum", layout.sumCells([[[1, 2, 3, 4], [5, 6, 7, 8]], [[1, 1, 1, 1], [1, 1, 1, 1]]], 2), [[2, 3, 4, 5], [6, 7, 8, 9]]);
same("sum of nobody", layout.sumCells([], 1), [[0, 0, 0, 0]]);

const packed = layout.packLanes([
    { key: "late", first: 8, last: 9 },
    { key: "long", first: 1, last: 9 },
    { key: "next", first: 4, last: 5 },
    { key: "short", first: 1, last: 3 },
    { key: "touching", first: 3, last: 3 },
]);
same("lanes", [[...packed.lanes].sort(), packed.count], [[["late", 1], ["long", 0], ["next", 1], ["short", 1], ["touching", 2]], 3]);
same("no lanes", layout.packLanes([]).count, 0);

same("clipped", layout.clipBar(8, 25, 10, 20), { from: 1, to: 12, cutLeft: true, cutRight: true });
same("whole", layout.clipBar(10, 10, 10, 20), { from: 1, to: 2, cutLeft: false, cutRight: false });
same("out of sight", [layout.clipBar(1, 9, 10, 20), layout.clipBar(21, 22, 10, 20)], [null, null]);

same("heights", [null, 0, 2].map(layout.rowHeight), [52, 88, 144]);
const offsets = layout.rowOffsets([52, 88, 52, 52]);
same("offsets", offsets, [0, 52, 140, 192, 244]);
for (const [top, height, overscan, expected] of [
    [0, 52, 0, { start: 0, end: 1 }],
    [52, 10, 0, { start: 1, end: 2 }],
    [139, 2, 0, { start: 1, end: 3 }],
    [139, 2, 5, { start: 0, end: 4 }],
    [900, 100, 1, { start: 3, end: 4 }],
]) {
    same(`rows at ${top}`, layout.visibleRows(offsets, top, height, overscan), expected);
}
same("no rows", layout.visibleRows([0], 0, 500, 3), { start: 0, end: 0 });
same("scrolling", [layout.scrollTo(10, 20, 50, 100), layout.scrollTo(60, 20, 50, 100), layout.scrollTo(140, 20, 50, 100)], [10, 50, 60]);
same("columns", [-5, 0, 99, 100, 399, 800].map((x) => layout.columnAt(x, 0, 400, 4)), [0, 0, 0, 1, 3, 3]);

for (const [mode, delta, expected] of [
    ["move", -3, { first: 7, last: 11 }],
    ["start", 2, { first: 12, last: 14 }],
    ["start", 9, { first: 14, last: 14 }],
    ["end", 3, { first: 10, last: 17 }],
    ["end", -9, { first: 10, last: 10 }],
]) {
    same(`${mode} by ${delta}`, layout.dragBar({ first: 10, last: 14 }, mode, delta), expected);
}

const days = (first, last) => ({ first: MONDAY + first, last: MONDAY + last });
const partTime = new Map(Array.from({ length: 14 }, (_item, day) => [MONDAY + day, day % 7 < 2 ? 6 : 0]));
for (const [hours, before, after, capacities, expected] of [
    [24, days(0, 2), days(3, 5), undefined, 24],
    [24, days(0, 2), days(0, 4), undefined, 40],
    [40, days(0, 4), days(0, 11), undefined, 80],
    [12, days(0, 1), days(0, 0), partTime, 6],
    [12, days(0, 4), days(0, 11), partTime, 24],
    // the last days are not known: Monday to Friday counts
    [10, days(0, 4), days(0, 20), partTime, 30],
    // nobody works on the days: every day counts
    [4, days(5, 6), days(5, 5), undefined, 2],
    [1, days(0, 4), days(0, 0), undefined, 0.25],
    [100, days(0, 0), days(0, 1), undefined, 48],
]) {
    same(`${hours} hours`, layout.scaleHours(hours, before, after, capacities), expected);
}

const weeks = [0, 7, 14].map((day) => ({ first: MONDAY + day, last: MONDAY + day + 6 }));
same("a week", layout.rangeOf(weeks, 1, 1), days(7, 11));
same("weeks drawn to the left", layout.rangeOf(weeks, 2, 0), days(0, 18));
const oneDay = [5, 6].map((day) => ({ first: MONDAY + day, last: MONDAY + day }));
same("a weekend is what was meant", layout.rangeOf(oneDay, 0, 1), days(5, 6));
same("free hours", layout.proposeHours([[40, 30, 0, 0], [40, 44, 0, 0]], days(0, 11)), 10);
same("no free hours", layout.proposeHours([[40, 44, 0, 0]], days(0, 4)), 40);
same("nobody's hours", layout.proposeHours([[0, 0, 0, 0]], days(0, 2)), 24);

const lines = layout.cursorLines([{ key: "r1", bars: null }, { key: "e1", bars: ["b5", "b7"] }, { key: "e2" }]);
same("lines", lines.map((one) => one.bar || one.key), ["r1", "e1", "b5", "b7", "e2"]);
const limits = { lines: 5, columns: 3, page: 2, jump: false };
for (const [key, line, column, expected] of [
    ["ArrowDown", 4, 0, [4, 0]],
    ["ArrowUp", 0, 0, [0, 0]],
    ["ArrowLeft", 1, 0, [1, -1]],
    ["ArrowRight", 1, 2, [1, 2]],
    ["PageDown", 1, 1, [3, 1]],
    ["PageUp", 1, 1, [0, 1]],
    ["Home", 2, 2, [2, -1]],
    ["End", 2, 0, [2, 2]],
]) {
    const target = layout.moveCursor({ line, column }, key, limits);
    same(key, [target.line, target.column], expected);
}
same("to the end", layout.moveCursor({ line: 1, column: 2 }, "End", { ...limits, jump: true }), { line: 4, column: 2 });
same("to the beginning", layout.moveCursor({ line: 3, column: 2 }, "Home", { ...limits, jump: true }), { line: 0, column: 2 });
same("another key", layout.moveCursor({ line: 1, column: 2 }, "x", limits), null);
