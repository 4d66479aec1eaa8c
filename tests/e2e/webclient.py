"""How a person uses the web client, in words both series understand."""

import os
import re

from playwright.sync_api import expect

#: what the web client waits for; its connection for notices never rests
LOADS = re.compile(r"/web/(dataset|action|webclient|view|model)|/mail/|/report/")
#: page -> requests that have not been answered
PENDING = {}


def go_home(page):
    """Open the Agency app."""
    page.goto("/web")
    page.wait_for_selector(".o_main_navbar")
    if "Agency" not in page.inner_text(".o_menu_brand, .o_main_navbar"):
        page.click(".o_navbar_apps_menu button")
        page.click(".o_app:has-text('Agency')")
    page.wait_for_selector(".o_menu_sections")


def open_menu(page, section, entry):
    """Choose an entry of a section of the Agency app."""
    go_home(page)
    page.click(f".o_menu_sections button:has-text('{section}')")
    page.locator(".dropdown-item, .o-dropdown-item").get_by_text(entry, exact=True).first.click()
    wait_idle(page)


def open_form(page, model, record_id):
    """Open a record by its address."""
    if os.environ["AGENCY_SERIES"] == "17.0":
        # the address after the hash alone would not load anything
        page.goto("about:blank")
        page.goto(f"/web#model={model}&id={record_id}&view_type=form")
    else:
        page.goto(f"/odoo/{model}/{record_id}")
    page.wait_for_selector(".o_form_view")
    wait_idle(page)


def watch(page):
    """Follow the requests of a page, so that ``wait_idle`` knows what it still waits for."""
    pending = PENDING[page] = set()
    page.on("request", lambda request: pending.add(request) if LOADS.search(request.url) else None)
    page.on("requestfinished", lambda request: pending.discard(request))
    page.on("requestfailed", lambda request: pending.discard(request))
    page.on("domcontentloaded", lambda _page: pending.clear())


def wait_idle(page):
    """Wait until the web client has got what it asked for and shown it."""
    quiet = 0
    for _attempt in range(400):
        page.wait_for_timeout(100)
        quiet = 0 if PENDING[page] else quiet + 1
        if quiet == 4:
            break
    page.wait_for_selector(".o_loading_indicator, .o_blockUI", state="detached")


def show_all(page):
    """Take every filter and grouping off a list."""
    while page.locator(".o_facet_remove").count():
        page.locator(".o_facet_remove").first.click()
        wait_idle(page)


def open_record(page, text):
    """Open the record of a list or of a kanban view that shows a text."""
    record = page.locator(".o_data_row, .o_kanban_record:not(.o_kanban_ghost)", has_text=text).first
    record.wait_for()
    cells = record.locator(".o_data_cell:not(.o_handle_cell)", has_text=text)
    (cells.first if cells.count() else record).click()
    page.wait_for_selector(".o_form_view")
    wait_idle(page)


def save_dialogue(page):
    """Save the record of the dialogue and wait until it is gone."""
    page.locator(".modal .o_form_button_save:visible").last.click()
    page.wait_for_selector(".modal", state="detached")
    wait_idle(page)


def press(page, label, scope=""):
    """Press a button by its label, in the dialogue when one is open."""
    dialogue = page.locator(".modal.o_technical_modal, .o_dialog .modal")
    place = dialogue.last if dialogue.count() else page.locator(scope or ".o_action_manager")
    place.locator(f"button:visible:has-text('{label}')").first.click()
    wait_idle(page)


def press_named(page, name):
    """Press the button of a method, in the dialogue when one is open."""
    place = page.locator(".o_dialog .modal")
    place = place.last if place.count() else page.locator(".o_action_manager")
    place.locator(f"button[name='{name}']:visible").first.click()
    wait_idle(page)


def confirm(page):
    """Answer a confirmation with its first button."""
    page.locator(".modal-footer button.btn-primary:visible").first.click()
    wait_idle(page)


def tab(page, label):
    """Open a page of a form's notebook."""
    page.locator(".o_notebook .nav-link", has_text=re.compile(rf"^{re.escape(label)}$")).first.click()


def field(page, name):
    """The widget of a form's field."""
    return page.locator(f".o_field_widget[name='{name}']:visible").first


def fill(page, name, value):
    """Type into a field of a form."""
    widget = field(page, name)
    box = widget.locator("input, textarea").first
    box.fill(str(value))
    box.press("Tab")


def choose(page, name, text):
    """Choose a record in a many2one field by part of its name."""
    box = field(page, name).locator("input").first
    box.click()
    box.fill(text)
    page.locator(".o-autocomplete--dropdown-item:visible", has_text=text).first.click()
    box.press("Tab")
    page.wait_for_selector(".o-autocomplete--dropdown-menu", state="detached")


def save(page):
    """Save the form and make sure it took."""
    page.locator(".o_form_button_save:visible").first.click()
    expect(
        page.locator(".o_form_status_indicator_buttons.invisible, .o_form_status_indicator .invisible")
    ).not_to_have_count(0)
    wait_idle(page)


def smart_button(page, text):
    """Press a smart button."""
    button = page.locator(".oe_stat_button:visible", has_text=text)
    if not button.count():
        page.locator(".o_button_more:visible, button:has-text('More'):visible").first.click()
        # the button around the whole menu has the class of a smart button, too
        button = page.locator("button.oe_stat_button:visible, .o-dropdown--menu button", has_text=text)
    button.first.click()
    wait_idle(page)
