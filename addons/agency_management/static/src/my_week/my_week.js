/** @odoo-module **/

import { Component, onWillStart, useEffect, useExternalListener, useRef, useState } from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { usePopover } from "@web/core/popover/popover_hook";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { formatMinutes } from "../timer/timer_service";
import { BudgetBar } from "./budget_bar";
import { RowPicker } from "./row_picker";
import { WeekCell } from "./week_cell";
import { WeekLoader } from "./week_loader";

/** The weekly grid: one's own week, or that of somebody whose time one approves. */
export class MyWeek extends Component {
    static template = "agency_management.MyWeek";
    static components = { BudgetBar, Layout, WeekCell };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.timer = useState(useService("agency_timer"));
        this.loader = useState(new WeekLoader(this.orm));
        this.display = { controlPanel: {} };
        this.format = formatMinutes;
        this.taskLabel = _t("Task");
        this.projectLabel = _t("Project");
        this.retainerLabel = _t("Retainer, this period");
        this.table = useRef("table");
        this.picker = usePopover(RowPicker, { position: "bottom-start", popoverClass: "o_agency_week_popover" });
        useExternalListener(window, "beforeunload", (ev) => {
            if (this.loader.hasUnsaved) {
                ev.preventDefault();
                ev.returnValue = "";
            }
        });
        onWillStart(() => {
            const { employee_id: employee, day } = this.props.action.params || {};
            this.loader.employeeId = employee || false;
            // not awaited: the screen appears at once and says that it is loading
            this.loader.load(day);
        });
        // a clock that was stopped has booked time
        let wasRunning = this.timer.state.running;
        useEffect(
            (isRunning) => {
                if (wasRunning && !isRunning && this.loader.payload) {
                    this.loader.refresh();
                }
                wasRunning = isRunning;
            },
            () => [this.timer.state.running]
        );
    }

    get week() {
        return this.loader.payload;
    }

    get stateLabel() {
        return {
            empty: _t("Nothing entered"),
            draft: _t("Open"),
            submitted: _t("Submitted"),
            approved: _t("Approved"),
        }[this.week.state];
    }

    get stateClass() {
        return {
            empty: "text-bg-light",
            draft: "text-bg-warning",
            submitted: "text-bg-info",
            approved: "text-bg-success",
        }[this.week.state];
    }

    get savingLabel() {
        if (this.loader.refused) {
            return _t("%s not saved", this.loader.refused);
        }
        return this.loader.isSaving ? _t("Saving") : _t("Saved");
    }

    get refusals() {
        const messages = Object.values(this.loader.typed).map((one) => one.message);
        return [...new Set(messages.filter(Boolean))];
    }

    dayClass(day) {
        if (day.total > day.capacity) {
            return "text-danger";
        }
        return day.total && day.total === day.capacity ? "text-success" : "text-muted";
    }

    dayTitle(day) {
        const difference = day.total - day.capacity;
        if (!difference) {
            return _t("As many hours as the working day has");
        }
        return difference > 0
            ? _t("%s h more than the working day", formatMinutes(difference))
            : _t("%s h less than the working day", formatMinutes(-difference));
    }

    focusCell(position, index) {
        const input = this.table.el.querySelector(`input[data-position="${position}"][data-index="${index}"]`);
        input?.focus();
    }

    // weeks

    async go(day) {
        await this.loader.settle();
        if (!this.loader.hasUnsaved) {
            return this.loader.load(day);
        }
        this.dialog.add(ConfirmationDialog, {
            title: _t("Some of it is not saved"),
            body: _t("What was refused is lost when you leave this week."),
            confirmLabel: _t("Leave"),
            cancelLabel: _t("Stay"),
            confirm: () => this.loader.load(day),
            cancel: () => {},
        });
    }

    // rows

    addRow(ev) {
        if (this.picker.isOpen) {
            this.picker.close();
            return;
        }
        this.picker.open(ev.currentTarget, {
            kinds: this.week.kinds,
            onPick: (row) => this.loader.act("add_rows", [row]),
        });
    }

    copyRows() {
        return this.loader.act("copy_rows");
    }

    removeRow(row) {
        return this.loader.act("remove_row", row.key);
    }

    accept(suggestions) {
        return this.loader.accept(suggestions);
    }

    // approval

    async submit() {
        await this.loader.settle();
        if (!this.loader.refused) {
            await this.loader.act("submit");
        }
    }

    takeBack() {
        return this.loader.act("take_back");
    }

    async decide(method) {
        const next = await this.orm.call("agency.timesheet.week", method, [[this.week.week.id]]);
        if (next && next.type) {
            await this.action.doAction(next, { onClose: () => this.loader.refresh() });
        } else {
            await this.loader.refresh();
        }
    }
}

registry.category("actions").add("agency_management.my_week", MyWeek);
