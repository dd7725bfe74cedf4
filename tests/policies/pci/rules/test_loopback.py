"""Who may post to the very machine that it runs on."""

from typing import Any

import pytest

from local.policy_check.analyzer import Declared
from policies.pci.framework.tokens import FUNCTION
from policies.pci.rules.loopback import NOT_TO_LOOPBACK
from policy_proof.resources import resource
from policy_proof.stacks import ours
from tests.policies.case import blamed

LOCAL, STRIPE = "http://127.0.0.1:12111", "https://api.stripe.com"


def function(name: str, **variables: Any) -> Declared:
    """A function with this environment."""
    return resource(FUNCTION, {"name": name, "environment": {"variables": variables}}, name)


def stack(allowed: str, *bases: str) -> list[Declared]:
    """A function that posts, beside some that call the provider."""
    payers = [function(f"pays-{at}", PSP_API_BASE=base) for at, base in enumerate(bases)]
    return [function("posts", WEBHOOKS_TO_LOOPBACK=allowed), *payers]


def test_a_stack_with_a_provider_of_its_own_may_call_its_own_machine() -> None:
    """Nowhere else is anything said of it; who posts nothing is asked nothing."""
    assert blamed(NOT_TO_LOOPBACK, *stack("here.pem", LOCAL)) == []
    assert blamed(NOT_TO_LOOPBACK, *stack("", STRIPE)) == []
    assert blamed(NOT_TO_LOOPBACK, function("pays", PSP_API_BASE=STRIPE)) == []
    assert blamed(NOT_TO_LOOPBACK, resource(FUNCTION, {"name": "bare"}, "bare")) == []


@pytest.mark.parametrize("allowed", ["here.pem", " ", "true", "false"])
@pytest.mark.parametrize(
    "bases",
    [
        (STRIPE,),
        ("https://API.Stripe.com:443/v1",),
        ("https://stripe.com",),
        (LOCAL, STRIPE),
        ("api.stripe.com",),
        ("https://[",),
        (),
    ],
)
def test_beside_a_real_provider_it_is_reported(allowed: str, bases: tuple[str, ...]) -> None:
    """However both are written, and where nobody says which provider it is."""
    assert blamed(NOT_TO_LOOPBACK, *stack(allowed, *bases)) == ["posts"]


def test_another_provider_is_told_by_the_setting() -> None:
    """Its host, and all below it."""
    found = stack("here.pem", "https://api.adyen.com")
    assert blamed(NOT_TO_LOOPBACK, *found) == []
    assert blamed(NOT_TO_LOOPBACK, *found, config={"providers": ["adyen.com"]}) == ["posts"]


def test_our_own_stacks_are_asked() -> None:
    """The function that delivers events is there, in the local stack with leave, in prod not."""
    for name in ("local", "prod"):
        mine = [each for each in ours(name) if each.name == "events-deliver-events-function"]
        assert len(mine) == 1
        assert blamed(NOT_TO_LOOPBACK, *ours(name)) == []
