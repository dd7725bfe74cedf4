"""Which accounts a document may let in: the ones the provider is pinned to, and those listed."""

import json
from collections.abc import Iterator
from typing import Any

from .documents import Principal, Statement
from .guards import confused, public, wildcard_actions
from .musts import Config
from .resource import Resource
from .rule import Finding
from .statements import statements


def ours(resource: Resource, config: Config) -> frozenset[str]:
    """The rule's `accounts` and the provider's `allowedAccountIds` (rule 0.3 wants these pinned).

    Empty where neither is there: then nobody can say who is a stranger.
    """
    pinned: Any = (resource.provider or {}).get("allowedAccountIds", [])
    # The engine hands a provider's lists over as JSON text.
    pinned = json.loads(pinned) if isinstance(pinned, str) else pinned
    known = [each for each in pinned if isinstance(each, str)] if isinstance(pinned, list) else []
    return frozenset([*known, *config["accounts"]])


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
            parts = each.name.split(":")
            # arn:partition:service:region:account:resource; a bare account; an id of a role
            # that was deleted, which belongs to nobody.
            yield parts[4] if len(parts) > 4 else each.name  # noqa: PLR2004 - see above


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
