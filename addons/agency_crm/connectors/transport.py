"""HTTP calls to addresses that users typed: to the public internet only, with time limits and typed errors."""

import os
import socket

import requests
import urllib3
from requests.adapters import HTTPAdapter

from ..core import addresses, waiting
from .errors import Fatal, Quota, Retryable, Unauthorized

#: Seconds to connect, and between two packets.
TIMEOUT = 20
#: Set by whoever runs the server, never by a user: addresses of the local network may be called, without encryption.
PRIVATE_VARIABLE = "AGENCY_PRIVATE_ADDRESSES"
#: A provider's explanation is kept this long.
MAX_DETAIL = 200


class NotPublic(ValueError):
    """The name leads to an address that is not public."""


def private_allowed():
    """:return bool: whether whoever runs the server lets it call addresses that are not public"""
    return os.environ.get(PRIVATE_VARIABLE) == "1"


def schemes():
    """:return tuple: schemes that addresses typed by users may have"""
    return ("https", "http") if private_allowed() else ("https",)


class _PublicOnly:
    """A connection that looks where it leads, before it is made and again before anything is sent.

    A name may lead elsewhere at the second look (DNS rebinding), so the peer of the socket is what counts.
    """

    def _new_conn(self):
        if private_allowed():
            return super()._new_conn()
        for *_rest, sockaddr in socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM):
            self._require_public(sockaddr[0])
        connection = super()._new_conn()
        try:
            self._require_public(connection.getpeername()[0])
        except NotPublic:
            connection.close()
            raise
        return connection

    @staticmethod
    def _require_public(address):
        if not addresses.is_public(address):
            raise NotPublic


class _HTTPConnection(_PublicOnly, urllib3.connection.HTTPConnection):
    pass


class _HTTPSConnection(_PublicOnly, urllib3.connection.HTTPSConnection):
    pass


class _HTTPPool(urllib3.HTTPConnectionPool):
    ConnectionCls = _HTTPConnection


class _HTTPSPool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _HTTPSConnection


class PublicAdapter(HTTPAdapter):
    """Transport adapter of ``requests`` that refuses addresses that are not public."""

    def init_poolmanager(self, *args, **kwargs):
        result = super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _HTTPPool, "https": _HTTPSPool}
        return result


def session():
    """:return: ``requests.Session`` for addresses typed by users; a proxy of the environment would see them, so none"""
    made = requests.Session()
    made.trust_env = False
    adapter = PublicAdapter()
    made.mount("https://", adapter)
    made.mount("http://", adapter)
    return made


def post_json(url, payload, http=None, timeout=None):
    """Send JSON and take anything but a success as a typed error. Redirects are not followed.

    :param str url: address, checked by :func:`~..core.addresses.check` when it was typed
    :param dict payload: body
    :param http: a session, one of :func:`session` unless given
    :param timeout: seconds to connect and to wait for an answer, ``TIMEOUT`` unless given
    :return: ``requests.Response`` with a status of 2xx
    :raise Quota: 429, with the seconds to wait
    :raise Retryable: no answer in time, no connection, 5xx
    :raise Unauthorized: 401 or 403
    :raise Fatal: any other status, or an address that is not public
    """
    try:
        answer = (http or session()).post(url, json=payload, timeout=timeout or TIMEOUT, allow_redirects=False)
    except NotPublic:
        raise Fatal("the address leads into a private network") from None
    except requests.Timeout:
        raise Retryable("no answer in time") from None
    except socket.gaierror:
        raise Retryable("the address's name is not known right now") from None
    except requests.RequestException as error:
        raise Retryable(f"no connection ({type(error).__name__})") from None
    return judge(answer)


def judge(answer):
    """:return: the response when it is a success; else raise what :func:`post_json` says"""
    status = answer.status_code
    if 200 <= status < 300:
        return answer
    detail = " ".join(answer.text[:MAX_DETAIL].split())
    message = f"answer {status}" + (f": {detail}" if detail else "")
    if status == 429:
        raise Quota("too many messages at once", waiting.seconds_to_wait(answer.headers))
    if status in (408, 425) or status >= 500:
        raise Retryable(message, waiting.seconds_to_wait(answer.headers))
    if status in (401, 403):
        raise Unauthorized(message)
    raise Fatal(message)
