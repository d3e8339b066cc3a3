"""Why a request to another server came to nothing, in words that may be shown."""

from __future__ import annotations

from enum import StrEnum

from sangto.kernel.errors import gettext_noop


class Reason(StrEnum):
    ADDRESS = "address"
    PORT = "port"
    UNKNOWN_HOST = "unknown_host"
    PRIVATE = "private"
    NO_CONNECTION = "no_connection"
    TLS = "tls"
    TOO_SLOW = "too_slow"
    BROKEN = "broken"
    REDIRECT = "redirect"
    INSECURE_REDIRECT = "insecure_redirect"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    TOO_LARGE = "too_large"
    ENCODING = "encoding"
    CONTENT_TYPE = "content_type"


#: English sentences for the catalogue. None of them quotes what the other server sent.
MESSAGES: dict[Reason, str] = {
    Reason.ADDRESS: gettext_noop("This is no address that begins with http:// or https://."),
    Reason.PORT: gettext_noop("Only the ports 80 and 443 are asked, unless the settings say so."),
    Reason.UNKNOWN_HOST: gettext_noop("No server is known under this name."),
    Reason.PRIVATE: gettext_noop("The name leads to a private address, which is never asked."),
    Reason.NO_CONNECTION: gettext_noop("The server does not answer."),
    Reason.TLS: gettext_noop("The server can not prove that it is the one it is called."),
    Reason.TOO_SLOW: gettext_noop("The server took too long."),
    Reason.BROKEN: gettext_noop("The server broke off or sent something that is no answer."),
    Reason.REDIRECT: gettext_noop("The server sends on to another address."),
    Reason.INSECURE_REDIRECT: gettext_noop("The server sends on to an address without https."),
    Reason.TOO_MANY_REDIRECTS: gettext_noop("The server sends on again and again."),
    Reason.TOO_LARGE: gettext_noop("The answer is larger than what is taken."),
    Reason.ENCODING: gettext_noop("The answer is packed in a way that can not be read."),
    Reason.CONTENT_TYPE: gettext_noop("The answer is of a kind that is not expected here."),
}


class OutgoingError(Exception):
    """The request was refused or failed; nothing of the answer is kept."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(MESSAGES[reason])
        self.reason = reason
