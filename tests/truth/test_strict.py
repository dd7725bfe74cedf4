"""Our own preview beside the real provider: on what is wrong by chance, and on what is right."""

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from rich.console import Console

from local.policy_check.policy_check import stand_ins
from local.resources import problems
from tests.fakes.recorder import record_program
from truth.judge import Judge
from truth.places import ALL
from truth.right import HERE, Right, rights
from truth.strict import LEAST, compared, report

SEED = int(f"{datetime.now(UTC):%Y%m%d}")
"""Another one each day; a failure prints it, and `python -m truth.strict --seed` replays."""

OTHER: tuple[Mapping[str, str], ...] = (
    {"processor": '{"memoryMb": 10240, "timeoutSeconds": 900, "maximumConcurrency": 1000}'},
    {"processor": '{"memoryMb": 128, "timeoutSeconds": 38, "maximumConcurrency": 2}'},
    {"throttle": '{"rate": 10000, "burst": 5000}', "wafRateLimit": "2000000"},
    {"wafRateLimit": "10", "logRetentionDays": "3653", "retention": "dispose"},
    {"logRetentionDays": "365", "ledgerSuffix": "restored-2030", "alarmEmail": "a@example.com"},
    {
        "domain": '{"name": "pay.example.com", "certificateArn": '
        '"arn:aws:acm:eu-central-1:111122223333:certificate/1"}'
    },
)
"""Settings that are right, at the ends of what they may be."""


def elsewhere(value: Any) -> Any:
    """The same in GovCloud."""
    if isinstance(value, str):
        return value.replace("arn:aws:", "arn:aws-us-gov:").replace("eu-central-1", "us-gov-west-1")
    if isinstance(value, Mapping):
        return {key: elsewhere(inner) for key, inner in value.items()}
    return [elsewhere(inner) for inner in value] if isinstance(value, list) else value


def refused(registrations: list[Right]) -> list[str]:
    """What ours says of registrations."""
    return [
        f"{each.name}: {sentence}"
        for each in registrations
        for _, sentence in problems(each.token, each.inputs)
    ]


def test_no_right_registration_is_refused() -> None:
    """Of all that the four stacks register, here and in GovCloud, ours takes everything."""
    assert len(rights()) > 1_387
    assert refused(list(rights())) == []
    assert refused([Right(one.token, one.name, elsewhere(one.inputs)) for one in rights()]) == []


@pytest.mark.parametrize("settings", OTHER)
def test_other_settings_are_not_refused(settings: Mapping[str, str]) -> None:
    """Other sizes, times, limits and names that a stack may have, at their ends."""
    made = record_program("prod", {**stand_ins("prod"), **HERE, **settings}).resources
    assert refused([Right(one.type, one.name, one.inputs) for one in made if one.custom]) == []


def test_ours_refuses_what_the_real_provider_refuses(real: Judge) -> None:
    """Of wrong inputs from every place of every type, at least 95 of 100, and nothing else."""
    tally = compared(real, SEED)
    page = io.StringIO()
    report(tally, SEED, Console(file=page, soft_wrap=True), quiet=False)
    print(page.getvalue())  # noqa: T201 - the numbers of this day's draw, for the log
    assert tally.refused.total() >= 600, page.getvalue()
    assert tally.share >= 0.95, page.getvalue()
    assert tally.alarms == [], page.getvalue()
    few = {token for token in ALL if tally.refused[token] < LEAST}
    assert few <= tally.tried, page.getvalue()
