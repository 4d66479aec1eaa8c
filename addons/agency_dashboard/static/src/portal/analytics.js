/** @odoo-module **/

import { loadBundle } from "@web/core/assets";
import publicWidget from "@web/legacy/js/public/public_widget";

import { barConfig, lineConfig, sparkPath } from "../shared/figures";

/** Draws the charts of the client's results. Everything else of the page is plain HTML. */
publicWidget.registry.AgencyAnalytics = publicWidget.Widget.extend({
    selector: ".o_agency_analytics",
    events: {
        "change #preset": "_onPresetChange",
    },

    start() {
        this.charts = [];
        this._onPresetChange();
        const ready = this.el.querySelector("canvas[data-chart]") ? this._draw() : Promise.resolve();
        return Promise.all([this._super(...arguments), ready]);
    },

    destroy() {
        this.charts.forEach((chart) => chart.destroy());
        this._super(...arguments);
    },

    /** Days can be typed only for a custom range: the others say themselves which days they are. */
    _onPresetChange() {
        const custom = this.el.querySelector("#preset").value === "custom";
        this.el.querySelectorAll(".o_agency_custom").forEach((el) => el.classList.toggle("d-none", !custom));
    },

    async _draw() {
        const canvases = [...this.el.querySelectorAll("canvas[data-chart]")];
        try {
            const [data] = await Promise.all([this._fetch(), loadBundle("web.chartjs_lib")]);
            this._drawSparklines(data.tiles);
            for (const canvas of canvases) {
                const name = canvas.dataset.chart;
                const isBar = name === "channels";
                const source = isBar ? data.channels : data.series[name];
                const hasData = isBar
                    ? source.rows.length > 0
                    : source.lines.some((line) => line.values.some((value) => value !== null));
                this._show(canvas, hasData ? "" : "empty");
                if (hasData) {
                    const config = isBar ? barConfig : lineConfig;
                    this.charts.push(new window.Chart(canvas, config(canvas, source)));
                }
            }
        } catch (error) {
            canvases.forEach((canvas) => this._show(canvas, "error"));
            console.warn("The charts could not be loaded:", error);
        }
    },

    async _fetch() {
        const response = await fetch("/my/agency/analytics/data", {
            method: "POST",
            headers: { "Content-Type": "application/json" },
            body: JSON.stringify({ jsonrpc: "2.0", method: "call", params: JSON.parse(this.el.dataset.query) }),
        });
        const { result, error } = await response.json();
        if (error || result.error) {
            throw new Error(error ? error.message : result.error);
        }
        return result;
    },

    _drawSparklines(tiles) {
        for (const tile of tiles) {
            const path = sparkPath(tile.sparkline);
            const svg = this.el.querySelector(`[data-metric="${tile.key}"] svg`);
            if (path && svg) {
                svg.querySelector("path").setAttribute("d", path);
                svg.classList.remove("d-none");
            }
        }
    },

    _show(canvas, state) {
        canvas.classList.toggle("d-none", state !== "");
        canvas.parentElement
            .querySelectorAll("[data-state]")
            .forEach((el) => el.classList.toggle("d-none", el.dataset.state !== state));
    },
});
