/** @odoo-module **/

import { SearchModel } from "@web/search/search_model";
import { patch } from "@web/core/utils/patch";

/**
 * A folder of a client or project shows the files below it too, as the number beside its name counts them.
 *
 * For Odoo 19 the library asks for files directly inside of the chosen folder, beside stock's "inside or below": a
 * project whose files are all in folders of their kind would open empty.
 *
 * Folders themselves are walked level by level, on either series: first those of clients, then what is directly inside of
 * the chosen one. The library begins with what is inside of nothing, and folders of clients are inside of their storage's.
 */
patch(SearchModel.prototype, {
    _getCategoryDomain(excludedCategoryId) {
        const domain = super._getCategoryDomain(...arguments);
        if (!this.globalContext.agency_folders) {
            return domain;
        }
        if (this.resModel === "dms.directory") {
            return excludedCategoryId ? domain : this._agencyFolders();
        }
        if (this.resModel !== "dms.file") {
            return domain;
        }
        const below = new Set(
            domain.filter(([, operator]) => operator === "child_of").map(([name]) => name),
        );
        return domain.filter(([name, operator]) => operator === "child_of" || !below.has(name));
    },

    _agencyFolders() {
        const chosen = this.categories.find((category) => category.activeValueId);
        if (chosen) {
            return [[chosen.fieldName, "=", chosen.activeValueId]];
        }
        // whoever searches looks everywhere
        return this.query.length ? [] : [["folder_client_id", "!=", false]];
    },
});
