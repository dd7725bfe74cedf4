"""What is ours: accounts, regions, organisations, buckets and addresses, in one notion.

The stack's own configuration says where it is deployed; the rule's settings add what else is ours.
"""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import pulumi

from .partners import partners
from .predicates import Config
from .resource import Resource

_TWELVE_DIGITS: Final = 10**11
SETTINGS: Final[Mapping[str, Any]] = {
    "accounts": [],
    "partners": [],
    "organizations": [],
    "regions": [],
    "buckets": [],
    "addresses": [
        "https://api.stripe.com",
        "https://events.eu.pagerduty.com",
        "https://events.pagerduty.com",
        "https://github.com/tillstack/tillstack",
    ],
}
"""Of the rule, beside what the stack says: `accounts` of our own, `partners` with owner and day,
`organizations` by their ids, `regions` in place of the stack's own, `buckets` of other stacks of
ours, and `addresses` where data may go: each a scheme and a host, and the path as far as it
counts, or alone a host, an endpoint service, or the id of a network."""


class Ours(NamedTuple):
    """What a resource may name."""

    accounts: frozenset[str]
    """Empty where nobody has said: then nobody can say who is a stranger (rule 0.3 asks)."""
    regions: frozenset[str]
    organizations: frozenset[str]
    buckets: frozenset[str]
    addresses: tuple[str, ...]


def ours(resource: Resource, config: Config, today: dt.date) -> Ours:
    """What the stack of a resource and the rule's settings call ours."""
    theirs = (one.account for one in partners(config["partners"]) if today <= one.expires)
    region = pulumi.Config("aws").get("region") or (resource.provider or {}).get("region")
    here = [region] if isinstance(region, str) and region else []
    return Ours(
        frozenset([*own(resource), *config["accounts"], *theirs]),
        frozenset(config["regions"] or here),
        frozenset(config["organizations"]),
        frozenset(config["buckets"]),
        tuple(config["addresses"]),
    )


def own(resource: Resource) -> list[str]:
    """The accounts that the stack is deployed to, as its configuration says, or its provider."""
    return _ids(pulumi.Config("aws").get("allowedAccountIds")) or pinned(resource)


def pinned(resource: Resource) -> list[str]:
    """The provider's `allowedAccountIds`; none where it is bound to no account."""
    return _ids((resource.provider or {}).get("allowedAccountIds", []))


def _ids(found: Any) -> list[str]:
    # The engine hands lists over as JSON text.
    found = json.loads(found) if isinstance(found, str) and found.startswith("[") else found
    return [_text(each) for each in found if _text(each)] if isinstance(found, list) else []


def _text(account: Any) -> str:
    """`pulumi config set --path` writes a number, unless it is told not to; else empty."""
    if isinstance(account, int | float) and account >= _TWELVE_DIGITS:
        return f"{account:.0f}"
    return account if isinstance(account, str) else ""
