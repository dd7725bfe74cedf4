"""A configuration can't switch a mandatory rule off."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from policies import pci
from policies.pci.framework.exemptions import Exemptions
from policies.pci.framework.judge import Judge
from policies.pci.pack import rules
from policies.pci.rules.levels import wrong
from policy_proof.resources import TODAY

RULES = rules(Judge(Exemptions([]), TODAY))


@pytest.mark.parametrize(
    ("config", "says"),
    [
        ({"all": "disabled"}, "all: the level disabled"),
        ({"all": {"enforcementLevel": "advisory"}}, "all: the level advisory"),
        ({"sqs-has-dlq": "advisory"}, "can't be advisory"),
        ({"sqs-has-dlq": {"enforcementLevel": "disabled"}}, "can't be disabled"),
        ({"sqs-cmk-encryption-in-stack": "disabled"}, "no such rule"),
        ({"sqs-has-dql": {}}, "there is no such rule"),
        ({"sqs-has-dlq": {"maxRecieve": 5}}, "there is no setting maxRecieve; it has maxReceive"),
        ({"sqs-has-dlq": {"maxReceive": "many"}}, "maxReceive must be a int"),
        ({"only-ours": {"partners": [{"account": "4" * 12}]}}, "only-ours: partners[0]: owner"),
    ],
)
def test_what_is_wrong_is_one_sentence(config: dict[str, Any], says: str) -> None:
    """A lowered level, an unknown rule, an unknown setting, a value of another kind."""
    (found,) = wrong(config, RULES)
    assert says in found


@pytest.mark.parametrize(
    "config",
    [
        {},
        {"all": "mandatory"},
        {"sqs-has-dlq": {"maxReceive": 5}},
        {"sqs-has-dlq": {"enforcementLevel": "mandatory", "maxReceive": 5.0}},
        {"sqs-kms-reuse-period": "disabled"},
    ],
)
def test_what_is_in_order_is_silent(config: dict[str, Any]) -> None:
    """Settings, stricter levels, and advice that somebody does not want."""
    assert list(wrong(config, RULES)) == []


def test_the_examples_of_the_readme_are_taken() -> None:
    """Whoever copies one into a file is not refused; and there are some."""
    page = (Path(pci.__file__).parent.parent / "README.md").read_text()
    examples = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    assert len(examples) > 1
    assert [list(wrong(json.loads(each), RULES)) for each in examples] == [[]] * len(examples)
