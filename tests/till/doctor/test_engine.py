"""Checks of what the engine needs."""

from pathlib import Path

import pytest

from tests.fakes.doctor import CONFIG, KEY, case, engine
from till.doctor import _engine
from till.doctor.finding import NotReadyError, Status
from till.doctor.tools import Machine


def test_a_python_that_is_too_old_is_not_ready() -> None:
    """The oldest one that the program runs on is named, and how to use another."""
    old = case(machine=Machine(Path(), "", (3, 9, 6)))
    finding = _engine.python(old)
    assert finding.status is Status.NOT_READY
    assert "3.9.6 is too old; 3.11.0" in finding.what
    assert "PYTHON=" in finding.next
    assert _engine.python(case()).status is Status.READY


def test_uv_must_be_where_the_engine_looks(tmp_path: Path) -> None:
    """Pulumi's own host calls it; `make setup` brings it."""
    missing = case(machine=Machine(tmp_path, str(tmp_path)))
    assert _engine.uv(missing).status is Status.NOT_READY
    assert "make setup" in _engine.uv(missing).next
    (tmp_path / "uv").write_text("#!/bin/sh\n")
    (tmp_path / "uv").chmod(0o755)
    assert _engine.uv(missing) == (Status.READY, str(tmp_path / "uv"), "", ())


def test_the_engine_must_be_new_enough(tmp_path: Path) -> None:
    """Its version is told, and an old one is not ready."""
    new = _engine.pulumi(case(machine=engine(tmp_path / "new", {})))
    assert (new.status, new.what.partition(" ")[0]) == (Status.READY, "3.259.0")
    old = _engine.pulumi(case(machine=engine(tmp_path / "old", {}, version="v3.1.0")))
    assert old.status is Status.NOT_READY
    assert "3.1.0 is too old" in old.what


def test_the_state_and_the_stack_are_named() -> None:
    """Where the state is, and how many settings the stack has."""
    assert _engine.login(case()).what.startswith("s3://")
    assert _engine.stack(case()).what == f"dev, {len(CONFIG)} settings"
    assert _engine.settings(case()).what == "complete"


def test_what_the_program_declares_is_counted() -> None:
    """A program that runs is ready."""
    assert _engine.program(case()).what == "runs, 10 resources"
    with pytest.raises(NotReadyError):
        _engine.program(case(declared=NotReadyError("the program does not run: x")))


@pytest.mark.parametrize(
    ("key", "stack", "status", "words"),
    [
        ("sk_test_x", "dev", Status.READY, "a test key, as dev"),
        ("rk_test_x", "staging", Status.READY, "a test key, as staging"),
        ("sk_live_x", "prod", Status.READY, "a live key, as prod"),
        ("rk_live_x", "prod", Status.READY, "a live key, as prod"),
        ("sk_live_x", "dev", Status.NOT_READY, "no test key, and dev needs one"),
        ("sk_test_x", "prod", Status.NOT_READY, "no live key, and prod needs one"),
        ("pk_live_x", "prod", Status.NOT_READY, "no live key"),
        ("pk_test_x", "dev", Status.TO_DO, "payments will be refused"),
    ],
)
def test_the_key_is_of_the_mode_that_the_stack_is_for(
    key: str, stack: str, status: Status, words: str
) -> None:
    """Test keys everywhere but in `prod`, secret ones only; the key itself is never told."""
    config = {**CONFIG, "tillstack:pspKey": {"value": key, "secret": True}}
    finding = _engine.psp_key(case(stack, config=config))
    assert finding.status is status
    assert words in finding.what
    assert key not in repr(finding)


def test_a_key_that_is_missing_or_in_clear_is_not_ready() -> None:
    """One that was set without `--secret` must be revoked, and is not repeated."""
    missing = {name: each for name, each in CONFIG.items() if name != "tillstack:pspKey"}
    with pytest.raises(NotReadyError) as raised:
        _engine.psp_key(case(config=missing))
    assert "pulumi config set --secret pspKey --stack dev" in raised.value.finding.next
    clear = {**CONFIG, "tillstack:pspKey": {"value": KEY, "secret": False}}
    with pytest.raises(NotReadyError) as raised:
        _engine.psp_key(case(config=clear))
    assert "revoke it" in raised.value.finding.next
    assert KEY not in repr(raised.value.finding)
