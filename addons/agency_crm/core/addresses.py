"""Which places on the network the server may call because a user typed their address."""

import ipaddress
from urllib.parse import urlsplit


class AddressError(ValueError):
    """An address that must not be called; ``code`` is ``scheme``, ``host`` or ``credentials``."""

    def __init__(self, code):
        self.code = code
        super().__init__(code)


def check(url, schemes=("https",)):
    """Check the form of an address; where its name leads is seen when it is called.

    :param str url: what a user typed
    :param schemes: allowed schemes
    :return str: the address without spaces around it
    :raise AddressError: no such scheme, no host, or a name and password inside the address
    """
    url = (url or "").strip()
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        raise AddressError("host") from None
    if parts.scheme not in schemes:
        raise AddressError("scheme")
    if not host or any(character.isspace() for character in url):
        raise AddressError("host")
    if parts.username or parts.password:
        raise AddressError("credentials")
    return url


def is_public(address):
    """Whether an address is one of the public internet: no own machine, no local network, no metadata service.

    :param str address: IPv4 or IPv6 address as numbers
    :return bool: False also for what is no address
    """
    try:
        parsed = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return False
    # an IPv4 address can hide in several kinds of IPv6 address
    inner = getattr(parsed, "ipv4_mapped", None) or getattr(parsed, "sixtofour", None)
    if not inner and getattr(parsed, "teredo", None):
        inner = parsed.teredo[1]
    if not inner and parsed.version == 6 and parsed in NAT64:
        inner = ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF)
    if inner:
        return is_public(str(inner))
    return parsed.is_global and not parsed.is_multicast


#: Addresses that translators turn into IPv4 ones (RFC 6052).
NAT64 = ipaddress.ip_network("64:ff9b::/96")
