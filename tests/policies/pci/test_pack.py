"""The pack as one value."""

from pathlib import Path

import pytest
from pulumi_policy import EnforcementLevel, Severity

from policies.pci.pack import EXEMPTIONS_VARIABLE, judge, policies, rules

ALL = rules(judge())


def test_names_and_numbers_are_unique() -> None:
    """A configuration and an exemption name one rule."""
    assert len({rule.name for rule in ALL}) == len(ALL)
    assert len({rule.number for rule in ALL}) == len(ALL)
    names = [policy.name for policy in policies(judge())]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.name)
def test_a_rule_says_what_it_serves_and_stops_what_is_grave(rule: object) -> None:
    """Every rule names a requirement; critical and high ones are never mere advice."""
    found = next(each for each in ALL if each is rule)
    assert found.pci or found.unreviewed_controls
    assert found.description.endswith(".")
    if found.severity in {Severity.CRITICAL, Severity.HIGH}:
        assert found.level is EnforcementLevel.MANDATORY


def test_the_exemptions_are_judged_last() -> None:
    """Only then is it known which of them were needed."""
    assert ALL[-1].name == "exemptions-valid"
    assert policies(judge())[-1].name == "exemptions-valid"


def test_a_broken_file_ends_the_pack_with_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The engine shows it, and nothing is judged by half of the exemptions."""
    broken = tmp_path / "mine.yaml"
    broken.write_text("a: [")
    monkeypatch.setenv(EXEMPTIONS_VARIABLE, str(broken))
    with pytest.raises(SystemExit, match=r"mine.yaml \(line 1\) is not YAML"):
        judge()
