"""Functions that post to merchants reach nothing of the machine that they run on."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from pulumi_policy import Severity

from ..framework.predicates import Config
from ..framework.resource import Resource, Stack
from ..framework.rule import Finding, Rule
from ..framework.tokens import FUNCTION
from ..framework.values import ABSENT

_ALLOWED: Final = "environment.variables.WEBHOOKS_TO_LOOPBACK"
_BASE: Final = "environment.variables.PSP_API_BASE"


def _is_for_tests(stack: Stack, function: Resource, config: Config) -> Iterator[Finding]:
    if function.known(_ALLOWED) in (ABSENT, ""):
        return
    bases = [base for each in stack.of(FUNCTION) if (base := each.known(_BASE)) is not ABSENT]
    if not bases or any(_is_live(str(base), config) for base in bases):
        yield Finding(
            f"{_ALLOWED}: Leave it empty: a merchant's address could be one of the machine that "
            "runs the function. It is for a stack whose payment service provider is a local one."
        )


def _is_live(base: str, config: Config) -> bool:
    try:
        host = f".{urlsplit(base).hostname or ''}"
    except ValueError:
        return True
    return host == "." or any(host.endswith(f".{each}") for each in config["providers"])


NOT_TO_LOOPBACK: Final = Rule(
    number="127",
    name="webhooks-not-to-loopback",
    description="Where the payment service provider is a real one, no event goes to loopback.",
    severity=Severity.HIGH,
    pci=(),
    unreviewed_controls=("6.2.4",),
    subjects=(FUNCTION,),
    stack=_is_for_tests,
    watches={FUNCTION: {_ALLOWED: (), _BASE: ()}},
    config={"providers": ["stripe.com"]},
)
"""`providers`: hosts of providers at which real money may move, with all below them."""

RULES: Final = (NOT_TO_LOOPBACK,)
