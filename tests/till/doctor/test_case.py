"""A stack's case: what the engine, the config and the program say of it."""

import json
import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from local.emulator.emulator import ROOT
from tests.fakes.doctor import CONFIG, DECLARED, KEY, engine, export
from till.doctor.case import Case, PlannedResource, Target, case
from till.doctor.finding import NotReadyError
from till.doctor.tools import Machine
from till.lib.input import InputError


def at(folder: Path, answers: Mapping[str, str | int]) -> Case:
    """The stack `dev` under an engine that answers so."""
    return case("dev", engine(folder, {"config": json.dumps(CONFIG), **answers}))


def without(key: str) -> str:
    """The config as the engine writes it, less one key."""
    return json.dumps({name: each for name, each in CONFIG.items() if name != key})


@pytest.mark.parametrize("name", ["moon", "", "local"])
def test_a_stack_that_is_none_is_a_wrong_input(tmp_path: Path, name: str) -> None:
    """One sentence with the stacks that there are; the emulator's own needs no account."""
    machine = engine(tmp_path, {})
    with pytest.raises(InputError, match=r"choose one of dev with STACK=") as raised:
        case(name, machine)
    assert repr(name) in str(raised.value)


def test_nothing_is_asked_before_a_check_asks(tmp_path: Path) -> None:
    """A case of a machine without any program can be made."""
    (tmp_path / "Pulumi.dev.yaml").touch()
    assert case("dev", Machine(tmp_path, "/nowhere")).stack == "dev"


def test_without_the_engine_its_absence_is_what_is_wrong(tmp_path: Path) -> None:
    """The sentence says where to get it."""
    (tmp_path / "Pulumi.dev.yaml").touch()
    with pytest.raises(NotReadyError) as raised:
        case("dev", Machine(tmp_path, "/nowhere")).pulumi.get()
    assert "https://www.pulumi.com/docs/install/" in raised.value.finding.next


@pytest.mark.parametrize(
    ("answers", "value", "step"),
    [
        ({"whoami": 1}, "backend", "`pulumi login`"),
        ({"stack --stack": 1}, "config", "pulumi stack init dev"),
        ({"config": 1}, "config", "its secrets provider must be reachable"),
        ({"stack export": 1}, "had", "pulumi stack export --stack dev"),
        ({"config": without("aws:region")}, "region", "pulumi config set aws:region"),
        (
            {"config": without("aws:allowedAccountIds")},
            "home",
            "pulumi config set --path 'aws:allowedAccountIds[0]' --type string <account>",
        ),
        ({"config": without("tillstack:senderAddress")}, "settings", "line"),
    ],
    ids=["login", "stack", "secrets", "state", "region", "account", "settings"],
)
def test_what_the_engine_lacks_is_said_with_its_command(
    tmp_path: Path, answers: Mapping[str, str | int], value: str, step: str
) -> None:
    """Login, stack, secrets provider, state, region, account: each with what mends it."""
    with pytest.raises(NotReadyError) as raised:
        getattr(at(tmp_path, answers), value).get()
    assert step in raised.value.finding.next


def test_a_complete_stack_is_read(tmp_path: Path) -> None:
    """Address of the state, region, account, settings and what is there already."""
    one = at(tmp_path, {"stack export": export(DECLARED)})
    assert one.backend.get() == "file:///state"
    assert one.region.get() == "eu-central-1"
    assert one.home.get() == Target("eu-central-1", "111122223333")
    assert one.settings.get().psp_key.get_secret_value() == KEY
    assert one.had.get() == [PlannedResource(each.type, each.inputs) for each in DECLARED]


def test_a_stack_that_is_empty_has_nothing(tmp_path: Path) -> None:
    """Before the first `up` the state has no resources."""
    empty = json.dumps({"version": 3, "deployment": {"manifest": {}}})
    assert at(tmp_path, {"stack export": empty}).had.get() == []


@pytest.mark.parametrize("value", ["[111122223333]", "111122223333"])
def test_an_account_that_was_set_as_a_number_is_one(tmp_path: Path, value: str) -> None:
    """`pulumi config set` without a type writes a number; the settings' check judges it."""
    config = {**CONFIG, "aws:allowedAccountIds": {"value": value, "secret": False}}
    one = at(tmp_path, {"config": json.dumps(config)})
    assert one.home.get().account == "111122223333"


def test_the_program_is_run_and_what_it_declares_is_counted(tmp_path: Path) -> None:
    """The real program, with the config that the engine has for the stack."""
    answers = engine(tmp_path, {"config": json.dumps(CONFIG)})
    found = case("dev", Machine(ROOT, answers.path)).declared.get()
    reserved = [each.inputs.get("reservedConcurrentExecutions", 0) for each in found]
    assert sum(reserved) == 139
    assert KEY not in repr(found)


def test_what_a_program_that_fails_says_is_told_whole(tmp_path: Path) -> None:
    """What is wrong and the line that mends it; here a name that AWS takes nowhere."""
    config = {**CONFIG, "tillstack:owner": {"value": "us & them", "secret": False}}
    answers = engine(tmp_path, {"config": json.dumps(config)})
    one = case("dev", Machine(ROOT, os.pathsep.join([answers.path, "/bin"])))
    with pytest.raises(
        NotReadyError, match=r"(?s)the program does not run: .*`us & them`"
    ) as raised:
        one.declared.get()
    assert "pulumi config set --path 'owner' … --stack dev" in raised.value.finding.what
