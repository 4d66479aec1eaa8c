"""What an enquiry must hold to become a lead: cleaning and checking of the values of a form or an API call."""

import contextlib
import math
import re

from .contact_keys import normalise_email, normalise_phone, normalise_url

#: single-line texts and how long each may be
TEXT_LIMITS = {
    "name": 200,
    "contact_name": 120,
    "email_from": 254,
    "phone": 40,
    "partner_name": 160,
    "site_url": 300,
    "site_stack": 120,
    "current_agency": 160,
}
DESCRIPTION_LIMIT = 10_000
MAX_MONTHLY_BUDGET = 1_000_000_000
#: more choices than this are no answer but a script
MAX_CHOICES = 30

#: every code :func:`validate` can give
ERROR_CODES = (
    "required",
    "too_long",
    "invalid_text",
    "invalid_email",
    "invalid_phone",
    "invalid_url",
    "invalid_number",
    "out_of_range",
    "unknown_choice",
    "too_many",
)

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def parse_amount(value):
    """Read an amount as people type it: ``5000``, ``5,000.50``, ``5.000,50``, ``5 000 €``.

    :return float: the amount; None for nothing at all
    :raise ValueError: not an amount
    """
    if value is None or value is False or value == "":
        return None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if not math.isfinite(value):
            raise ValueError(value)
        return float(value)
    if not isinstance(value, str):
        raise ValueError(value)
    text = re.sub(r"[\s\u00a0\u202f'’]|[$€£¥]|\b[A-Za-z]{3}\b", "", value.strip())
    if not text:
        if value.strip():
            raise ValueError(value)
        return None
    if "," in text and "." in text:
        thousands = "," if text.rindex(",") < text.rindex(".") else "."
        text = text.replace(thousands, "").replace(",", ".")
    elif re.fullmatch(r"-?\d{1,3}([.,]\d{3})+", text):
        text = re.sub(r"[.,]", "", text)
    else:
        text = text.replace(",", ".")
    if not re.fullmatch(r"-?\d{1,15}(\.\d{1,6})?", text):
        raise ValueError(value)
    return float(text)


def clean(values):
    """Bring the values into the form in which they are stored; what cannot be cleaned is kept for :func:`validate`.

    :param dict values: field name -> what was typed
    :return dict: new dict; texts stripped, address in lower case, site with scheme, budget as number, codes as list
    """
    result = {}
    for field, value in values.items():
        if isinstance(value, str):
            value = value.strip()
        if field in ("channel_codes", "goal_codes"):
            value = [value] if isinstance(value, str) and value else list(value or [])
            value = list(dict.fromkeys(value))
        elif field == "email_from":
            value = normalise_email(value) or value
        elif field == "site_url":
            value = normalise_url(value) or value
        elif field == "monthly_ad_budget":
            # validate() tells what is wrong with it
            with contextlib.suppress(ValueError):
                value = parse_amount(value)
        elif field in TEXT_LIMITS and isinstance(value, str) and field != "phone":
            value = re.sub(r"[ \t]+", " ", value)
        result[field] = value
    return result


def validate(values, channel_codes=None, goal_codes=None):
    """Check the values of an enquiry.

    :param dict values: field name -> what was typed, cleaned or not
    :param channel_codes: codes that exist; None skips the check
    :param goal_codes: same for goals
    :return dict: field name -> error code, one a field; empty when everything is fine
    """
    errors = {}
    for field, limit in TEXT_LIMITS.items():
        value = values.get(field)
        if not value:
            continue
        if not isinstance(value, str) or _CONTROL.search(value):
            errors[field] = "invalid_text"
        elif len(value) > limit:
            errors[field] = "too_long"
    description = values.get("description")
    if description and not isinstance(description, str):
        errors["description"] = "invalid_text"
    elif description and len(description) > DESCRIPTION_LIMIT:
        errors["description"] = "too_long"

    def check(field, problem, code):
        if field not in errors and problem:
            errors[field] = code

    def text(field):
        value = values.get(field)
        return value.strip() if isinstance(value, str) else value

    email, phone, site = text("email_from"), text("phone"), text("site_url")
    check("contact_name", not text("contact_name"), "required")
    # a phone number alone is enough to answer, nothing at all is not
    check("email_from", not email and not phone, "required")
    check("email_from", email and not normalise_email(email), "invalid_email")
    check("phone", phone and not normalise_phone(phone), "invalid_phone")
    check("site_url", site and not normalise_url(site), "invalid_url")
    try:
        budget = parse_amount(values.get("monthly_ad_budget"))
    except ValueError:
        check("monthly_ad_budget", True, "invalid_number")
    else:
        check("monthly_ad_budget", budget is not None and not 0 <= budget <= MAX_MONTHLY_BUDGET, "out_of_range")
    for field, known in (("channel_codes", channel_codes), ("goal_codes", goal_codes)):
        chosen = values.get(field) or []
        chosen = [chosen] if isinstance(chosen, str) else chosen
        check(field, len(chosen) > MAX_CHOICES, "too_many")
        check(field, known is not None and any(code not in known for code in chosen), "unknown_choice")
    return errors
