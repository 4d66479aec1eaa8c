"""Keys that tell whether two enquiries come from the same person or the same company.

Everything here is a pure function of the text somebody typed: no key at all (None) is always better than a
wrong one, because a wrong key merges two strangers.
"""

import re
from urllib.parse import urlsplit

#: Mail providers anybody can register with: an address there says nothing about a company.
FREE_MAIL_DOMAINS = frozenset(
    """
    126.com 163.com 21cn.com aim.com alice.it aol.com aol.de arcor.de bigpond.com bluewin.ch bol.com.br
    btinternet.com centrum.cz cock.li comcast.net duck.com email.com email.cz email.de fastmail.com fastmail.fm
    foxmail.com free.fr freenet.de gawab.com gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.fr gmx.net googlemail.com
    hey.com hotmail.co.uk hotmail.com hotmail.de hotmail.es hotmail.fr hotmail.it hushmail.com icloud.com inbox.com
    inbox.lv inbox.ru interia.pl kakao.com laposte.net libero.it list.ru live.co.uk live.com live.de live.fr live.it
    live.nl mac.com mail.com mail.de mail.ru mailbox.org me.com msn.com naver.com neuf.fr o2.pl ok.de onet.pl
    online.de orange.fr outlook.com outlook.de outlook.es outlook.fr outlook.it pm.me post.cz posteo.de posteo.net
    proton.me protonmail.ch protonmail.com qq.com rediffmail.com rocketmail.com sapo.pt sbcglobal.net seznam.cz
    sfr.fr sina.com skynet.be sohu.com t-online.de talktalk.net telenet.be telia.com terra.com.br tiscali.it tuta.io
    tutanota.com uol.com.br verizon.net virgilio.it virginmedia.com vodafone.it wanadoo.fr web.de wp.pl xs4all.nl
    ya.ru yahoo.ca yahoo.co.in yahoo.co.jp yahoo.co.uk yahoo.com yahoo.com.au yahoo.com.br yahoo.de yahoo.es
    yahoo.fr yahoo.in yahoo.it yandex.com yandex.ru yeah.net ymail.com zoho.com zohomail.com
    """.split()  # noqa: SIM905 -- a list literal of this length reads worse
)

#: Hosts on which many companies keep a page: the host says nothing about which company.
SHARED_SITE_HOSTS = frozenset(
    """
    about.me amazon.com behance.net bigcartel.com blogger.com blogspot.com business.site carrd.co ebay.com etsy.com
    facebook.com fb.com github.io google.com instagram.com jimdo.com jimdosite.com linkedin.com linktr.ee medium.com
    myshopify.com netlify.app notion.site pages.dev pinterest.com shopify.com site123.me squarespace.com strikingly.com
    substack.com t.me tiktok.com tumblr.com twitter.com vercel.app webflow.io webnode.page weebly.com wixsite.com
    wordpress.com x.com xing.com youtube.com
    """.split()  # noqa: SIM905 -- a list literal of this length reads worse
)

#: Labels under which country registries sell names, so that acme.co.uk is a company and co.uk is none.
_REGISTRY_LABELS = frozenset(
    """
    ac asn biz co com edu go gob gov id in info ltd me ne net nom or org plc sch web
    """.split()  # noqa: SIM905 -- see above
)

#: Set aside for documentation and demonstrations (RFC 2606): each name below one is a company of its own.
_DOCUMENTATION_DOMAINS = frozenset({"example.com", "example.net", "example.org"})

_EMAIL = re.compile(r"^[^\s@<>,;:\"()\[\]\\]+@[^\s@<>,;:\"()\[\]\\]+\.[^\s@<>,;:\"()\[\]\\.]{2,}$")
_HOST = re.compile(r"^(?=.{4,253}$)([\w](?:[\w-]{0,61}[\w])?\.)+[^\W\d_][\w-]{1,61}$", re.UNICODE)
#: ITU-T E.164: country code and number together have at most 15 digits; fewer than 7 is an extension, not a number
_PHONE_DIGITS = range(7, 16)


def normalise_email(text):
    """:return str: the address in lower case without a display name; None unless there is exactly one valid address"""
    if not text or not isinstance(text, str):
        return None
    text = text.strip()
    if text.endswith(">") and "<" in text:
        text = text[text.rindex("<") + 1 : -1].strip()
    text = text.rstrip(".").lower()
    if len(text) > 254 or ".." in text or not _EMAIL.match(text):
        return None
    return text


def normalise_phone(text, calling_code=None):
    """Bring a phone number into one international form.

    :param str text: what was typed
    :param calling_code: country calling code (49) used for numbers with a national prefix
    :return str: ``+`` and digits; digits alone when the country is unknown; None when it cannot be a phone number
    """
    if not text or not isinstance(text, str):
        return None
    text = text.strip()
    if not re.fullmatch(r"[+\d\s().\-/\u00a0\u2010-\u2015]+", text):
        return None
    international = text.startswith("+")
    # the trunk zero in "+49 (0) 30 1234" is dialled inside the country only
    digits = re.sub(r"\D", "", re.sub(r"\(0\)", "", text) if international else text)
    if not international and digits.startswith("00"):
        international, digits = True, digits[2:]
    if not international and calling_code:
        international, digits = True, f"{calling_code}{digits.removeprefix('0')}"
    if len(digits) not in _PHONE_DIGITS:
        return None
    return f"+{digits}" if international else digits


def normalise_url(text):
    """:return str: the address with scheme and a lower-case host, or None when it is no web address"""
    if not text or not isinstance(text, str) or re.search(r"\s", text.strip()):
        return None
    text = text.strip()
    if "://" not in text:
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host or parts.username is not None or not _HOST.match(host):
        return None
    netloc = f"{host}:{port}" if port else host
    tail = parts.path + (f"?{parts.query}" if parts.query else "")
    return f"{parts.scheme.lower()}://{netloc}{'' if tail == '/' else tail}"


def registered_domain(host):
    """:return str: the part of a host a company registers (``shop.acme.co.uk`` gives ``acme.co.uk``), or None"""
    labels = (host or "").lower().strip(".").split(".")
    if len(labels) < 2 or not all(labels):
        return None
    below_registry = len(labels[-1]) == 2 and labels[-2] in _REGISTRY_LABELS
    size = 3 if below_registry or ".".join(labels[-2:]) in _DOCUMENTATION_DOMAINS else 2
    return ".".join(labels[-size:]) if len(labels) >= size else None


def is_free_mail(email):
    """:return bool: whether an address belongs to a provider anybody can register with"""
    normalised = normalise_email(email)
    if not normalised:
        return False
    host = normalised.rpartition("@")[2]
    return host in FREE_MAIL_DOMAINS or registered_domain(host) in FREE_MAIL_DOMAINS


def company_domain(email=None, site_url=None):
    """The domain that stands for a company: that of the address, else that of the site.

    :return str: registered domain; None for private addresses without a site, and for pages on shared hosts
    """
    normalised = normalise_email(email)
    if normalised and not is_free_mail(normalised):
        domain = registered_domain(normalised.rpartition("@")[2])
        if domain:
            return domain
    url = normalise_url(site_url)
    host = urlsplit(url).hostname if url else None
    domain = registered_domain(host)
    if not domain or domain in SHARED_SITE_HOSTS or host in SHARED_SITE_HOSTS or domain in FREE_MAIL_DOMAINS:
        return None
    return domain
