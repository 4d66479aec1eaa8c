/** @odoo-module **/

import { Component, onWillStart, useState } from "@odoo/owl";
import { useAutofocus, useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";

import { formatMinutes } from "../timer/timer_service";

/** Finds the task or project for a new row. */
export class RowPicker extends Component {
    static template = "agency_management.RowPicker";
    static props = { kinds: Array, onPick: Function, close: { type: Function, optional: true } };

    setup() {
        this.orm = useService("orm");
        this.local = useState({ term: "", results: [], kind: "" });
        this.format = formatMinutes;
        this.searchSoon = useDebounced(() => this.search(), 250);
        useAutofocus({ refName: "autofocus" });
        onWillStart(() => this.search());
    }

    async search() {
        this.local.results = await this.orm.call("agency.timer", "timer_search", [], { term: this.local.term });
    }

    onInput(ev) {
        this.local.term = ev.target.value;
        this.searchSoon();
    }

    onKind(ev) {
        this.local.kind = ev.target.value;
    }

    onKeydown(ev) {
        if (ev.key === "Enter" && this.local.results.length) {
            ev.preventDefault();
            this.pick(this.local.results[0]);
        }
    }

    pick(result) {
        this.props.onPick({
            project_id: result.project_id,
            task_id: result.task_id,
            kind_id: this.local.kind ? Number(this.local.kind) : false,
        });
        this.props.close?.();
    }
}
