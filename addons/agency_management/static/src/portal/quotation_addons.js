/** @odoo-module **/

import publicWidget from "@web/legacy/js/public/public_widget";

/**
 * A tick is an answer: the form is sent by itself, so that nobody signs a quotation without what they ticked.
 * Without scripts the button does the same.
 */
publicWidget.registry.AgencyQuotationAddons = publicWidget.Widget.extend({
    selector: ".agency_addons_form",
    events: { "change input[name='addon']": "_onChange" },

    start() {
        this.el.querySelector("[name='agency_addons_submit']").classList.add("d-none");
        return this._super(...arguments);
    },

    _onChange() {
        const ticked = [...this.el.querySelectorAll("input[name='addon']")];
        this.el.setAttribute("aria-busy", "true");
        this.el.requestSubmit();
        ticked.forEach((box) => (box.disabled = true));
    },
});
