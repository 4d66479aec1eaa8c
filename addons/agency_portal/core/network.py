"""Who is behind an address, as far as counting requests is concerned."""

import ipaddress


def requester_of(address):
    """Reduce an address to what one requester controls.

    A home or a server gets a whole /64 of IPv6 addresses, so counting single ones would count nothing.

    :param str address: IPv4 or IPv6 address, as the server saw it
    :return str: the IPv4 address, the IPv6 /64 network, or the text itself when it is no address
    """
    try:
        parsed = ipaddress.ip_address((address or "").split("%")[0])
    except ValueError:
        return address or ""
    if parsed.version == 4:
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, 64), strict=False))
