"""Which accounts a document may let in: the ones the provider is pinned to, and those listed."""

import json
from collections.abc import Iterator
from typing import Any, Final

from .documents import Principal, Statement
from .guards import confused, public, wildcard_actions
from .predicates import Config
from .resource import Resource
from .rule import Finding
from .statements import statements

_TWELVE_DIGITS: Final = 10**11


def pinned(resource: Resource) -> list[str]:
    """The provider's `allowedAccountIds`; none where it is bound to no account."""
    found: Any = (resource.provider or {}).get("allowedAccountIds", [])
    # The engine hands a provider's lists over as JSON text.
    found = json.loads(found) if isinstance(found, str) and found.startswith("[") else found
    return [_text(each) for each in found if _text(each)] if isinstance(found, list) else []


def _text(account: Any) -> str:
    """`pulumi config set --path` writes a number, unless it is told not to; else empty."""
    if isinstance(account, int | float) and account >= _TWELVE_DIGITS:
        return f"{account:.0f}"
    return account if isinstance(account, str) else ""


def ours(resource: Resource, config: Config) -> frozenset[str]:
    """The rule's `accounts` and those that the provider is pinned to (rule 0.3 wants these).

    Empty where neither is there: then nobody can say who is a stranger.
    """
    return frozenset([*pinned(resource), *config["accounts"]])


def strangers(statement: Statement, accounts: frozenset[str]) -> bool:
    """Whether it allows something to a principal of an account that is not in `accounts`."""
    return (
        bool(accounts)
        and statement.allows
        and any(account not in accounts for account in _accounts(statement.principals))
    )


def _accounts(principals: tuple[Principal, ...]) -> Iterator[str]:
    for each in principals:
        if each.kind == "CanonicalUser":
            yield "of nobody that can be named"
        elif each.kind == "AWS" and each.name != "*":
            yield account_of(each)


def account_of(principal: Principal) -> str:
    """`111122223333`, whether written alone or in an ARN; else the name.

    The id of a role that was deleted, for one, belongs to nobody.
    """
    parts = principal.name.split(":")
    return parts[4] if len(parts) > 4 else principal.name  # noqa: PLR2004 - arn:partition:service:region:account


def nobody_else(holder: Resource, config: Config) -> Iterator[Finding]:
    """A check of the document at `policy`: only our own accounts, and services on our behalf."""
    accounts = ours(holder, config)
    for index, each in enumerate(statements(holder, "policy")):
        if public(each) or confused(each) or strangers(each, accounts):
            yield Finding(
                f"policy, Statement[{index}]: Name the principal, of our own accounts; bind a "
                "service by aws:SourceArn or aws:SourceAccount."
            )


def nobody_else_and_named_actions(holder: Resource, config: Config) -> Iterator[Finding]:
    """The same, and no action by a pattern."""
    yield from nobody_else(holder, config)
    for index, each in enumerate(statements(holder, "policy")):
        if wildcard_actions(each):
            yield Finding(f"policy, Statement[{index}]: Write out the actions, without *.")
