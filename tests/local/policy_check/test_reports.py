"""The reports that other programs read."""

import json
from pathlib import Path

import jsonschema
from junitparser import JUnitXml

from local.policy_check._reports import junit, sarif
from local.policy_check.analyzer import Violation

SCHEMA = Path(__file__).parents[2] / "policies" / "data" / "sarif-schema-2.1.0.json"
FOUND = [
    Violation("rule-a", "urn:pulumi:dev::p::t::jobs", "Do this.", "mandatory"),
    Violation("rule-b", "", "Do that.", "advisory"),
]
RULES = {"rule-a": "A.", "rule-b": "B.", "rule-c": "C."}


def test_sarif_points_at_the_declaration() -> None:
    """File, line and level; the whole stack is the program's first line."""
    text = sarif(FOUND, RULES, {FOUND[0].urn: ("components/parts/queue.py", 41)})
    log = json.loads(text)
    jsonschema.validate(log, json.loads(SCHEMA.read_text()))
    first, second = log["runs"][0]["results"]
    place = first["locations"][0]["physicalLocation"]
    assert (first["ruleId"], first["level"]) == ("rule-a", "error")
    assert place["artifactLocation"]["uri"] == "components/parts/queue.py"
    assert place["region"]["startLine"] == 41
    assert second["level"] == "warning"
    uri = second["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "__main__.py"
    assert [rule["id"] for rule in log["runs"][0]["tool"]["driver"]["rules"]] == list(RULES)


def test_junit_has_a_test_for_each_rule(tmp_path: Path) -> None:
    """Failed where it found something, by the resource's name."""
    path = tmp_path / "x.xml"
    junit({"dev": FOUND}, RULES, path)
    report = JUnitXml.fromfile(str(path))
    assert (report.tests, report.failures) == (3, 2)
    messages = [case.result[0].message for suite in report for case in suite if case.result]
    assert messages == ["jobs: Do this.", "the stack: Do that."]
