/** @odoo-module **/

import publicWidget from "@web/legacy/js/public/public_widget";

const LINE = 2.2;
const INK = "#111827";

/**
 * Draws a signature with finger, pen or mouse and puts it into the form as a PNG. Who cannot draw signs with the
 * typed name: the form never depends on a pointer.
 */
export const AgencySignature = publicWidget.Widget.extend({
    selector: ".o_agency_sign",
    events: {
        "click .o_agency_sign_clear": "_onClear",
        submit: "_onSubmit",
    },

    start() {
        this.canvas = this.el.querySelector(".o_agency_sign_pad");
        this.drawn = false;
        this._fit();
        for (const [name, handler] of [
            ["pointerdown", this._onDown],
            ["pointermove", this._onMove],
            ["pointerup", this._onUp],
            ["pointercancel", this._onUp],
        ]) {
            this.canvas.addEventListener(name, handler.bind(this));
        }
        return this._super(...arguments);
    },

    /** As many dots as the screen has, so that the line is sharp. */
    _fit() {
        const ratio = window.devicePixelRatio || 1;
        const box = this.canvas.getBoundingClientRect();
        this.canvas.width = Math.max(1, Math.round(box.width * ratio));
        this.canvas.height = Math.max(1, Math.round(box.height * ratio));
        this.context = this.canvas.getContext("2d");
        this.context.scale(ratio, ratio);
        Object.assign(this.context, { lineWidth: LINE, lineCap: "round", lineJoin: "round", strokeStyle: INK, fillStyle: INK });
    },

    _point(ev) {
        const box = this.canvas.getBoundingClientRect();
        return [ev.clientX - box.left, ev.clientY - box.top];
    },

    _onDown(ev) {
        ev.preventDefault();
        this.canvas.setPointerCapture(ev.pointerId);
        this.drawing = true;
        this.context.beginPath();
        this.context.moveTo(...this._point(ev));
    },

    _onMove(ev) {
        if (!this.drawing) {
            return;
        }
        this.context.lineTo(...this._point(ev));
        this.context.stroke();
        this.drawn = true;
    },

    _onUp() {
        this.drawing = false;
    },

    _onClear() {
        this._fit();
        this.drawn = false;
    },

    _writeName() {
        const name = this.el.querySelector("input[name='name']").value.trim();
        const box = this.canvas.getBoundingClientRect();
        this._fit();
        this.context.font = "italic 28px cursive";
        this.context.textBaseline = "middle";
        this.context.fillText(name, 16, box.height / 2, Math.max(1, box.width - 32));
    },

    _onSubmit(ev) {
        const button = this.el.querySelector(".o_agency_sign_submit");
        if (button.disabled) {
            ev.preventDefault();
            return;
        }
        if (!this.drawn) {
            this._writeName();
        }
        this.el.querySelector("input[name='signature']").value = this.canvas.toDataURL("image/png");
        button.disabled = true;
    },
});

publicWidget.registry.AgencySignature = AgencySignature;
