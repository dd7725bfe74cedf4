"""What a user must have, each missing thing one sentence."""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from local._engine_checks import Ask, account_problems, version_problem

CONFIG = {
    "aws:region": {"value": "eu-central-1"},
    "aws:allowedAccountIds": {"value": '["111122223333"]'},
    "tillstack:pspKey": {"secret": True},
}


def engine(answers: Mapping[str, tuple[int, str]]) -> Ask:
    """An engine that gives these exit codes and texts, by command."""

    def ask(*arguments: str) -> subprocess.CompletedProcess[str]:
        code, text = answers.get(arguments[0], (0, ""))
        return subprocess.CompletedProcess(arguments, code, text, "")

    return ask


def problems(
    root: Path, answers: Mapping[str, tuple[int, str]], *, credentials: bool = True
) -> list[str]:
    """What is said about the stack `dev`."""
    (root / "Pulumi.dev.yaml").touch()
    given = {"config": (0, json.dumps(CONFIG)), **answers}
    return list(account_problems(engine(given), root, "dev", credentials=lambda: credentials))


def test_nothing_is_said_where_nothing_is_missing(tmp_path: Path) -> None:
    """A complete set-up passes without a word."""
    assert problems(tmp_path, {}) == []


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"whoami": (1, "")}, "`pulumi login`"),
        ({"stack": (1, "")}, "pulumi stack init dev "),
        ({"config": (1, "")}, "its secrets provider must be reachable"),
    ],
    ids=["login", "stack", "secrets"],
)
def test_what_the_engine_lacks_is_said(
    tmp_path: Path, answers: Mapping[str, tuple[int, str]], sentence: str
) -> None:
    """Login, stack and secrets provider are each one sentence with the remedy."""
    (only,) = problems(tmp_path, answers)
    assert sentence in only


@pytest.mark.parametrize("key", CONFIG)
def test_what_the_config_lacks_is_said(tmp_path: Path, key: str) -> None:
    """Region, account and PSP key are each one sentence with the command that sets it."""
    config = {name: value for name, value in CONFIG.items() if name != key}
    (only,) = problems(tmp_path, {"config": (0, json.dumps(config))})
    assert "pulumi config set" in only
    assert key.rpartition(":")[2] in only


def test_a_key_in_clear_is_no_secret(tmp_path: Path) -> None:
    """A PSP key that was set without `--secret` must be revoked, and is not repeated."""
    config = {**CONFIG, "tillstack:pspKey": {"value": "sk_test_clear"}}
    (only,) = problems(tmp_path, {"config": (0, json.dumps(config))})
    assert "revoke" in only
    assert "sk_test_clear" not in only


def test_missing_credentials_are_said_beside_the_rest(tmp_path: Path) -> None:
    """AWS credentials and the login are both named at once."""
    found = problems(tmp_path, {"whoami": (1, "")}, credentials=False)
    assert ["AWS credentials" in found[0], "pulumi login" in found[1]] == [True, True]


def test_a_stack_without_a_file_ends_the_check(tmp_path: Path) -> None:
    """For an unknown stack nothing else is asked."""
    (only,) = account_problems(engine({}), tmp_path, "moon", credentials=lambda: False)
    assert "Pulumi.moon.yaml" in only


@pytest.mark.parametrize(
    ("version", "fine"),
    [("v3.259.0", True), ("v4.0.0-beta", True), ("v3.99.9", False), ("", False)],
)
def test_the_version_is_compared_by_number(version: str, *, fine: bool) -> None:
    """The tested engine and newer ones pass; an older or silent one does not."""
    assert (version_problem(engine({"version": (0, version)})) is None) == fine
