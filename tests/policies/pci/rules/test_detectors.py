"""What watches the account: what the rule must report, and what it must not."""

from typing import Any

import pytest

from policies.pci.platform import unresolved
from policies.pci.rules.detectors import ACCOUNT_DETECTORS
from tests.policies.case import blamed, said
from tests.policies.network import broken, network, without

REQUIRED = {"require": True}


@pytest.mark.parametrize("known", [True, False], ids=["deployed", "first preview"])
def test_the_network_program_is_fine(known: bool) -> None:  # noqa: FBT001 - a parameter
    """All four, switched on."""
    rules = [ACCOUNT_DETECTORS, unresolved([ACCOUNT_DETECTORS])]
    assert blamed(rules, *network(known=known)) == []
    assert blamed(ACCOUNT_DETECTORS, *network(known=known), config=REQUIRED) == []


@pytest.mark.parametrize(
    ("name", "service"),
    [
        ("detector", "guardduty"),
        ("hub", "securityhub"),
        ("recorder", "config"),
        ("inspector", "inspector"),
    ],
)
def test_a_missing_one_is_reported_where_it_is_required(name: str, service: str) -> None:
    """Unless the organisation has it."""
    rest = without(name)
    assert said(ACCOUNT_DETECTORS, *rest) == []
    assert blamed(ACCOUNT_DETECTORS, *rest, config=REQUIRED) == [""]
    assert blamed(ACCOUNT_DETECTORS, *rest, config={**REQUIRED, "external": [service]}) == []


def test_one_that_is_switched_off_is_reported() -> None:
    """Required or not; a recorder needs somebody to start it."""
    assert blamed(ACCOUNT_DETECTORS, *broken("detector", enable=False)) == ["detector"]
    assert blamed(ACCOUNT_DETECTORS, *broken("detector", enable=None)) == []
    assert blamed(ACCOUNT_DETECTORS, *without("recording")) == ["recorder"]
    assert blamed(ACCOUNT_DETECTORS, *broken("recording", isEnabled=False)) == ["recorder"]


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("recorder", {"recordingGroup": {"allSupported": False}}),
        ("inspector", {"resourceTypes": ["EC2"]}),
        ("inspector", {"resourceTypes": None}),
        ("hub", {"enableDefaultStandards": False}),
        ("hub", {"autoEnableControls": False}),
    ],
)
def test_one_that_looks_away_is_reported(name: str, wrong: dict[str, Any]) -> None:
    """It is there, and a part of the account is not seen by it."""
    assert blamed(ACCOUNT_DETECTORS, *broken(name, **wrong)) == [name]
