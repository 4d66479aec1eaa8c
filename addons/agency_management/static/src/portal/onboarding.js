/** @odoo-module **/

import publicWidget from "@web/legacy/js/public/public_widget";

/** A form is sent once: a second press of the button would only meet what the first one has done. */
export const AgencyOnce = publicWidget.Widget.extend({
    selector: ".o_agency_once",
    events: { submit: "_onSubmit" },

    _onSubmit(ev) {
        if (this.sent) {
            ev.preventDefault();
            return;
        }
        this.sent = true;
        // the button that was pressed belongs to what is sent, so it is switched off only after that
        setTimeout(() => {
            for (const button of this.el.querySelectorAll("button[type='submit']")) {
                button.disabled = true;
            }
        });
    },
});

/** Times are shown in another time zone as soon as it is chosen, and in that of the device unless one was chosen. */
export const AgencyZone = publicWidget.Widget.extend({
    selector: ".o_agency_zone",
    events: { "change select": "_onChange" },

    start() {
        const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
        const select = this.el.querySelector("select");
        const chosen = new URLSearchParams(window.location.search).has("tz");
        const known = [...select.options].some((option) => option.value === here);
        if (!chosen && known && here !== select.value && !document.querySelector("#agency_meeting_error")) {
            select.value = here;
            this.el.submit();
        }
        return this._super(...arguments);
    },

    _onChange() {
        this.el.submit();
    },
});

publicWidget.registry.AgencyOnce = AgencyOnce;
publicWidget.registry.AgencyZone = AgencyZone;
