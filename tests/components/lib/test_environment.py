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
    return sizes(place, settings, settings.merchants)


def environments(recording: Recording) -> dict[str, dict[str, str]]:
    """Handler → what its function gets, with ids as long as AWS makes them."""
    found = {}
    for each in recording.of(aws.lambda_.Function):
        variables = dict(each.inputs["environment"]["variables"])
        if "MERCHANTS" in variables:
            names = json.loads(variables["MERCHANTS"]).values()
            ids = (f"{number:0{limits.CLIENT_ID_LETTERS}}" for number in range(len(names)))
            variables["MERCHANTS"] = json.dumps(dict(zip(ids, names, strict=True)))
        found[each.inputs["handler"].split(".")[2]] = variables
    return found


@pytest.mark.parametrize("name", STACKS)
def test_every_variable_of_every_function_is_reckoned_with(name: str) -> None:
    """The table holds the handlers and the variables that the components make."""
    found = {handler: set(variables) for handler, variables in environments(stack(name)).items()}
    settings, place = settings_and_context(name, settings_of(name, stand_ins(name)))
    assert found == {
        handler: {*variables, *always(place, handler)} for handler, variables in VARIABLES.items()
    }
    assert settings.merchants


@pytest.mark.parametrize("name", STACKS)
def test_no_environment_is_larger_than_was_reckoned(name: str) -> None:
    """And not much smaller: only made-up ids are shorter here than AWS's."""
    reckoned = bounds(name, stand_ins(name) | EVERYTHING)
    for handler, variables in environments(stack(name)).items():
        assert reckoned[handler] - 60 <= measured(variables) <= reckoned[handler]


@profile(max_examples=2, suppress_health_check=list(HealthCheck), phases=UNSHRUNK)
@given(
    merchants=st.lists(NAMES, min_size=1, max_size=40, unique=True),
    currencies=st.lists(st.sampled_from(sorted(CURRENCIES)), min_size=1, max_size=30),
    suffix=NAMES,
    polling=st.lists(st.integers(1, 900), min_size=1, max_size=20),
)
def test_no_stack_s_environment_is_larger_than_was_reckoned(
    merchants: list[str], currencies: list[str], suffix: str, polling: list[int]
) -> None:
    """Whatever the settings hold."""
    config = {
        **stand_ins("dev"),
        "merchants": json.dumps(merchants),
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


def refusal(name: str, merchants: list[str]) -> str:
    """What is said against a stack with these merchants; empty if nothing."""
    config = stand_ins(name) | {"merchants": json.dumps(merchants)}
    settings, place = settings_and_context(name, settings_of(name, config))
    try:
        refuse_environment(place, settings)
    except ContextError as error:
        return str(error)
    assert max(sizes(place, settings, settings.merchants).values()) <= 4_096
    return ""


def most(name: str, merchants: list[str]) -> int:
    """How many of them are taken."""
    return next(count for count in range(1, 200) if refusal(name, merchants[: count + 1]))


@pytest.mark.parametrize(("name", "length"), [("dev", 4), ("dev", 40), ("prod", 12)])
def test_the_last_merchant_that_fits_is_taken_and_the_next_is_not(name: str, length: int) -> None:
    """One more than fit is refused by that number, and so are a hundred more."""
    merchants = [f"{number:0{length}}" for number in range(200)]
    fit = most(name, merchants)
    assert 30 <= fit <= 80
    assert f"Of the {fit + 1} `merchants` the first {fit} fit" in refusal(
        name, merchants[: fit + 1]
    )
    assert f"Of the 200 `merchants` the first {fit} fit" in refusal(name, merchants)


def test_the_largest_environment_that_is_taken_is_within_lambda_s_bound_when_made() -> None:
    """The program itself, with as many merchants as fit."""
    merchants = [f"{number:04}" for number in range(200)]
    fit = json.dumps(merchants[: most("dev", merchants)])
    recording = record_program("dev", stand_ins("dev") | {"merchants": fit})
    made = max(measured(variables) for variables in environments(recording).values())
    assert 3_950 < made <= 4_096
