/** @odoo-module **/

import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useAutofocus, useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { bookedMessage, formatMinutes } from "./timer_service";

/** What opens under the clock: what the time is for, start, stop, discard. */
export class AgencyTimerPanel extends Component {
    static template = "agency_management.TimerPanel";
    static props = { close: { type: Function, optional: true } };

    setup() {
        this.timer = useState(useService("agency_timer"));
        this.notification = useService("notification");
        this.local = useState({
            term: "",
            results: [],
            picking: !this.timer.state.project,
            target: false,
            description: this.timer.state.description,
            longRun: 0,
            hours: "",
            asksDiscard: false,
            busy: false,
        });
        this.format = formatMinutes;
        this.searchSoon = useDebounced(() => this.search(), 250);
        useAutofocus({ refName: "autofocus" });
        onWillStart(() => this.search());
    }

    get state() {
        return this.timer.state;
    }

    get targetLabel() {
        const { task, project } = this.state;
        if (!this.state.running) {
            return this.local.target ? this.local.target.name : "";
        }
        return (task && task.name) || (project && project.name) || "";
    }

    get budgetLabel() {
        const { spent, planned, share } = this.state.budget;
        const values = { spent: formatMinutes(Math.round(spent * 60)), planned: formatMinutes(Math.round(planned * 60)) };
        return _t("%(spent)s of %(planned)s h planned", values) + ` · ${Math.round(share)}%`;
    }

    get budgetClass() {
        const share = this.state.budget.share;
        return share > 100 ? "text-danger fw-bold" : share >= 80 ? "text-warning fw-bold" : "text-muted";
    }

    async search() {
        this.local.results = await this.timer.search(this.local.term);
    }

    onTermInput(ev) {
        this.local.term = ev.target.value;
        this.searchSoon();
    }

    async pick(result) {
        this.local.picking = false;
        this.local.target = result;
        if (this.state.running) {
            await this.timer.update({ task_id: result.task_id, project_id: result.project_id });
        }
    }

    pickAgain() {
        this.local.picking = true;
    }

    async onDescriptionChange(ev) {
        this.local.description = ev.target.value;
        if (this.state.running) {
            await this.timer.update({ description: this.local.description });
        }
    }

    onKindChange(ev) {
        return this.timer.update({ kind_id: Number(ev.target.value) });
    }

    onBillableChange(ev) {
        return this.timer.update({ billable: ev.target.checked });
    }

    keepRunning() {
        return this.timer.keep();
    }

    /** One click, one booking: whoever clicks twice means once. */
    async once(work) {
        if (this.local.busy) {
            return;
        }
        this.local.busy = true;
        try {
            await work();
        } finally {
            this.local.busy = false;
        }
    }

    start() {
        return this.once(async () => {
            await this.timer.start(this.local.target, this.local.description);
            this.props.close?.();
        });
    }

    stop() {
        return this.once(async () => this.afterStop(await this.timer.stop()));
    }

    confirmLongRun() {
        return this.once(async () => {
            const minutes = Math.round(parseFloat(String(this.local.hours).replace(",", ".")) * 60);
            if (!(minutes > 0)) {
                this.notification.add(_t("Type the hours to book, for example 7.5."), { type: "warning" });
                return;
            }
            this.afterStop(await this.timer.stop(minutes));
        });
    }

    afterStop(result) {
        if (result.long_run) {
            this.local.longRun = result.long_run;
            this.local.hours = (result.long_run / 60).toFixed(2);
            return;
        }
        this.notification.add(
            result.booked ? bookedMessage(result.booked) : _t("The timer ran less than half a minute; nothing was booked."),
            { type: result.booked ? "success" : "info" }
        );
        this.props.close?.();
    }

    askDiscard() {
        this.local.asksDiscard = true;
    }

    keep() {
        this.local.asksDiscard = false;
    }

    discard() {
        return this.once(async () => {
            await this.timer.discard();
            this.props.close?.();
        });
    }
}
