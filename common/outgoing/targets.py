"""Which addresses may be called: what a URL names, and what of it is refused. Nothing here touches the network."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST = 2000
_PORTS = {"https": 443, "http": 80}
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)", re.ASCII)
_NUMERIC = re.compile(r"[0-9]+|0x[0-9a-f]*", re.ASCII)
_NAT64 = IPv6Network("64:ff9b::/96")
# what Python calls global and yet leads elsewhere: relays and tunnels that hold an IPv4 address, old site-local, what
# is for protocols and for examples, and where a machine of a cloud finds the host below it
_NEVER = tuple(
    ip_network(one)
    for one in (
        *("192.88.99.0/24", "192.0.0.0/24", "168.63.129.16/32"),
        *("2001::/32", "2002::/16", "3fff::/20", "fec0::/10", "::/96"),
    )
)


class Reason(models.TextChoices):
    """Why a server was not called, or gave no answer."""

    ADDRESS = "ADDRESS", _("This is no address of a server.")
    SCHEME = "SCHEME", _("The address has to begin with https://.")
    USERINFO = "USERINFO", _("The address must not hold a user name or a password.")
    PORT = "PORT", _("This port must not be called.")
    HOST = "HOST", _("This host is not among those that may be called.")
    PRIVATE = "PRIVATE", _("This address lies within a private network.")
    REDIRECT = "REDIRECT", _("The server sends on to another address; this is not followed.")
    NAME = "NAME", _("There is no server of this name.")
    CONNECT = "CONNECT", _("The server takes no connection.")
    TLS = "TLS", _("The server's certificate is not good for its name.")
    TIME = "TIME", _("The server took too long.")
    BROKEN = "BROKEN", _("The server broke off, or its answer is not HTTP.")


class Refused(Exception):
    """We do not call this, or do not take the answer. ``status`` and ``location`` of an answer that sends on."""

    def __init__(self, reason: Reason, *, status: int = 0, location: str = ""):
        super().__init__(reason.value)
        self.reason, self.status, self.location = reason, status, location


@dataclass(frozen=True)
class Allowed:
    """What a caller may reach: hosts (``example.com``, or ``*.example.com`` for all below it; None: any), and ports.
    A host, or a single address, that ``ORDERS_OUTGOING_PRIVATE`` names may be called at any port, also without TLS; a
    network there only says that its addresses may be called though they are private."""

    hosts: Collection[str] | None = None
    ports: Collection[int] = (443, 8443)

    def admits(self, host: str) -> bool:
        """Whether this host is among them."""
        return self.hosts is None or any(_fits(host, one.strip().lower()) for one in self.hosts)


ANY = Allowed()  # every public server


def _fits(host: str, pattern: str) -> bool:
    return host.endswith(pattern[1:]) if pattern.startswith("*.") else host == pattern


@dataclass(frozen=True)
class Target:
    """A server and what is asked of it. ``host`` in small ASCII letters; ``path`` with its query."""

    is_tls: bool
    host: str
    port: int
    path: str

    @property
    def named(self) -> str:
        """As the header Host says it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS["https" if self.is_tls else "http"] else f"{host}:{self.port}"


def target_of(url: str, allow: Allowed) -> Target:
    """What an address means. Raises Refused; a host that is a number is judged here, a name once it is resolved
    (``admitted``)."""
    if not 0 < len(url) <= LONGEST or "\\" in url or any(one <= " " or one == "\x7f" for one in url):
        raise Refused(Reason.ADDRESS)
    try:
        parts = urlsplit(url)
        port, name = parts.port, parts.hostname or ""
    except ValueError:
        raise Refused(Reason.ADDRESS) from None
    if parts.scheme not in _PORTS:
        raise Refused(Reason.SCHEME)
    if "@" in parts.netloc:
        raise Refused(Reason.USERINFO)
    if ("[" in parts.netloc) != (":" in name):  # brackets are for addresses with colons
        raise Refused(Reason.ADDRESS)
    host = _host(name)
    is_tls, is_ours = parts.scheme == "https", _is_named_itself(host)
    if not is_tls and not is_ours:
        raise Refused(Reason.SCHEME)
    port = _PORTS[parts.scheme] if port is None else port
    if port not in allow.ports and not (is_ours and port):
        raise Refused(Reason.PORT)
    if not allow.admits(host):
        raise Refused(Reason.HOST)
    if (address := _address(host)) and not is_public(address) and not _is_named_private(host):
        raise Refused(Reason.PRIVATE)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(is_tls, host, port, _ascii(path))


def _ascii(path: str) -> str:
    return path if path.isascii() else "".join(one if one.isascii() else _percent(one) for one in path)


def _percent(one: str) -> str:
    return "".join(f"%{byte:02X}" for byte in one.encode())


def _host(name: str) -> str:
    """The name as the network writes it. What looks like a number and is no plain address (octal, decimal, short) is
    refused: others read such a thing as an address."""
    try:
        host = name if ":" in name else name.encode("idna").decode().lower().removesuffix(".")
    except UnicodeError:
        raise Refused(Reason.ADDRESS) from None
    if _address(host) is not None:
        return str(_address(host))
    labels = host.split(".")
    if ":" in host or len(host) > 253 or not all(_LABEL.fullmatch(one) for one in labels):
        raise Refused(Reason.ADDRESS)
    if _NUMERIC.fullmatch(labels[-1]):
        raise Refused(Reason.ADDRESS)
    return host


def _address(host: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(host)
    except ValueError:
        return None
    return None if isinstance(found, IPv6Address) and found.scope_id else found


def admitted(host: str, addresses: Sequence[str]) -> list[str]:
    """Those of a host's addresses that may be called. Raises Refused where there is none."""
    is_ours = _is_named_private(host)
    found = [one for one in addresses if is_ours or is_public(ip_address(one)) or _is_named_private(one)]
    if not found:
        raise Refused(Reason.PRIVATE)
    return found


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether everybody on the internet means the same by this address."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if address in _NAT64:
            return is_public(IPv4Address(int(address) & 0xFFFFFFFF))
    if any(address.version == net.version and address in net for net in _NEVER):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _is_named_itself(host: str) -> bool:
    """Whether the company names just this host, or this address and no more."""
    return any(_says(one, host, is_alone=True) for one in settings.OUTGOING_PRIVATE)


def _is_named_private(host: str) -> bool:
    """Whether the company says that this host, or the network of this address, may be called though it is private."""
    return any(_says(one, host) for one in settings.OUTGOING_PRIVATE)


def _says(named: str, host: str, *, is_alone: bool = False) -> bool:
    network: IPv4Network | IPv6Network
    try:
        network = ip_network(named.strip(), strict=False)
    except ValueError:
        return host == named.strip().lower()
    found = _address(host)
    address = found.ipv4_mapped or found if isinstance(found, IPv6Address) else found
    if address is None or address.version != network.version or (is_alone and network.num_addresses > 1):
        return False
    return address in network
