"""The exemptions themselves are judged."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pytest
from pulumi_policy import Severity

from local.policy_check.analyzer import Analyzer
from policies.pci.exempt import valid
from policies.pci.framework.exemptions import Exemption, Exemptions
from policies.pci.framework.judge import Judge
from policies.pci.framework.tokens import QUEUE
from policies.pci.rules.dead_letters import SQS_HAS_DLQ
from policy_proof.resources import TODAY, resource, urn

DAYS = dt.timedelta(days=1)
BARE = resource(QUEUE, {"name": "jobs"})
NAMES = {"sqs-has-dlq": Severity.HIGH, "sqs-cmk-encryption": Severity.CRITICAL}


def complaints(*entries: Exemption) -> Sequence[str]:
    """What the pack says with these exemptions, of one queue without a dead-letter queue."""
    judge = Judge(Exemptions(list(entries)), TODAY)
    rules = [SQS_HAS_DLQ, valid(NAMES, judge.exemptions, TODAY)]
    return [
        each.message.partition("\n")[2] for each in Analyzer(judge.policies(rules)).judge([BARE])
    ]


def exemption(**changed: Any) -> Exemption:
    """One that is in order."""
    entry = {
        "rule": "sqs-has-dlq", "urn": urn(QUEUE, "it"), "reason": "because",
        "compensating_control": "another", "owner": "payments", "ticket": "PAY-1",
        "approved": TODAY, "expires": TODAY + 90 * DAYS, **changed,
    }  # fmt: skip
    return Exemption(**entry)


def test_a_good_exemption_is_silent() -> None:
    """Needed, in time, of a rule that may be exempted; one of another stack is not asked."""
    assert complaints(exemption()) == []
    assert complaints(exemption(), exemption(urn=urn(QUEUE, "it", "prod"))) == []


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"expires": TODAY - DAYS}, "has expired"),
        ({"expires": TODAY + 91 * DAYS}, "within 90 days"),
        ({"approved": TODAY + DAYS}, "within 90 days"),
        ({"rule": "sqs-cmk-encryption"}, "critical rule can't be exempted"),
        ({"rule": "sqs-has-dql"}, "there is no rule sqs-has-dql"),
        ({"urn": urn(QUEUE, "gone")}, "this stack has no such resource"),
    ],
)
def test_a_bad_exemption_is_a_violation(changed: dict[str, Any], says: str) -> None:
    """Expired, too long, from the future, critical, misspelt, or of nothing."""
    entries = [exemption(**changed)]
    if "expires" not in changed:
        entries.append(exemption(ticket="PAY-2"))
    assert [each for each in complaints(*entries) if says in each]


def test_an_exemption_that_nothing_needs_is_a_violation() -> None:
    """It would hide the next fault."""
    judge = Judge(Exemptions([exemption()]), TODAY)
    policies = judge.policies([valid(NAMES, judge.exemptions, TODAY)])
    assert ["not needed" in each.message for each in Analyzer(policies).judge([BARE])] == [True]
