/** @odoo-module **/

import { Component, useExternalListener, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

/** More choices than this are looked for by typing. */
const MOST = 40;

/** Choose some of a list: a button that says what is chosen, and the list below it while it is open. */
export class PlannerFilter extends Component {
    static template = "agency_management.PlannerFilter";
    static props = { name: String, label: String, choices: Array, chosen: Array, onChange: Function };

    setup() {
        this.state = useState({ isOpen: false, term: "" });
        this.root = useRef("root");
        useExternalListener(window, "pointerdown", (ev) => {
            if (!this.root.el.contains(ev.target)) {
                this.state.isOpen = false;
            }
        });
    }

    get text() {
        const { chosen, choices, label } = this.props;
        if (!chosen.length) {
            return label;
        }
        const first = choices.find(([id]) => id === chosen[0]);
        const name = first ? first[1] : _t("chosen");
        return chosen.length === 1 ? `${label}: ${name}` : _t("%s: %s and %s more", label, name, chosen.length - 1);
    }

    get found() {
        const term = this.state.term.trim().toLowerCase();
        const fits = ([id, name]) => this.props.chosen.includes(id) || name.toLowerCase().includes(term);
        return this.props.choices.filter(fits);
    }

    get shown() {
        return this.found.slice(0, MOST);
    }

    toggle() {
        this.state.isOpen = !this.state.isOpen;
        this.state.term = "";
    }

    onKeydown(ev) {
        if (ev.key === "Escape" && this.state.isOpen) {
            ev.stopPropagation();
            this.state.isOpen = false;
            this.root.el.querySelector("button").focus();
        }
    }

    choose(id) {
        const { chosen, onChange } = this.props;
        onChange(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
    }
}
