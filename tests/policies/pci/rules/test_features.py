"""Rules about features that nobody looks into: what each must report, and what it must not."""

from typing import Any

import pytest

from policies.pci.framework.tokens import EVENT_TARGET, FUNCTION, METRIC_ALARM, WEB_ACL
from policies.pci.rules.features import JUDGED_FEATURES
from policy_proof.resources import resource
from tests.policies.case import blamed, said


@pytest.mark.parametrize(
    ("kind", "path", "value"),
    [
        (kind, path, value)
        for kind, rules in JUDGED_FEATURES.property_rules.items()
        for path in (each.path for each in rules)
        for value in ({}, {"any": "thing"}, ["any"], 1)
    ],
)
def test_a_feature_that_nobody_judges_is_reported(kind: str, path: str, value: Any) -> None:
    """Whatever is in it, an empty block too."""
    top, _, inner = path.partition(".")
    wanted = {top: {inner: value} if inner else value}
    assert blamed(JUDGED_FEATURES, resource(kind, wanted)) == ["it"]


@pytest.mark.parametrize("kind", JUDGED_FEATURES.property_rules)
def test_what_is_judged_or_left_out_is_fine(kind: str) -> None:
    """Another property, an empty list and an empty text."""
    paths = [each.path for each in JUDGED_FEATURES.property_rules[kind] if "." not in each.path]
    empties: tuple[Any, ...] = ([], "")
    for empty in empties:
        assert blamed(JUDGED_FEATURES, resource(kind, dict.fromkeys(paths, empty))) == []
    assert blamed(JUDGED_FEATURES, resource(kind, {"name": "it", "tags": {}})) == []


def test_the_reason_is_said() -> None:
    """By the place, with what to do."""
    one = resource(EVENT_TARGET, {"ecsTarget": {"taskDefinitionArn": "any"}})
    ((_, _, say),) = said(JUDGED_FEATURES, one)
    assert say == (
        "ecsTarget: Of what a rule of EventBridge calls, functions, queues and topics are judged: "
        "leave it out."
    )
    assert {EVENT_TARGET, FUNCTION, METRIC_ALARM, WEB_ACL} <= set(JUDGED_FEATURES.property_rules)
