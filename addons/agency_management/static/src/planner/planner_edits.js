/** @odoo-module **/

import { _t } from "@web/core/l10n/translation";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { FormViewDialog } from "@web/views/view_dialogs/form_view_dialog";
import { proposeHours, toIso } from "./planner_layout";
import { formatDays, formatHours } from "./planner_text";

const MODEL = "agency.booking";
/** What the server says no with, in words for the user. Everything else is a fault and shown as one. */
const REFUSALS = ["UserError", "ValidationError", "AccessError", "MissingError"].map(
    (name) => `odoo.exceptions.${name}`
);

/** Changes bookings, says what happened and takes it back. */
export class PlannerEdits {
    constructor(model, { orm, dialog, notification, action }, focus) {
        this.model = model;
        this.orm = orm;
        this.dialog = dialog;
        this.notification = notification;
        this.action = action;
        this.focus = focus;
        this.undone = null;
        this.closeNotice = () => {};
    }

    /**
     * Move or resize a booking.
     *
     * @param {Object} bar
     * @param {{first: number, last: number, hours: number, row: Object}} wanted `row`: whose it becomes
     */
    async move(bar, wanted) {
        const values = {};
        if (wanted.first !== bar.first) {
            values.start_date = toIso(wanted.first);
        }
        if (wanted.last !== bar.last) {
            values.end_date = toIso(wanted.last);
        }
        if (wanted.hours !== bar.hours) {
            values.hours = wanted.hours;
        }
        const from = this.model.rows.find((row) => row.key === bar.rowKey);
        if (wanted.row.key !== bar.rowKey) {
            Object.assign(values, ownerOf(wanted.row));
        }
        if (!Object.keys(values).length) {
            return;
        }
        const fresh = await this.attempt(() => this.orm.call(MODEL, "move", [[bar.id], values, bar.writeDate]));
        if (fresh) {
            const before = { start_date: toIso(bar.first), end_date: toIso(bar.last), hours: bar.hours };
            const old = wanted.row.key === bar.rowKey ? before : { ...before, ...ownerOf(from) };
            this.say(
                _t("%s: %s, %s hours, %s", bar.title, wanted.row.name, formatHours(fresh.hours), formatDays(wanted)),
                fresh.warning,
                () => this.orm.call(MODEL, "move", [[bar.id], old, fresh.write_date])
            );
        }
        await this.model.load();
    }

    /** Open the form of a new booking for some columns of a row. */
    book(row, range, cells) {
        const values = { ...ownerOf(row), hours: proposeHours(cells, range) };
        this.openNew(_t("Book %s", row.name), range, values);
    }

    /** Open the form of a new booking; whoever fills it in says whose it is. */
    openNew(title, range, values = {}) {
        const days = { start_date: toIso(range.first), end_date: toIso(range.last) };
        const defaults = Object.entries({ ...values, ...days });
        this.openForm({
            title,
            context: Object.fromEntries(defaults.map(([name, value]) => [`default_${name}`, value])),
            onRecordSaved: async (record) => {
                const [saved] = await this.orm.read(MODEL, [record.resId], ["display_name", "warning"]);
                this.say(_t("%s: booked", saved.display_name), saved.warning, () =>
                    this.orm.unlink(MODEL, [saved.id])
                );
            },
        });
    }

    /** Look for people of a role: its job request opens, and is made when there is none. */
    async proposeJob(roleId) {
        const action = await this.attempt(() => this.orm.call("agency.role", "action_propose_job", [[roleId]]));
        if (action) {
            this.action.doAction(action);
        }
    }

    open(bar) {
        this.openForm({ title: bar.title, resId: bar.id });
    }

    openForm(props) {
        this.dialog.add(
            FormViewDialog,
            { resModel: MODEL, size: "lg", preventEdit: !this.model.mayEdit, ...props },
            {
                onClose: async () => {
                    await this.model.load();
                    this.focus();
                },
            }
        );
    }

    remove(bar) {
        this.dialog.add(
            ConfirmationDialog,
            {
                title: _t("Delete Booking"),
                body: _t("%s, %s: %s hours will be free again.", bar.title, formatDays(bar), formatHours(bar.hours)),
                confirmLabel: _t("Delete"),
                confirm: async () => {
                    await this.attempt(() => this.orm.call(MODEL, "remove", [[bar.id], bar.writeDate]));
                    await this.model.load();
                },
                cancel: () => {},
            },
            { onClose: () => this.focus() }
        );
    }

    /** Take back the last change, unless somebody else made another one meanwhile. */
    async undo() {
        const takeBack = this.undone;
        if (!takeBack) {
            return;
        }
        this.undone = null;
        this.closeNotice();
        if (await this.attempt(async () => (await takeBack()) || true)) {
            this.closeNotice = this.notification.add(_t("Undone."), { type: "info" });
        }
        await this.model.load();
        this.focus();
    }

    say(text, warning, takeBack) {
        this.closeNotice();
        this.undone = takeBack;
        this.closeNotice = this.notification.add(warning ? `${text}\n${warning}` : text, {
            type: warning ? "warning" : "success",
            sticky: Boolean(warning),
            className: "o_agency_planner_notice",
            buttons: [{ name: _t("Undo"), primary: true, onClick: () => this.undo() }],
        });
    }

    async attempt(work) {
        try {
            return await work();
        } catch (error) {
            const { name, message } = error.data || {};
            if (!REFUSALS.includes(name)) {
                throw error;
            }
            this.notification.add(message, { type: "danger", sticky: true });
            return null;
        }
    }
}

/** What makes a booking one of a row. */
function ownerOf(row) {
    return row.is_placeholder ? { employee_id: false, role_id: row.role_id } : { employee_id: row.employee_id };
}
