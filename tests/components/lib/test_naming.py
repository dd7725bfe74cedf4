"""Every physical name of the program is one that was checked before anything existed."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as profile
from hypothesis import strategies as st

from components.lib.name_rules import RULES
from components.lib.naming import names
from components.lib.preflight import refuse_names
from components.lib.regions import ContextError
from local.policy_check.policy_check import STACKS, stand_ins
from local.program.recorder import PROJECT
from tests.components.lib.test_name_rules import MODELS, model
from tests.components.named import (
    CONSTANT,
    EVERYTHING,
    GIVEN,
    LOGGED_BY_THE_GATEWAY,
    NAMED,
    NAMES,
    OF_ANOTHER,
    UNSHRUNK,
    checked,
    settings_and_context,
    stack,
)
from tests.fakes.recorder import Recorded, Recording, record_program


def recorded(recording: Recording) -> Iterator[tuple[str, str]]:
    """Kind and text of every name that differs between two stacks, and of every tag of ours."""
    for each in recording.resources:
        for prop, kind in NAMED.get(each.type, {}).items():
            if not LOGGED_BY_THE_GATEWAY.fullmatch(each.inputs[prop]):
                yield kind, each.inputs[prop]
        tags = each.inputs.get("tags") or {}
        yield from (
            ("tag", tags[key]) for key in ("project", "environment", "owner") if key in tags
        )


@pytest.mark.parametrize("name", STACKS)
def test_what_is_checked_is_what_is_made(name: str) -> None:
    """Not one name more, and not one less, in each of our stacks."""
    found = checked(name, stand_ins(name) | EVERYTHING)
    assert {each[:2] for each in found} == set(recorded(stack(name)))


@profile(max_examples=3, suppress_health_check=list(HealthCheck), phases=UNSHRUNK)
@given(name=NAMES.filter(lambda one: not re.search("aws|amazon|cognito|prod", one)), config=GIVEN)
def test_what_is_checked_is_what_any_stack_makes(name: str, config: Mapping[str, str]) -> None:
    """Whatever a person calls the stack, its merchants and its domains."""
    given = {"aws:region": "eu-central-1", **stand_ins(name), **config}
    assert {each[:2] for each in checked(name, given)} == set(recorded(record_program(name, given)))


def custom() -> Iterator[Recorded]:
    """Every resource of every one of our stacks."""
    return (each for name in STACKS for each in stack(name).resources if each.custom)


def test_every_property_that_looks_like_a_name_is_accounted_for() -> None:
    """A type that comes new to the program must say whether its name is checked."""
    like = re.compile(r"name|.*Name|.*Identifier|identifier|domain|emailIdentity|statementId")
    missed = {
        (each.type, prop)
        for each in custom()
        for prop, value in each.inputs.items()
        if isinstance(value, str)
        and like.fullmatch(prop)
        and prop not in NAMED.get(each.type, {})
        and prop not in CONSTANT.get(each.type, {})
        and prop not in OF_ANOTHER.get(each.type, ())
    }
    assert missed == set()


def test_every_text_that_begins_as_our_names_do_is_a_name_that_was_checked() -> None:
    """Also where no property says that it is one: dimensions, environments, references."""
    for name in STACKS:
        prefix = f"{PROJECT}-{name}-"
        known = {each.text for each in checked(name, stand_ins(name) | EVERYTHING)}
        found = {
            text
            for each in stack(name).resources
            if each.custom
            for prop, value in each.inputs.items()
            # "<name>: what it holds" is for people.
            if prop not in {"description", "alarmDescription"}
            # The host of a bucket begins with the bucket.
            for text in (each.partition(".s3.")[0] for each in texts(value))
            if text.startswith(prefix)
        }
        assert found
        assert found <= known


def texts(value: Any) -> Iterator[str]:
    """Every text in a value, and in the JSON in it."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from texts(key)
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)
    elif isinstance(value, str):
        yield value
        if value.startswith(('{"', "[{", '["')):
            yield from texts(json.loads(value))


def test_what_is_called_the_same_everywhere_is_what_aws_takes() -> None:
    """These names follow from no setting, so one look is enough."""
    seen: dict[tuple[str, str], set[tuple[str, ...]]] = {}
    for name in STACKS:
        for kind, props in CONSTANT.items():
            for prop, rule in props.items():
                found = sorted(e.inputs[prop] for e in stack(name).resources if e.type == kind)
                assert found, kind
                seen.setdefault((kind, prop), set()).add(tuple(found))
                for text in found:
                    if isinstance(rule, str):
                        assert re.fullmatch(rule, text)
                    else:
                        assert model(*rule).take(text)
    assert all(len(each) == 1 for each in seen.values())


@given(name=st.from_regex(r"[A-Za-z0-9_.-]{1,50}", fullmatch=True), config=GIVEN)
def test_whatever_is_accepted_is_what_every_service_takes(
    name: str, config: Mapping[str, str]
) -> None:
    """Stack names as Pulumi takes them: ours are those that no model refuses for any name."""
    given = {"aws:region": "eu-central-1", **stand_ins("dev"), **config}
    settings, place = settings_and_context(name if name != "prod" else "dev", given)
    try:
        refuse_names(place, settings)
    except ContextError:
        return
    for each in names(place, settings):
        assert model(*MODELS[each.kind]).take(each.text)
        assert len(each.text) <= RULES[each.kind].longest


@given(name=st.from_regex(r"[a-z0-9]([a-z0-9-]{0,32}[a-z0-9])?", fullmatch=True), config=GIVEN)
def test_a_plain_name_of_34_characters_is_taken(name: str, config: Mapping[str, str]) -> None:
    """As long as `process-dead-letter` leaves of a role's 64; nobody is refused without need."""
    if re.search("aws|amazon|cognito", name) or name == "prod":
        return
    given = {"aws:region": "eu-central-1", **stand_ins("dev"), **config}
    settings, place = settings_and_context(name, given)
    refuse_names(place, settings)
