from odoo.tests import tagged

from .test_portal_analytics import QUERY, URL, PortalCommon

#: waits for the charts and compares what they hold with what was stored
CHECK = """
(async () => {
    const until = async (what, test) => {
        for (let attempt = 0; attempt < 300; attempt++) {
            if (test()) {
                return;
            }
            await new Promise((resolve) => setTimeout(resolve, 50));
        }
        throw new Error("never happened: " + what);
    };
    const chart = (name) => {
        const canvas = document.querySelector(`canvas[data-chart="${name}"]`);
        return canvas && window.Chart && window.Chart.getChart(canvas);
    };
    const equal = (what, found, expected) => {
        if (JSON.stringify(found) !== JSON.stringify(expected)) {
            throw new Error(`${what}: ${JSON.stringify(found)} instead of ${JSON.stringify(expected)}`);
        }
    };
    const inked = (canvas) => {
        const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
        return pixels.some((value) => value !== 0);
    };
    try {
        %(before)s
        await until("three charts", () => ["traffic", "search", "channels"].every(chart));
        const data = (name) => chart(name).data.datasets.map((set) => [set.label, set.data]);
        equal("labels", chart("traffic").data.labels, %(labels)s);
        equal("traffic", data("traffic"), [["Sessions", %(sessions)s], ["Users", %(users)s]]);
        const expected = [["Clicks from search", %(clicks)s], ["Impressions in search", %(impressions)s]];
        equal("search", data("search"), expected);
        equal("channels", [chart("channels").data.labels, data("channels")], [["Direct"], [["Sessions", [150]]]]);
        for (const name of ["traffic", "search", "channels"]) {
            if (!inked(document.querySelector(`canvas[data-chart="${name}"]`))) {
                throw new Error(name + " is blank");
            }
        }
        const value = document.querySelector('[data-metric="ga_sessions"] .o_agency_value').textContent.trim();
        equal("tile", value, "150");
        if (!document.querySelector('[data-metric="ga_sessions"] svg path').getAttribute("d")) {
            throw new Error("no sparkline");
        }
        %(after)s
        console.log("test successful");
    } catch (error) {
        console.error(error.message);
    }
})();
"""
FIGURES = {
    "labels": '["2026-10-01", "2026-10-02", "2026-10-03"]',
    "sessions": "[50, 50, 50]",
    "users": "[41, 41, 41]",
    "clicks": "[12, 12, 12]",
    "impressions": "[340, 340, 340]",
}


@tagged("post_install", "-at_install")
class TestCharts(PortalCommon):
    """The charts are drawn and hold the stored figures, for the client and for staff."""

    def test_portal(self):
        code = CHECK % (FIGURES | {"before": "", "after": ""})
        self.browser_js(URL + QUERY, code, ready="true", login="analytics_member", timeout=90)

    def test_a_day_between_gaps_is_a_point(self):
        gaps = self.new_client("Gap Garden")
        self.env["agency.client.member"].create({"client_id": gaps.id, "user_id": self.member.id})
        source = self.new_source(gaps)
        for day in ("2026-10-01", "2026-10-03", "2026-10-04"):
            self.store_days(source, day, 1, search_clicks=12, search_impressions=340)
        code = """
        (async () => {
            for (let attempt = 0; attempt < 300; attempt++) {
                const canvas = document.querySelector("canvas[data-chart=search]");
                const chart = canvas && window.Chart && window.Chart.getChart(canvas);
                if (chart) {
                    const radii = JSON.stringify(chart.data.datasets.map((set) => set.pointRadius));
                    if (radii === "[[3,0,0,0],[3,0,0,0]]") {
                        console.log("test successful");
                    } else {
                        console.error("radii " + radii);
                    }
                    return;
                }
                await new Promise((resolve) => setTimeout(resolve, 50));
            }
            console.error("no chart");
        })();
        """
        query = f"?client_id={gaps.id}&preset=custom&date_from=2026-10-01&date_to=2026-10-04"
        self.browser_js(URL + query, code, ready="true", login="analytics_member", timeout=90)

    def test_staff_screen(self):
        self.new_staff("charts_staff", "project_manager")
        action = self.env.ref("agency_dashboard.client_dashboard_action").id
        choose = (
            """
        const set = (selector, value) => {
            const el = document.querySelector(selector);
            el.value = value;
            el.dispatchEvent(new Event("change", { bubbles: true }));
        };
        await until("the filters", () => document.querySelector("#agency_client"));
        set("#agency_client", "%s");
        set("#agency_preset", "custom");
        await until("the days", () => document.querySelector("#agency_date_to"));
        set("#agency_date_from", "2026-10-01");
        set("#agency_date_to", "2026-10-03");
        await until("the range", () => chart("traffic") && chart("traffic").data.labels.length === 3);
        """
            % self.client.id
        )
        drill = """
        document.querySelector('[data-metric="search_clicks"] .o_agency_tile_open').click();
        await until("the values", () => document.querySelectorAll(".o_list_view .o_data_row").length === 6);
        """
        code = CHECK % (FIGURES | {"before": choose, "after": drill})
        self.browser_js(f"/web#action={action}", code, ready="odoo.isReady || true", login="charts_staff", timeout=90)

    def test_a_change_shown_as_zero_is_none_for_staff_as_for_the_client(self):
        even = self.new_client("Even Keel")
        self.env["agency.client.member"].create({"client_id": even.id, "user_id": self.member.id})
        source = self.new_source(even)
        self.store_days(source, "2026-09-28", 3, search_clicks=301, search_impressions=10_000)
        self.store_days(source, "2026-10-01", 3, search_clicks=302, search_impressions=10_000)
        self.new_staff("charts_staff", "project_manager")
        action = self.env.ref("agency_dashboard.client_dashboard_action").id
        check = """
            const tile = document.querySelector('[data-metric="search_ctr"]');
            const seen = tile && tile.textContent.replace(/\\s+/g, " ");
            if (seen && seen.includes("3.0%") && seen.includes("from 3.0%")) {
                if (seen.includes("▬ ±0.0 points") && !tile.querySelector(".o_agency_good, .o_agency_bad")) {
                    console.log("test successful");
                } else {
                    console.error(seen);
                }
                return;
            }
        """
        code = """
        (async () => {
            const set = (selector, value) => {
                const el = document.querySelector(selector);
                if (el && el.value !== value) {
                    el.value = value;
                    el.dispatchEvent(new Event("change", { bubbles: true }));
                }
            };
            for (let attempt = 0; attempt < 600; attempt++) {
                if (%(is_staff)s) {
                    set("#agency_client", "%(client)s");
                    set("#agency_preset", "custom");
                    set("#agency_date_from", "2026-10-01");
                    set("#agency_date_to", "2026-10-03");
                }
                %(check)s
                await new Promise((resolve) => setTimeout(resolve, 50));
            }
            console.error("no tile");
        })();
        """
        values = {"client": even.id, "check": check}
        query = f"{QUERY}&client_id={even.id}"
        self.browser_js(URL + query, code % (values | {"is_staff": "false"}), ready="true", login="analytics_member")
        url = f"/web#action={action}"
        code %= values | {"is_staff": "true"}
        self.browser_js(url, code, ready="odoo.isReady || true", login="charts_staff", timeout=90)

    def test_staff_screen_without_figures(self):
        empty = self.new_client("Empty Shelf")
        self.new_staff("charts_staff", "project_manager")
        action = self.env.ref("agency_dashboard.client_dashboard_action").id
        code = """
        (async () => {
            let pressed = false;
            for (let attempt = 0; attempt < 1200; attempt++) {
                const clients = document.querySelector("#agency_client");
                if (clients && clients.value !== "%s") {
                    clients.value = "%s";
                    clients.dispatchEvent(new Event("change", { bubbles: true }));
                }
                const button = document.querySelector(".o_agency_empty button");
                if (button && !pressed) {
                    pressed = true;
                    button.click();
                }
                if (document.querySelector(".o_form_view .o_field_widget[name=file]")) {
                    console.log("test successful");
                    return;
                }
                await new Promise((resolve) => setTimeout(resolve, 50));
            }
            console.error("the empty state does not lead to an import");
        })();
        """ % (empty.id, empty.id)
        self.browser_js(f"/web#action={action}", code, ready="odoo.isReady || true", login="charts_staff", timeout=90)
