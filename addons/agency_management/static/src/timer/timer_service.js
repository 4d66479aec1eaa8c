/** @odoo-module **/

import { reactive } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

const MODEL = "agency.timer";
// a focus event right after an answer tells nothing new
const FRESH_MS = 1500;

/**
 * The user's clock, as the server knows it. Tabs agree because each of them asks again when the server says that
 * something changed, and when it comes to the front.
 */
export class AgencyTimer {
    constructor(orm) {
        this.orm = orm;
        this.fetchedAt = 0;
        this.startedAt = 0;
        return reactive(this);
    }

    state = {
        available: false,
        running: false,
        description: "",
        project: false,
        task: false,
        budget: false,
        kinds: [],
        kind: false,
        billable: false,
        may_bill: false,
        reminder: "",
    };

    apply(state) {
        this.state = state;
        // the clock counts from the server's elapsed time, whatever the clock of this computer shows
        this.startedAt = Date.now() - state.elapsed * 1000;
        this.fetchedAt = Date.now();
        return state;
    }

    elapsedSeconds() {
        return this.state.running ? Math.max(0, Math.floor((Date.now() - this.startedAt) / 1000)) : 0;
    }

    async call(method, kwargs = {}) {
        return this.apply(await this.orm.call(MODEL, method, [], kwargs));
    }

    refresh() {
        return this.call("timer_state");
    }

    refreshIfStale() {
        return Date.now() - this.fetchedAt > FRESH_MS ? this.refresh() : this.state;
    }

    start(target, description) {
        return this.call("timer_start", {
            task_id: (target && target.task_id) || false,
            project_id: (target && target.project_id) || false,
            description: description || "",
        });
    }

    update(values) {
        return this.call("timer_update", values);
    }

    stop(minutes = null) {
        return this.call("timer_stop", { minutes });
    }

    discard() {
        return this.call("timer_discard");
    }

    /** The clock was not forgotten: do not ask again. */
    keep() {
        return this.call("timer_keep");
    }

    search(term) {
        return this.orm.call(MODEL, "timer_search", [], { term });
    }
}

export const agencyTimerService = {
    dependencies: ["orm", "bus_service", "notification"],
    start(env, { orm, bus_service: bus, notification }) {
        const timer = new AgencyTimer(orm);
        // no clock is worth an error dialogue: a server that is away is told by the next click
        const refresh = () => timer.refreshIfStale()?.catch?.(() => {});
        bus.subscribe("agency_timer", (payload) => {
            if (payload?.reminder) {
                notification.add(payload.reminder, { type: "warning", sticky: true });
            }
            timer.refresh().catch(() => {});
        });
        browser.addEventListener("focus", refresh);
        document.addEventListener("visibilitychange", () => document.hidden || refresh());
        timer.refresh().catch(() => {});
        return timer;
    },
};

registry.category("services").add("agency_timer", agencyTimerService);

/** What a button on a task leaves behind: show the new clock, say what was booked, load the record again. */
registry.category("actions").add("agency_timer_refresh", (env, action) => {
    const result = action.params;
    env.services.agency_timer.apply(result);
    if (result.long_run) {
        env.services.notification.add(_t("The timer ran over 12 hours. Confirm the time at the clock in the top bar."), {
            type: "warning",
        });
    } else if (result.booked) {
        env.services.notification.add(bookedMessage(result.booked), { type: "success" });
    }
    return { type: "ir.actions.act_window_close" };
});

export function bookedMessage(minutes) {
    return _t("%s h booked.", formatMinutes(minutes));
}

export function formatMinutes(minutes) {
    return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
}

export function formatClock(seconds) {
    return `${formatMinutes(Math.floor(seconds / 60))}:${String(seconds % 60).padStart(2, "0")}`;
}
