"""Options that many commands have."""

import json
from pathlib import Path

import pytest

from tests.fakes.payments import ID
from tests.till.gateway import Gateway
from tests.till.lib.test_input import GIVEN
from till.__main__ import main


def test_the_stack_may_be_named_once_for_a_shell(
    gateway: Gateway, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By `TILL_OUTPUTS`; an option on the line goes before it."""
    file = tmp_path / "outputs.json"
    file.write_text(json.dumps({**GIVEN, "gateway_url": gateway.url}))
    gateway.harness.told()
    monkeypatch.setenv("TILL_OUTPUTS", str(file))
    assert main(["get", ID]) == 0
    assert main(["get", ID, "--outputs", str(tmp_path / "other.json")]) == 2
