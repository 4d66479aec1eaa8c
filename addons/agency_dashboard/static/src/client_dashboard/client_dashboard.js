/** @odoo-module **/

import { Component, onWillStart, useState } from "@odoo/owl";
import { loadBundle } from "@web/core/assets";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { formatDay } from "../shared/figures";
import { DashboardLoader } from "./dashboard_loader";
import { FigureChart } from "./figure_chart";
import { KpiTile } from "./kpi_tile";
import { RankingTable } from "./ranking_table";

/** All figures of one client. */
export class ClientDashboard extends Component {
    static template = "agency_dashboard.ClientDashboard";
    static components = { FigureChart, KpiTile, Layout, RankingTable };
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.loader = useState(new DashboardLoader(useService("orm")));
        this.display = { controlPanel: {} };
        this.presets = [
            ["last_28", _t("Last 28 days")],
            ["this_month", _t("This month")],
            ["last_month", _t("Last month")],
            ["custom", _t("Custom range")],
        ];
        this.comparisons = [
            ["previous", _t("Previous period")],
            ["year", _t("Same time last year")],
            ["none", _t("No comparison")],
        ];
        this.trafficTitle = _t("Traffic by day");
        this.searchTitle = _t("Search by day");
        this.queriesTitle = _t("Top queries");
        this.queryLabel = _t("Query");
        this.pagesTitle = _t("Top pages");
        this.pageLabel = _t("Page");
        this.channelsTitle = _t("Sessions by channel");
        this.channelLabel = _t("Channel");
        this.day = formatDay;
        onWillStart(() => loadBundle("web.chartjs_lib"));
        onWillStart(() => {
            // not awaited: the screen appears at once and says that it is loading
            this.loader.start(this.props.action.params?.client_id);
        });
    }

    onChange(name, value) {
        if (name === "clientId") {
            this.loader.clientId = Number(value);
        } else {
            this.loader.choice[name] = value;
        }
        this.loader.load();
    }

    openValues(tile) {
        const { period, client } = this.loader.payload;
        this.action.doAction({
            type: "ir.actions.act_window",
            name: _t("%s: %s", client.name, tile.name),
            res_model: "agency.metric.fact",
            views: [[false, "list"]],
            domain: [
                ["source_id.client_id", "=", client.id],
                ["metric_id", "in", tile.metric_ids],
                ["date", ">=", period.date_from],
                ["date", "<=", period.date_to],
            ],
        });
    }

    openImport() {
        this.action.doAction({
            type: "ir.actions.act_window",
            name: _t("Import Figures"),
            res_model: "agency.metric.import",
            views: [[false, "form"]],
            context: { default_client_id: this.loader.clientId },
        });
    }
}

registry.category("actions").add("agency_dashboard.client_dashboard", ClientDashboard);
