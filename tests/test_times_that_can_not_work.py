"""Settings that can't work are refused twice: at the preview, and where a function starts."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from pydantic import ValidationError

from runtime.contract.environments import ENVIRONMENTS
from runtime.contract.timing import Timing
from tests.test_stack_settings import GIVEN, refusal, settings

STEP = "three calls of timing.pspConnect + timing.pspRead, with the time to start and to write"
DAY = 86_400

CASES: Mapping[str, tuple[dict[str, Any], str]] = {
    "not even one call fits": ({"processor": 12}, f"{STEP} (38 s)"),
    "one call fits, two don't": ({"processor": 25}, f"{STEP} (38 s)"),
    "two calls fit, three don't": ({"processor": 37}, f"{STEP} (38 s)"),
    "a read longer than the function": ({"pspRead": 60}, f"{STEP} (194 s)"),
    "a connect longer than the function": ({"pspConnect": 40}, f"{STEP} (152 s)"),
    "a read that never ends": ({"pspRead": 1e300}, f"{STEP} ("),
    "a lease shorter than the function": ({"lease": 20}, "processor.timeoutSeconds (45 s)"),
    "no lease": ({"lease": 0}, "processor.timeoutSeconds (45 s)"),
    "a lease of ten hours": ({"lease": 36_000}, "timing.lease (36000 s)"),
    "no back-off": ({"backOff": [0, 0, 0]}, "a second (1 s)"),
    "polling without a pause": ({"polling": [0]}, "a second (1 s)"),
    "polling every second for a day": ({"polling": [1]}, "timing.giveUp (86400 s)"),
    "a circuit that never stays open": ({"circuitOpen": [0]}, "a second (1 s)"),
    "sweeps without a pause": ({"sweepStep": 0}, "a second (1 s)"),
    "a first sweep at once": (
        {"firstSweep": 0},
        "the time to start and one call of timing.pspConnect + timing.pspRead (13 s)",
    ),
    "no longest sweep": ({"longestSweep": 0}, "timing.sweepStep (120 s)"),
    "a sweep step above the longest sweep": ({"sweepStep": 7_200}, "timing.sweepStep (7200 s)"),
    "messages that can't wait": ({"longestWait": 0}, "the longest of timing.polling (900 s)"),
    "messages that wait too long": ({"longestWait": 1_000}, "timing.longestWait (1000 s)"),
    "polling longer than a message waits": (
        {"polling": [5, 1_000]},
        "the longest of timing.polling (1000 s)",
    ),
    "a back-off longer than a message waits": (
        {"backOff": [10, 40, 700]},
        "the longest of timing.backOff, spread by timing.backOffSpread (1050 s)",
    ),
    "a circuit open for longer than a message waits": (
        {"circuitOpen": [1_000]},
        "the longest of timing.circuitOpen and its first (2000 s)",
    ),
    "give-up below the charging window": ({"giveUp": 3_600}, "timing.chargeWindow (72000 s)"),
    "give-up at once": ({"giveUp": 0}, "timing.chargeWindow (72000 s)"),
    "give-up after ten days": (
        {"giveUp": 10 * DAY},
        "timing.chargeWindow + timing.giveUp and a day (1022400 s)",
    ),
    "a charging window of 30 days": (
        {"chargeWindow": 30 * DAY},
        "timing.chargeWindow + processor.timeoutSeconds (2592045 s)",
    ),
    "a charging window of a minute": (
        {"chargeWindow": 60},
        "all of timing.backOff, spread by timing.backOffSpread, and a timing.lease for each",
    ),
    "a longest sweep above the window": (
        {"longestSweep": DAY},
        "timing.longestSweep, a minute and processor.timeoutSeconds (86505 s)",
    ),
    "a first sweep above the window": (
        {"firstSweep": DAY},
        "timing.firstSweep, a minute and processor.timeoutSeconds (86505 s)",
    ),
    "a mail's lease shorter than the notifier": (
        {"mailLease": 10},
        "the notifier's timeout (30 s)",
    ),
    "a mail's lease longer than its events": (
        {"mailLease": 3_600},
        "timing.mailLease + timing.firstSweep and a minute (3780 s)",
    ),
}
"""What somebody might set → the settings, and how the sentence begins."""
TIMED = sorted(handler for handler, model in ENVIRONMENTS.items() if "TIMING" in model.model_fields)


def given(times: dict[str, Any]) -> dict[str, str]:
    """As a stack's file has it."""
    timing = {name: value for name, value in times.items() if name != "processor"}
    timeout = {"timeoutSeconds": times["processor"]} if "processor" in times else {}
    return {"timing": json.dumps(timing), "processor": json.dumps(timeout)}


@pytest.mark.parametrize("case", CASES)
def test_the_preview_refuses_what_can_not_work(case: str) -> None:
    """With both names, both numbers, what would happen, and the line that mends it."""
    times, sentence = CASES[case]
    said = refusal({**GIVEN, **given(times)})
    (line,) = [each for each in said.splitlines() if f": {sentence}" in each]
    assert " must be at most " in line
    assert "; otherwise " in line
    assert "Mend it with: pulumi config set --path '" in line


@pytest.mark.parametrize("case", CASES)
def test_a_function_does_not_start_with_what_can_not_work(case: str) -> None:
    """An environment that somebody changed by hand stops it before its first message."""
    times, sentence = CASES[case]
    settable = settings().times.model_dump()
    words = {"processor": "processor_timeout"}
    snake = {
        "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name): value
        for name, value in ((words.get(name, name), value) for name, value in times.items())
    }
    if "processor" in times:
        snake["lease"] = times["processor"] + 30
    with pytest.raises(ValidationError) as caught:
        Timing.model_validate_json(json.dumps({**settable, **snake}))
    assert sentence in str(caught.value)


@pytest.mark.parametrize("handler", TIMED)
def test_every_function_that_reads_times_refuses_those_that_do_not_fit(handler: str) -> None:
    """The variable is named, and what is wrong with it."""
    model = ENVIRONMENTS[handler]
    variables = dict.fromkeys(model.model_fields, "x") | {"TIMING": '{"lease": 44}'}
    with pytest.raises(ValidationError) as caught:
        model.model_validate(variables)
    (said,) = [each for each in caught.value.errors() if each["loc"][0] == "TIMING"]
    assert "processor.timeoutSeconds (45 s) must be at most timing.lease (44 s)" in said["msg"]


def test_what_is_wrong_is_said_all_at_once() -> None:
    """Two mistakes are two lines, so that nobody mends one after the other."""
    said = refusal({**GIVEN, **given({"lease": 20, "circuitOpen": [0], "giveUp": 3_600})})
    assert len(said.splitlines()) == 4


def test_a_lease_that_is_not_set_follows_the_processor() -> None:
    """So a longer processor alone is accepted, and its lease with it."""
    assert settings(**given({"processor": 900})).times.lease == 930
