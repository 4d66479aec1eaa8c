/** @odoo-module **/

import { markRaw } from "@odoo/owl";
import { KeepLast } from "@web/core/utils/concurrency";

/**
 * Fetches figures and knows what became of the request. Knows nothing of components.
 *
 * `status` is one of `loading`, `ready`, `empty`, `no_client`, `error`.
 */
export class DashboardLoader {
    constructor(orm) {
        this.orm = markRaw(orm);
        this.keepLast = markRaw(new KeepLast());
        this.status = "loading";
        this.clients = [];
        this.clientId = false;
        this.payload = null;
        this.message = "";
        this.choice = { preset: "last_28", dateFrom: "", dateTo: "", comparison: "previous" };
    }

    /**
     * Fetch the list of clients, then the figures of the first one.
     *
     * @param {number|false} clientId
     */
    async start(clientId) {
        const start = await this.attempt(this.orm.call("agency.client.dashboard", "get_start", [clientId || null]));
        if (!start) {
            return;
        }
        this.clients = start.clients;
        this.clientId = start.client_id;
        if (!this.clientId) {
            this.status = "no_client";
            return;
        }
        await this.load();
    }

    /** Fetch the figures of the current choice; of two requests under way the later one wins. */
    async load() {
        this.status = "loading";
        const { preset, dateFrom, dateTo, comparison } = this.choice;
        const request = async () => {
            const [start, end] = await this.orm.call("agency.client.dashboard", "period_for", [
                preset,
                dateFrom || null,
                dateTo || null,
            ]);
            return this.orm.call("agency.client.dashboard", "get_payload", [this.clientId, start, end, comparison]);
        };
        const payload = await this.attempt(this.keepLast.add(request()));
        if (payload) {
            this.payload = markRaw(payload); // Chart.js writes into the arrays it is given
            this.choice.dateFrom = payload.period.date_from;
            this.choice.dateTo = payload.period.date_to;
            this.status = payload.has_data ? "ready" : "empty";
        }
    }

    async attempt(promise) {
        try {
            return await promise;
        } catch (error) {
            this.status = "error";
            this.message = error.data?.message || "";
            return null;
        }
    }
}
