"""Rules about secrets: what each must report, and what it must not."""

import json
from typing import Any

import pytest

from policies.pci.framework.tokens import (
    KEY,
    MAIL_IDENTITY,
    METRIC_ALARM,
    SECRET,
    SECRET_POLICY,
    SECRET_ROTATION,
    SECRET_VERSION,
)
from policies.pci.platform import unresolved
from policies.pci.rules.stored_secrets import (
    RULES,
    SECRET_CMK,
    SECRET_NOT_IN_PROGRAM,
    SECRET_POLICY_SCOPED,
    SECRET_RECOVERY,
    SECRET_ROTATES,
)
from policy_proof.resources import UNKNOWN, resource
from tests.policies.case import blamed, but

DISPOSABLE = {"tillstack:retention": "dispose"}

OURS = "111122223333"
KEY_ARN = f"arn:aws:kms:eu-central-1:{OURS}:key/made-up"
DATA = resource(KEY, {}, "data")
GOOD = resource(
    SECRET,
    {"name": "shop-psp", "kmsKeyId": KEY_ARN, "recoveryWindowInDays": 7},
    made_of={"kmsKeyId": [DATA]},
)
ROTATION = resource(
    SECRET_ROTATION,
    {
        "secretId": UNKNOWN,
        "rotationLambdaArn": UNKNOWN,
        "rotationRules": {"automaticallyAfterDays": 90},
    },
    "rotation",
    made_of={"secretId": [GOOD]},
)


def test_a_secret_with_everything_is_fine() -> None:
    """Our key, a week to take it back, ninety days to its next value, which is write-only."""
    version = resource(SECRET_VERSION, {"secretStringWo": UNKNOWN, "secretStringWoVersion": 1})
    assert blamed(list(RULES), GOOD, DATA, ROTATION, version) == []


@pytest.mark.parametrize("key", [None, "", "alias/aws/secretsmanager", KEY_ARN])
def test_a_secret_under_another_key_is_reported(key: str | None) -> None:
    """None, AWS's own, or one that is not of this stack; of a replica likewise."""
    assert blamed(SECRET_CMK, but(resource(SECRET, {}), kmsKeyId=key), DATA) == ["it"]
    replica = {"region": "eu-west-1", **({"kmsKeyId": key} if key is not None else {})}
    assert blamed(SECRET_CMK, but(GOOD, replicas=[replica]), DATA) == ["it"]


def test_a_key_that_is_not_known_yet_is_one_of_this_stack() -> None:
    """By the edge, or not at all."""
    first = resource(SECRET, {"kmsKeyId": UNKNOWN}, made_of={"kmsKeyId": [DATA]})
    assert blamed(SECRET_CMK, first, DATA) == []
    nowhere = resource(SECRET, {"kmsKeyId": UNKNOWN})
    assert blamed(unresolved([SECRET_CMK]), nowhere, DATA) == ["it"]
    assert blamed(unresolved([SECRET_CMK]), first, DATA) == []


@pytest.mark.parametrize(
    "schedule", ["rate(90 days)", "rate(1 day)", "rate(2160 hours)", "cron(0 4 1 * ? *)"]
)
def test_a_schedule_may_be_an_expression(schedule: str) -> None:
    """Days, hours, or a day of each month."""
    rules = {"scheduleExpression": schedule}
    assert blamed(SECRET_ROTATES, GOOD, but(ROTATION, rotationRules=rules)) == []


@pytest.mark.parametrize(
    "weak",
    [
        {"secretId": "another"},
        {"rotationEnabled": False},
        {"rotationLambdaArn": None},
        {"rotationLambdaArn": ""},
        {"rotationRules": None},
        {"rotationRules": {"automaticallyAfterDays": 91}},
        {"rotationRules": {"automaticallyAfterDays": "often"}},
        {"rotationRules": {"scheduleExpression": "rate(91 days)"}},
        {"rotationRules": {"scheduleExpression": "rate(2161 hours)"}},
        {"rotationRules": {"scheduleExpression": "cron(0 4 1 1 ? *)"}},
        {"rotationRules": {"scheduleExpression": ["rate(1 day)"]}},
    ],
)
def test_a_rotation_that_does_not_happen_is_reported(weak: dict[str, Any]) -> None:
    """Of another secret, off, by nobody, never, or too seldom; and none at all."""
    away = but(ROTATION, **weak)
    lost = resource(SECRET_ROTATION, {"secretId": "another"}, "lost")
    assert blamed(SECRET_ROTATES, GOOD, lost if "secretId" in weak else away) == ["it"]
    assert blamed(SECRET_ROTATES, GOOD) == ["it"]


MANUAL = but(GOOD, tags={"rotation": "manual", "max-age-days": "90"})
WATCHING: dict[str, Any] = {
    "namespace": "Shop",
    "metricName": "SecretAgeDays",
    "statistic": "Maximum",
    "period": 60,
    "evaluationPeriods": 1,
    "dimensions": {"secret": "shop-psp"},
    "comparisonOperator": "GreaterThanOrEqualToThreshold",
    "threshold": 80,
    "alarmActions": ["arn:aws:sns:eu-central-1:111122223333:alarms"],
}
ALARM = resource(METRIC_ALARM, WATCHING, "alarm")


def test_an_owner_who_rotates_is_called_in_time() -> None:
    """Tagged, with an alarm on the age of this very secret."""
    by_edge = resource(
        METRIC_ALARM,
        {**WATCHING, "dimensions": {"secret": UNKNOWN}},
        "alarm",
        made_of={"dimensions": [MANUAL]},
    )
    assert blamed(SECRET_ROTATES, MANUAL, ALARM) == []
    assert blamed(SECRET_ROTATES, MANUAL, by_edge) == []
    assert blamed(SECRET_ROTATES, MANUAL) == ["it"]
    for age in ("91", "soon", None):
        tags = {"rotation": "manual", **({"max-age-days": age} if age else {})}
        assert blamed(SECRET_ROTATES, but(GOOD, tags=tags), ALARM) == ["it"]


@pytest.mark.parametrize(
    "weak",
    [
        {"metricName": "Errors"},
        {"dimensions": {"secret": "another"}},
        {"dimensions": None},
        {"comparisonOperator": "LessThanThreshold"},
        {"threshold": 91},
        {"threshold": None},
        {"alarmActions": []},
        {"actionsEnabled": False},
    ],
)
def test_an_alarm_that_calls_nobody_in_time_is_none(weak: dict[str, Any]) -> None:
    """Of something else, too late, or without an action."""
    assert blamed(SECRET_ROTATES, MANUAL, but(ALARM, **weak)) == ["it"]


@pytest.mark.parametrize("days", [None, 0, 6, "0"])
def test_a_secret_goes_at_once_only_with_its_stack(days: Any) -> None:
    """A week where the stack keeps its data; the name is free at once where it does not."""
    secret = but(GOOD, recoveryWindowInDays=days)
    assert blamed(SECRET_RECOVERY, secret) == ["it"]
    assert blamed(SECRET_RECOVERY, secret, settings=DISPOSABLE) == []
    assert blamed(SECRET_RECOVERY, resource(SECRET, {}, stack="prod"), settings=DISPOSABLE) == [
        "it"
    ]
    assert blamed(
        SECRET_RECOVERY, but(secret, forceOverwriteReplicaSecret=True), settings=DISPOSABLE
    ) == ["it"]


@pytest.mark.parametrize("path", ["secretString", "secretBinary"])
@pytest.mark.parametrize("value", ["made-up", "", UNKNOWN])
def test_a_value_in_the_program_is_reported(path: str, value: str) -> None:
    """Written out, empty, or the output of something else."""
    assert blamed(SECRET_NOT_IN_PROGRAM, resource(SECRET_VERSION, {path: value})) == ["it"]


@pytest.mark.parametrize("kind", [SECRET, SECRET_POLICY])
@pytest.mark.parametrize(
    ("statement", "fine"),
    [
        ({"Principal": {"AWS": f"arn:aws:iam::{OURS}:role/app"}}, True),
        ({"Principal": "*", "Effect": "Deny", "Action": "*"}, True),
        ({"Principal": "*"}, False),
        ({"Principal": {"AWS": OURS}, "Action": "secretsmanager:*"}, False),
        ({"Principal": {"Service": "rds.amazonaws.com"}}, False),
    ],
)
def test_a_secrets_policy_names_whom_it_lets_in(
    kind: str,
    statement: dict[str, Any],
    fine: bool,  # noqa: FBT001 - a parameter
) -> None:
    """Its own document or one beside it: named principals, and named actions."""
    whole = {"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": "*"}
    text = json.dumps({"Statement": {**whole, **statement}})
    found = blamed(SECRET_POLICY_SCOPED, resource(kind, {"policy": text}))
    assert found == ([] if fine else ["it"])


def test_a_mail_key_in_the_program_is_reported() -> None:
    """SES makes one that nobody sees."""
    by_hand = {"domainSigningSelector": "s1", "domainSigningPrivateKey": UNKNOWN}
    identity = resource(MAIL_IDENTITY, {"dkimSigningAttributes": by_hand}, "identity")
    assert blamed(SECRET_NOT_IN_PROGRAM, identity) == ["identity"]
    easy = but(identity, dkimSigningAttributes={"nextSigningKeyLength": "RSA_2048_BIT"})
    assert blamed(SECRET_NOT_IN_PROGRAM, easy) == []
