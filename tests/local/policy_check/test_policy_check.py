"""The in-process policy check, as a person calls it."""

import json
from pathlib import Path

import jsonschema
import pytest
from junitparser import JUnitXml

from local.policy_check.analyzer import Violation
from local.policy_check.policy_check import judged, main, provider_of, settings_of, stand_ins
from policy_proof.resources import resource
from tests.fakes.layer import layer_at_hand

SCHEMA = Path(__file__).parents[2] / "policies" / "data" / "sarif-schema-2.1.0.json"


def test_our_stack_passes_and_leaves_its_reports(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 0, a table, SARIF that the standard's schema accepts, and JUnit's XML."""
    sarif, junit = tmp_path / "x.sarif", tmp_path / "x.xml"
    with layer_at_hand():
        code = main(["--stack", "dev", "--sarif", str(sarif), "--junit", str(junit)])
    assert code == 0, capsys.readouterr().out
    assert "first" in capsys.readouterr().out
    log = json.loads(sarif.read_text())
    jsonschema.validate(log, json.loads(SCHEMA.read_text()))
    assert log["runs"][0]["results"] == []
    assert [suite.name for suite in JUnitXml.fromfile(str(junit))] == [
        "policies on dev",
        "policies on dev, first preview",
    ]


def test_a_configuration_that_lowers_a_rule_is_refused(tmp_path: Path) -> None:
    """One sentence and a non-zero exit, before anything is judged."""
    config = tmp_path / "config.json"
    config.write_text('{"all": "disabled"}')
    with pytest.raises(SystemExit, match="would switch mandatory rules off"):
        main(["--config", str(config)])
    config.write_text("{")
    with pytest.raises(SystemExit, match="can't be read as JSON"):
        main(["--config", str(config)])
    with pytest.raises(SystemExit, match="can't be read as JSON"):
        main(["--config", str(tmp_path / "away.json")])


def test_a_violation_is_found_with_the_stacks_own_settings() -> None:
    """A queue without a key, in a stack with a provider of its own."""
    settings = settings_of("dev", stand_ins("dev"))
    assert provider_of(settings)["region"] == "eu-central-1"
    found = judged("dev", [resource("aws:sqs/queue:Queue", {})], settings, {})
    assert "sqs-cmk-encryption" in {each.policy for each in found.violations}
    assert all(isinstance(each, Violation) for each in found.violations)
