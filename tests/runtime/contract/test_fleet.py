"""A fleet fits the stack, and the provider."""

import pytest

from stack_settings import SettingsError, StackSettings
from tests.test_stack_settings import settings

NETWORK = '{"zones": ["a", "b"]}'
TEN_BATCHES = '{"maximumConcurrency": 10}'
"""A hundred payments at a time."""


def fleet(own: str, **more: str) -> StackSettings:
    """A stack with a network and this fleet."""
    return settings(**{"network": NETWORK, "processor": TEN_BATCHES, "fleet": own, **more})


def test_no_fleet_is_the_default_and_an_empty_one_is_none() -> None:
    """Nobody pays for an instance that was not asked for."""
    assert settings().fleet is None
    assert settings(fleet="{}").fleet is None


@pytest.mark.parametrize(
    ("own", "more", "said"),
    [
        ('{"maxInstances": 1}', {"network": "{}"}, "private subnets"),
        ('{"pspInFlight": 500}', {"dependencyLayer": "false"}, "dependencyLayer"),
        ('{"pspInFlight": 500, "minInstances": 3}', {}, "fleet.minInstances"),
        ('{"instanceType": "t3.small"}', {}, "instanceType"),
        ('{"inFlight": 11}', {}, "inFlight"),
    ],
)
def test_what_does_not_fit_is_named(own: str, more: dict[str, str], said: str) -> None:
    """With the setting to set anew."""
    with pytest.raises(SettingsError, match=said):
        fleet(own, **more)


@pytest.mark.parametrize(
    ("own", "fits"),
    [
        ('{"maxInstances": 2}', False),
        ('{"maxInstances": 2, "pspInFlight": 139}', False),
        ('{"maxInstances": 2, "pspInFlight": 140}', True),
        ('{"maxInstances": 2, "inFlight": 5, "pspInFlight": 120}', True),
        ('{"maxInstances": 5, "besideFunction": false}', True),
        ('{"maxInstances": 6, "besideFunction": false}', False),
    ],
)
def test_one_budget_holds_for_the_function_and_all_instances(own: str, fits: bool) -> None:  # noqa: FBT001 - a parameter
    """Unless it is set, together they have what the function alone has: ten for each batch.

    A deployment is no exception: while instances are replaced there may be twice as many.
    """
    if fits:
        assert fleet(own).fleet
        return
    with pytest.raises(SettingsError, match="payments in flight toward the provider"):
        fleet(own)
