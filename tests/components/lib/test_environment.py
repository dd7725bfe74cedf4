"""A function's environment: how large it becomes, before and after it is made."""

import json
from collections.abc import Mapping

import pulumi_aws as aws
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as profile
from hypothesis import strategies as st

from components.lib import limits
from components.lib.environment import VARIABLES, always, measured, sizes
from components.lib.preflight import refuse_environment
from components.lib.regions import ContextError
from local.policy_check.policy_check import STACKS, settings_of, stand_ins
from runtime.contract.currencies import CURRENCIES
from tests.components.named import EVERYTHING, NAMES, UNSHRUNK, settings_and_context, stack
from tests.fakes.recorder import Recording, record_program


def bounds(name: str, config: Mapping[str, str]) -> dict[str, int]:
    """What is reckoned before anything exists."""
    settings, place = settings_and_context(name, settings_of(name, config))
    return sizes(place, settings)


def environments(recording: Recording) -> dict[str, dict[str, str]]:
    """Handler → what its function gets."""
    return {
        each.inputs["handler"].split(".")[2]: dict(each.inputs["environment"]["variables"])
        for each in recording.of(aws.lambda_.Function)
    }


@pytest.mark.parametrize("name", STACKS)
def test_every_variable_of_every_function_is_reckoned_with(name: str) -> None:
    """The table holds the handlers and the variables that the components make."""
    found = {handler: set(variables) for handler, variables in environments(stack(name)).items()}
    settings, place = settings_and_context(name, settings_of(name, stand_ins(name)))
    assert found == {
        handler: {*variables, *always(place, settings, handler)}
        for handler, variables in VARIABLES.items()
    }


@pytest.mark.parametrize("name", STACKS)
def test_no_environment_is_larger_than_was_reckoned(name: str) -> None:
    """And not much smaller: only made-up ids are shorter here than AWS's."""
    reckoned = bounds(name, stand_ins(name) | EVERYTHING)
    for handler, variables in environments(stack(name)).items():
        assert reckoned[handler] - 60 <= measured(variables) <= reckoned[handler]


@profile(max_examples=2, suppress_health_check=list(HealthCheck), phases=UNSHRUNK)
@given(
    currencies=st.lists(st.sampled_from(sorted(CURRENCIES)), min_size=1, max_size=30),
    suffix=NAMES,
    polling=st.lists(st.integers(1, 900), min_size=1, max_size=20),
)
def test_no_stack_s_environment_is_larger_than_was_reckoned(
    currencies: list[str], suffix: str, polling: list[int]
) -> None:
    """Whatever the settings hold."""
    config = {
        **stand_ins("dev"),
        "currencies": json.dumps(currencies),
        "ledgerSuffix": suffix,
        "timing": json.dumps({"polling": [*polling, 900]}),
    }
    reckoned = bounds("dev", config)
    for handler, variables in environments(record_program("dev", config)).items():
        assert measured(variables) <= reckoned[handler]


def test_it_is_measured_as_lambda_measures() -> None:
    """Lambda refuses with "String measured: {…}": JSON, in which inner quotes count twice."""
    assert measured({"A": "b"}) == len('{"A":"b"}')
    assert measured({"A": '{"b": 1}'}) == len(r'{"A":"{\"b\": 1}"}')
    assert measured({"A": "ä"}) == len('{"A":"ä"}') + 1


def refusal(polling: int) -> str:
    """What is said against a stack that asks so many times; empty if nothing."""
    config = stand_ins("dev") | {"timing": json.dumps({"polling": [900] * polling})}
    settings, place = settings_and_context("dev", settings_of("dev", config))
    try:
        refuse_environment(place, settings)
    except ContextError as error:
        return str(error)
    assert max(sizes(place, settings).values()) <= limits.ENVIRONMENT_BYTES
    return ""


def test_the_largest_environment_that_is_taken_is_within_lambda_s_bound_when_made() -> None:
    """One wait more is refused; the program itself, with as many as fit, stays below 4,096."""
    most = next(count for count in range(1, 1_000) if refusal(count + 1))
    assert "Lambda takes 4,096" in refusal(most + 1)
    timing = json.dumps({"polling": [900] * most})
    recording = record_program("dev", stand_ins("dev") | {"timing": timing})
    made = max(measured(variables) for variables in environments(recording).values())
    assert 3_950 < made <= 4_096
