/** @odoo-module **/

import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";
import { registry } from "@web/core/registry";
import { useBus } from "@web/core/utils/hooks";

/**
 * A new note proposes what to write. Closing the page keeps what somebody has typed, as leaving the note for another menu
 * does, but no proposal: stock saves every new record whose page is closed.
 */
export class StandupFormController extends FormController {
    setup() {
        super.setup();
        this.typing = false;
        this.leftWithNew = false;
        useBus(this.model.bus, "FIELD_IS_DIRTY", (ev) => {
            this.typing = ev.detail;
        });
    }

    async beforeUnload(ev) {
        const { root } = this.model;
        if (!root.isNew) {
            return super.beforeUnload(ev);
        }
        // the page does not learn that the note was saved: a second time would make a second note
        if (this.leftWithNew || !(root.dirty || this.typing)) {
            return;
        }
        this.leftWithNew = true;
        await super.beforeUnload(ev);
        this.leftWithNew = !ev.defaultPrevented;
    }
}

registry.category("views").add("agency_standup_form", { ...formView, Controller: StandupFormController });
