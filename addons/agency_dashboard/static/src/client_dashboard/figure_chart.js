/** @odoo-module **/

import { Component, onWillUnmount, useEffect, useRef } from "@odoo/owl";

import { barConfig, lineConfig } from "../shared/figures";

/** A chart of one series or breakdown. The global Chart is loaded by whoever uses this component. */
export class FigureChart extends Component {
    static template = "agency_dashboard.FigureChart";
    static props = { name: String, title: String, type: { validate: (type) => ["line", "bar"].includes(type) }, data: Object };

    setup() {
        this.canvas = useRef("canvas");
        this.chart = null;
        useEffect(
            () => this.draw(),
            () => [this.props.data, this.hasData]
        );
        onWillUnmount(() => this.chart?.destroy());
    }

    get hasData() {
        const { type, data } = this.props;
        return type === "bar"
            ? data.rows.length > 0
            : data.lines.some((line) => line.values.some((value) => value !== null));
    }

    draw() {
        this.chart?.destroy();
        this.chart = null;
        if (this.hasData) {
            const config = this.props.type === "bar" ? barConfig : lineConfig;
            this.chart = new window.Chart(this.canvas.el, config(this.canvas.el, this.props.data));
        }
    }
}
