"""What can go wrong when a provider is called, by what should happen next.

None of these messages ever holds an address: addresses of webhooks and of requests contain secrets.
"""


class ConnectorError(Exception):
    """Base of all: the message is for the person who owns the connection."""


class Retryable(ConnectorError):
    """It may work later.

    :ivar seconds: how long the provider asked to wait; None when it did not say
    """

    def __init__(self, message, seconds=None):
        self.seconds = seconds
        super().__init__(message)


class Quota(Retryable):
    """Too many requests: wait, then go on."""


class Unauthorized(ConnectorError):
    """The credentials are wrong, expired or were taken back: a person has to renew them."""


class Fatal(ConnectorError):
    """Repeating it would not help: the request or the address is wrong."""
