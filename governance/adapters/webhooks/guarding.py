"""Which addresses a webhook may lead to: no private ones, but in networks that are named.

An address is looked at as it came from the resolver, in every form in which a private one can be
dressed (mapped into IPv6, by 6to4, by NAT64), and it is that very one that is connected to. So
neither a name that answers differently the second time nor an odd spelling leads inside.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import Final

from governance.domain.errors import Problem, Unusable

PRIVATE: Final = "VIRES_WEBHOOKS_PRIVATE"

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
_ALSO: Final = tuple(
    ipaddress.ip_network(network)
    for network in (
        "100.64.0.0/10",  # shared by providers' customers; some clouds' metadata
        "168.63.129.16/32",  # Azure's host, from inside
        "192.0.0.0/24",  # protocol assignments; Oracle's metadata
        "192.88.99.0/24",  # relays of 6to4
        "64:ff9b:1::/48",  # NAT64 within a network
        "2001::/23",  # protocol assignments, Teredo among them
    )
)
"""Networks that are not for everybody, beside those that the standard library knows."""


@dataclass(frozen=True, slots=True)
class Networks:
    """The private networks that webhooks may lead into."""

    named: tuple[Network, ...] = ()

    def trouble(self, text: str, *, plain: bool = False) -> Problem | None:
        """Why an address may not be connected to; None where it may.

        What is sent `plain`, without TLS, goes into named networks alone.
        """
        try:
            address = unwrapped(ipaddress.ip_address(text))
        except ValueError:
            return Problem("webhook.address_private", {"address": text[:80], "name": PRIVATE})
        if address.is_multicast or address.is_unspecified:
            return Problem("webhook.address_nobody", {"address": str(address)})
        if any(address in network for network in self.named):
            return None
        if plain:
            return Problem("webhook.plain_outside", {"address": str(address), "name": PRIVATE})
        if is_private(address):
            return Problem("webhook.address_private", {"address": str(address), "name": PRIVATE})
        return None


def unwrapped(address: Address) -> Address:
    """The IPv4 address that an IPv6 one stands for; any other as it is."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def is_private(address: Address) -> bool:
    """Whether an address is not one of the internet at large."""
    return (
        not address.is_global
        or address.is_private
        or address.is_loopback
        or address.is_link_local
        or address.is_reserved
        or getattr(address, "is_site_local", False)
        or any(address in network for network in _ALSO)
    )


def networks_from(named: str) -> Networks:
    """The networks that the setting names, with commas between; none where it is empty.

    Raises `Unusable` for what is no network.
    """
    found: list[Network] = []
    for text in named.split(","):
        if not text.strip():
            continue
        try:
            found.append(ipaddress.ip_network(text.strip()))
        except ValueError:
            want = "networks with commas between them, such as 10.1.0.0/16,192.0.2.7"
            raise Unusable.one("carrier.setting_wrong", name=PRIVATE, want=want) from None
    return Networks(tuple(found))
