/** @odoo-module **/

import { Component, onWillUnmount, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { usePopover } from "@web/core/popover/popover_hook";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { AgencyTimerPanel } from "./timer_panel";
import { formatClock } from "./timer_service";

/** The clock in the top bar. */
export class AgencyTimerSystray extends Component {
    static template = "agency_management.TimerSystray";
    static props = {};

    setup() {
        this.timer = useState(useService("agency_timer"));
        this.tick = useState({ seconds: 0 });
        this.popover = usePopover(AgencyTimerPanel, { position: "bottom-end", popoverClass: "o_agency_timer_popover" });
        this.interval = browser.setInterval(() => {
            this.tick.seconds = this.timer.elapsedSeconds();
        }, 1000);
        onWillUnmount(() => browser.clearInterval(this.interval));
    }

    get clock() {
        // read the tick so that the component draws again each second
        return formatClock(Math.max(this.tick.seconds && 0, this.timer.elapsedSeconds()));
    }

    async toggle(ev) {
        if (this.popover.isOpen) {
            this.popover.close();
            return;
        }
        const target = ev.currentTarget;
        await this.timer.refreshIfStale();
        this.popover.open(target, {});
    }
}

registry.category("systray").add("agency_management.timer", { Component: AgencyTimerSystray }, { sequence: 55 });
