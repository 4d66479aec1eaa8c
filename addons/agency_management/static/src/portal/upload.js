/** @odoo-module **/

import { _t } from "@web/core/l10n/translation";
import publicWidget from "@web/legacy/js/public/public_widget";

/** Says at once which file is too large, before minutes of uploading; the server checks again. */
export const AgencyUpload = publicWidget.Widget.extend({
    selector: ".o_agency_upload",
    events: {
        "change input[type='file']": "_onChange",
        submit: "_onSubmit",
    },

    _tooLarge() {
        const limit = Number(this.el.dataset.maxBytes);
        return [...this.el.querySelector("input[type='file']").files].filter((file) => file.size > limit);
    },

    _onChange() {
        const box = this.el.querySelector("#agency_files_error");
        const input = this.el.querySelector("input[type='file']");
        const messages = this._tooLarge().map((file) => _t("%s is too large. Choose a smaller file.", file.name));
        box.replaceChildren(
            ...messages.map((message) => Object.assign(document.createElement("div"), { textContent: message }))
        );
        input.classList.toggle("is-invalid", messages.length > 0);
    },

    _onSubmit(ev) {
        const button = this.el.querySelector("button[type='submit']");
        if (button.disabled || this._tooLarge().length) {
            ev.preventDefault();
            return;
        }
        button.disabled = true;
        button.textContent = _t("Uploading…");
    },
});

publicWidget.registry.AgencyUpload = AgencyUpload;
