"""Calls of merchants' endpoints on the very machine that calls."""

from typing import NamedTuple

import pytest

from runtime.contract.loopback import loopback_faults

LOCAL, STRIPE = "http://127.0.0.1:12111", "https://api.stripe.com"


class Settings(NamedTuple):
    """What is asked of."""

    webhooks_to_loopback: str = "local.pem"
    livemode: bool = False
    psp_api_base: str = LOCAL


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        (Settings(), []),
        (Settings(webhooks_to_loopback="", livemode=True, psp_api_base=STRIPE), []),
        (Settings(livemode=True), ["pspKey"]),
        (Settings(psp_api_base=STRIPE), ["pspApiBase"]),
        (Settings(psp_api_base="https://API.stripe.com:443/"), ["pspApiBase"]),
        (Settings(psp_api_base="https://stripe.com"), ["pspApiBase"]),
        (Settings(psp_api_base="https://notstripe.com"), []),
        (Settings(livemode=True, psp_api_base=STRIPE), ["pspKey", "pspApiBase"]),
    ],
)
def test_no_money_of_anybody_is_near(settings: Settings, named: list[str]) -> None:
    """A test key, and a provider that is not Stripe; each fault says which of both."""
    found = list(loopback_faults(settings))
    assert [sentence.split("`")[1] for sentence, _ in found] == named
    assert {each for _, each in found} <= {"webhooksToLoopback"}
