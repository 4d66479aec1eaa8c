/** @odoo-module **/

import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { PlannerEdits } from "./planner_edits";
import { PlannerFilter } from "./planner_filter";
import { PlannerGrid } from "./planner_grid";
import { rangeOf } from "./planner_layout";
import { PlannerModel } from "./planner_model";
import { formatDay } from "./planner_text";

/** Who has time when, who is booked for what, and what comes of moving it. */
export class Planner extends Component {
    static template = "agency_management.Planner";
    static components = { Layout, PlannerFilter, PlannerGrid };
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        const services = {
            orm: useService("orm"),
            dialog: useService("dialog"),
            notification: useService("notification"),
            action: this.action,
        };
        this.model = useState(new PlannerModel(services.orm));
        this.edits = new PlannerEdits(this.model, services, () => {});
        this.local = useState({ showsKeys: false, showsFilters: false });
        this.display = { controlPanel: {} };
        this.scales = [
            ["days", _t("Days")],
            ["weeks", _t("Weeks")],
            ["half_year", _t("Half a year")],
        ];
        this.groups = [
            ["person", _t("People")],
            ["role", _t("Roles")],
            ["department", _t("Departments")],
        ];
        this.filters = [
            ["role_ids", "roles", _t("Role")],
            ["skill_ids", "skills", _t("Skill")],
            ["department_ids", "departments", _t("Department")],
            ["client_ids", "clients", _t("Client")],
            ["employment_ids", "employments", _t("Employment")],
        ];
        this.keys = [
            [_t("Arrows, Page up and down, Home, End"), _t("walk over cells and the bookings of open rows")],
            [_t("Space, or Enter on a name"), _t("open or close the row")],
            [_t("Enter"), _t("on a cell: book; on a booking: open it")],
            [_t("Shift and left or right"), _t("on cells: choose a range to book; on a booking: take it along")],
            [_t("Shift and up or down"), _t("on a booking: give it to somebody else")],
            [_t("Control, Shift and left or right"), _t("on a booking: change its end")],
            [_t("Enter, Escape"), _t("put down what you carry, let it go")],
            [_t("Delete"), _t("delete the booking")],
            [_t("Control and Z"), _t("take back the last change")],
        ];
        onWillStart(() => {
            // not awaited: the screen appears at once and says that it is loading
            this.model.load();
        });
    }

    /** All filters; that of employment only where somebody is a freelancer. */
    get shownFilters() {
        return this.filters.filter(([, key]) => key !== "employments" || this.model.grid.filters[key].length);
    }

    /** How many filters are in use: told where they themselves are out of sight. */
    get filtersInUse() {
        const { filters, term } = this.model;
        return Object.values(filters).filter((ids) => ids.length).length + (term ? 1 : 0);
    }

    get period() {
        const { model } = this;
        return model.buckets.length ? _t("%s to %s", formatDay(model.low), formatDay(model.high)) : "";
    }

    setGroup(group) {
        this.model.groupBy = group;
        this.model.load();
    }

    onSearch(ev) {
        this.model.term = ev.target.value;
        this.model.version++;
    }

    /** Book somebody, or a role, that has no row yet: this week, or the first one that is shown. */
    bookNew() {
        const { buckets } = this.model;
        const current = Math.max(0, buckets.findIndex((bucket) => bucket.isCurrent));
        this.edits.openNew(_t("New Booking"), rangeOf(buckets, current, current));
    }

    openRoles() {
        this.action.doAction("agency_management.agency_role_action");
    }

    /** On a phone filters are shown when they are asked for; elsewhere always. */
    toggleFilters() {
        this.local.showsFilters = !this.local.showsFilters;
    }

    toggleKeys() {
        this.local.showsKeys = !this.local.showsKeys;
    }
}

registry.category("actions").add("agency_management.planner", Planner);
