"""Onboarding in the portal: the steps, accesses and briefings, and the documents the agency asks for."""

from odoo import _, http
from odoo.http import request

from ..core import files as core_files
from .portal_common import AgencyPage

MAX_NOTE = 2000


class OnboardingPages(AgencyPage):
    @http.route("/my/agency/onboarding", type="http", auth="user", website=True)
    def agency_onboardings(self, **_kwargs):
        """The onboardings of the visitor's clients, the running ones first."""
        clients_sudo = self._portal_clients()
        onboardings = request.env["agency.onboarding"]
        if clients_sudo:
            onboardings = onboardings.search([("client_id", "in", clients_sudo.ids)])
        values = {
            "onboardings": [
                one._portal_summary() for one in onboardings.sorted(lambda one: one.state != "running").sudo()
            ],
            "several_clients": len(clients_sudo) > 1,
        }
        return self._page("portal_onboardings", values, [(_("Getting started"), None)])

    @http.route("/my/agency/onboarding/<int:onboarding_id>", type="http", auth="user", website=True)
    def agency_onboarding(self, onboarding_id, **_kwargs):
        """One onboarding: what is done, what comes next, what is asked of the client."""
        onboarding_sudo = self._gate_or_none("agency.onboarding", onboarding_id)
        if not onboarding_sudo:
            return self._refuse()
        crumbs = [(_("Getting started"), "/my/agency/onboarding"), (onboarding_sudo.name, None)]
        return self._page("portal_onboarding", onboarding_sudo._portal_page(), crumbs)

    @http.route("/my/agency/onboarding/steps/<int:step_id>", type="http", auth="user", website=True, methods=["GET"])
    def agency_onboarding_step(self, step_id, done=None, **_kwargs):
        """One step, with the form or the button it is done with."""
        step_sudo = self._gate_or_none("agency.onboarding.step", step_id)
        if not step_sudo:
            return self._refuse()
        return self._step_page(step_sudo, done=done)

    @http.route(
        "/my/agency/onboarding/steps/<int:step_id>/access", type="http", auth="user", website=True, methods=["POST"]
    )
    def agency_onboarding_access(self, step_id, granted="", **_kwargs):
        """The client says that the access was given."""
        step_sudo = self._step_to_do(step_id)
        if not step_sudo:
            return self._refuse()
        if not granted:
            message = _("Please tick the box when you have given us access.")
        else:
            message = self._attempt(lambda: step_sudo._claim_access(request.env.user))
        if message:
            return self._step_page(step_sudo, error={"form" if granted else "granted": message})
        return request.redirect(f"{step_sudo._portal_url()}?done=access")

    @http.route(
        "/my/agency/onboarding/steps/<int:step_id>/form", type="http", auth="user", website=True, methods=["POST"]
    )
    def agency_onboarding_form(self, step_id, save="", **typed):
        """Take in a briefing: all of it, or (``save``) what is there so far."""
        step_sudo = self._step_to_do(step_id)
        if not step_sudo:
            return self._refuse()
        answers = {answer_sudo.id: typed.get(f"answer_{answer_sudo.id}", "") for answer_sudo in step_sudo.answer_ids}
        problems = {}

        def submit():
            problems.update(step_sudo._submit_form(request.env.user, answers, complete=not save))

        message = self._attempt(submit)
        if message or problems:
            error = {
                "answers": problems,
                "form": message or _("Some answers need another look. They are marked below."),
            }
            return self._step_page(step_sudo, error=error, typed=answers)
        return request.redirect(f"{step_sudo._portal_url()}?done={'saved' if save else 'form'}")

    def _step_to_do(self, step_id):
        """:return: a step, elevated, that the visitor may act on for the client; None when they may not"""
        step_sudo = self._gate_or_none("agency.onboarding.step", step_id)
        if step_sudo and step_sudo.onboarding_id._has_client_right("view", user=request.env.user):
            return step_sudo
        return None

    def _step_page(self, step_sudo, **values):
        onboarding_sudo = step_sudo.onboarding_id
        crumbs = [
            (_("Getting started"), "/my/agency/onboarding"),
            (onboarding_sudo.name, onboarding_sudo.access_url),
            (step_sudo.name, None),
        ]
        return self._page("portal_onboarding_step", step_sudo._portal_page(request.env.user) | values, crumbs)

    @http.route("/my/agency/documents/<int:request_id>", type="http", auth="user", website=True, methods=["GET"])
    def agency_document(self, request_id, done=None, **_kwargs):
        """A document the agency asks for, with the form to upload it."""
        request_sudo = self._gate_or_none("agency.document.request", request_id)
        if not request_sudo:
            return self._refuse()
        return self._document_page(request_sudo, done=done)

    @http.route("/my/agency/documents/<int:request_id>", type="http", auth="user", website=True, methods=["POST"])
    def agency_document_upload(self, request_id, note="", **_kwargs):
        """Take in what the client uploads. Good files are kept even when others are refused."""
        request_sudo = self._gate_or_none("agency.document.request", request_id)
        if not request_sudo:
            return self._refuse()
        if not request_sudo._has_client_right("view", user=request.env.user):
            return self._refuse()
        good, problems = self._sort_uploads(request_sudo, request.httprequest.files.getlist("files"))
        message = None
        if good or not problems:
            message = self._attempt(lambda: self._take_in(request_sudo, good, note))
        if message:
            problems.append(message)
        if problems:
            kept = [] if message else [name for name, _content in good]
            typed = {"note": "" if kept else note}
            return self._document_page(request_sudo, error={"files": problems}, kept=kept, typed=typed)
        return request.redirect(f"/my/agency/documents/{request_id}?done=1")

    def _take_in(self, request_sudo, good, note):
        request_sudo._receive(good)
        note = (note or "").strip()[:MAX_NOTE]
        if note:
            request_sudo.message_post(
                body=note,
                author_id=request.env.user.partner_id.id,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )

    def _sort_uploads(self, request_sudo, uploads):
        """:return tuple: (name, content) of the files that may be kept, and messages about the others"""
        good, problems = [], []
        for upload in uploads:
            if not upload.filename:
                continue
            # one byte more than allowed is enough to know that it is too much
            content = upload.stream.read(core_files.MAX_FILE_BYTES + 1)
            name = core_files.clean_name(upload.filename)
            problem = core_files.check(name, content)
            if problem:
                problems.append(request_sudo._file_problem_message(problem, name))
            else:
                good.append((name, content))
        return good, problems

    def _document_page(self, request_sudo, **values):
        onboarding_sudo = request_sudo.onboarding_id
        crumbs = [(_("Getting started"), "/my/agency/onboarding")]
        if onboarding_sudo:
            crumbs.append((onboarding_sudo.name, onboarding_sudo.access_url))
        crumbs.append((request_sudo.name, None))
        return self._page("portal_document", request_sudo._portal_page(request.env.user) | values, crumbs)
