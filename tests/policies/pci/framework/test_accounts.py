"""What is ours: what the stack says, what the provider is pinned to, and what is listed."""

import datetime as dt
import json
from types import SimpleNamespace
from typing import Any

import pulumi
import pytest
from pulumi.runtime.config import set_all_config

from policies.pci.framework.accounts import SETTINGS, Ours, ours, own
from policies.pci.framework.resource import Resource
from policy_proof.resources import TODAY

OURS, THEIRS = "111122223333", "444455556666"


def resource(pinned: Any, region: str = "") -> Resource:
    """A resource whose provider is pinned to these."""
    provider = SimpleNamespace(props={"allowedAccountIds": pinned, "region": region})
    source: Any = SimpleNamespace(provider=None if pinned is None else provider)
    return Resource(source)


def found(pinned: Any, region: str = "", **config: Any) -> Ours:
    """What is ours for it."""
    return ours(resource(pinned, region), {**SETTINGS, **config}, TODAY)


@pytest.mark.parametrize(
    "pinned", [[OURS], json.dumps([OURS]), json.dumps([int(OURS)]), [float(OURS)]]
)
def test_our_accounts_are_the_pinned_and_the_listed(pinned: Any) -> None:
    """The provider's list comes as a list or as its text; an id may have become a number."""
    assert found(pinned, accounts=[THEIRS]).accounts == {OURS, THEIRS}
    assert own(resource(pinned)) == [OURS]


@pytest.mark.parametrize("pinned", [None, [], 7, [7], "111122223333", "none"])
def test_without_a_list_nobody_is_known(pinned: Any) -> None:
    """No provider, an empty list, or something else altogether."""
    assert found(pinned).accounts == frozenset()
    assert found(pinned).regions == frozenset()


def test_the_stack_says_it_before_the_provider_does() -> None:
    """A provider for another account or region makes neither ours."""
    kept = {f"aws:{key}": pulumi.Config("aws").get(key) for key in ("region", "allowedAccountIds")}
    set_all_config({"aws:region": "eu-central-1", "aws:allowedAccountIds": json.dumps([OURS])})
    try:
        here = found([THEIRS], "us-east-1")
    finally:
        set_all_config({key: value for key, value in kept.items() if value})
    assert here.accounts == {OURS}
    assert here.regions == {"eu-central-1"}


def test_listed_regions_stand_in_place_of_the_stacks_own() -> None:
    """Otherwise the list could only widen."""
    assert found([OURS], "eu-central-1").regions == {"eu-central-1"}
    assert found([OURS], "eu-central-1", regions=["eu-west-1"]).regions == {"eu-west-1"}


def test_a_partner_is_ours_until_his_day() -> None:
    """The day itself counts."""
    for days, known in ((0, True), (-1, False)):
        day = (TODAY + dt.timedelta(days=days)).isoformat()
        partner = {"account": THEIRS, "owner": "payments", "expires": day}
        assert (THEIRS in found([OURS], partners=[partner]).accounts) is known
