"""Rule 0.7: the exemptions themselves are judged."""

import datetime as dt
from collections.abc import Iterator

from pulumi_policy import Severity

from .framework.exemptions import LONGEST, Exemption, Exemptions
from .framework.predicates import Config
from .framework.resource import Stack
from .framework.rule import Finding, Rule


def _wrong(one: Exemption, exemptions: Exemptions, critical: set[str], today: dt.date) -> str:
    """What is wrong with an entry that applies to this stack; nothing if it is in order."""
    if one.rule in critical:
        return "a critical rule can't be exempted"
    if today > one.expires:
        return "it has expired"
    if one.expires - one.approved > LONGEST or one.approved > today:
        return f"it must expire within {LONGEST.days} days of its approval"
    if one not in exemptions.used:
        return "the rule finds nothing wrong with this resource, so it is not needed"
    return ""


def valid(rules: dict[str, Severity], exemptions: Exemptions, today: dt.date) -> Rule:
    """Rule 0.7 over these exemptions. It must judge last, when all others have.

    Args:
        rules: name → severity of every rule of the pack.
        exemptions: what the file says, and what the other rules made use of.
        today: the day that counts.
    """
    critical = {name for name, severity in rules.items() if severity is Severity.CRITICAL}

    def on_stack(stack: Stack, _config: Config) -> Iterator[Finding]:
        urns = {each.urn for each in stack.resources}
        stacks = {urn.split("::", maxsplit=1)[0] for urn in urns}
        for one in exemptions.entries:
            if one.rule not in rules:
                yield Finding(f"Exemption {one.ticket}: there is no rule {one.rule}.")
            elif one.urn in urns:
                wrong = _wrong(one, exemptions, critical, today)
                if wrong:
                    yield Finding(f"Exemption {one.ticket} of {one.rule}: {wrong}.", one.urn)
            elif one.urn.split("::", maxsplit=1)[0] in stacks:
                yield Finding(
                    f"Exemption {one.ticket} of {one.rule}: this stack has no such resource."
                )

    return Rule(
        number="0.7",
        name="exemptions-valid",
        description="Every exemption is needed, in time, and not from a critical rule.",
        severity=Severity.HIGH,
        pci=("12.3.1",),
        stack_check=on_stack,
    )
