"""Secrets: under our key, changed in time, hard to lose, and never written in the program."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from pulumi_policy import Severity

from ..framework import retention
from ..framework.alarm_history import Form
from ..framework.alarm_trial import HEARD, hears
from ..framework.predicates import CUSTOMER_KEY, Config, at_least, at_most, equal
from ..framework.resource import Resource, Stack
from ..framework.rule import Finding, PropertyRule, Rule
from ..framework.statements import nobody_else_and_named_actions
from ..framework.tokens import (
    FUNCTION,
    FUNCTION_ALIAS,
    KEY,
    MAIL_IDENTITY,
    METRIC_ALARM,
    REPLICA_KEY,
    SECRET,
    SECRET_POLICY,
    SECRET_ROTATION,
    SECRET_VERSION,
)
from ..framework.values import ABSENT

SECRET_CMK: Final = Rule(
    number="76",
    name="secret-cmk",
    description="Secrets and their replicas are encrypted with a customer-managed key.",
    severity=Severity.HIGH,
    pci=("3.6.1.2",),
    references=("CKV_AWS_149",),
    property_rules={
        SECRET: (
            PropertyRule(
                "kmsKeyId",
                CUSTOMER_KEY,
                "Pass the ARN of an aws.kms.Key as kms_key_id.",
                producers=(KEY,),
            ),
            PropertyRule(
                "replicas[].kmsKeyId",
                CUSTOMER_KEY,
                "Pass the ARN of a key of the replica's region as kms_key_id.",
                producers=(KEY, REPLICA_KEY),
            ),
        )
    },
)

_DAYS: Final = at_most("days", 90)
_RATE: Final = re.compile(r"rate\((\d+) (hour|day)s?\)")
_EVERY_MONTH: Final = re.compile(r"cron\(\S+ \S+ \S+ \* \S+( \*)?\)")
"""Minute, hour, day, each month, weekday, each year: at least once in 31 days."""


def _often(rotation: Resource, config: Config) -> bool:
    days = rotation.known("rotationRules.automaticallyAfterDays")
    if days is not ABSENT:
        return _DAYS.holds(days, config)
    schedule = str(rotation.known("rotationRules.scheduleExpression"))
    if rate := _RATE.fullmatch(schedule):
        return _DAYS.holds(int(rate[1]) / (24 if rate[2] == "hour" else 1), config)
    return bool(_EVERY_MONTH.fullmatch(schedule))


def _rotates(rotation: Resource, config: Config) -> bool:
    by = [rotation.get(each) for each in ("rotationLambdaArn", "externalSecretRotationRoleArn")]
    off = rotation.get("rotationEnabled") in (False, "false")
    return not off and any(each not in (ABSENT, "") for each in by) and _often(rotation, config)


def _age_is_watched(stack: Stack, secret: Resource, config: Config) -> bool:
    return any(
        alarm.get("metricName") == config["ageMetric"]
        and (
            secret in alarm.made_of("dimensions", SECRET)
            or secret.get("name") in _texts(alarm.get("dimensions"))
        )
        # Its age is told when it is read: once is enough, and a new one's is no reason to ring.
        and hears(alarm, config["withinMinutes"], Form(((0, 1),), ((config["days"], 1),), lasts=1))
        for alarm in stack.of(METRIC_ALARM)
    )


def _texts(dimensions: object) -> list[object]:
    return list(dimensions.values()) if isinstance(dimensions, dict) else []


def _changes(stack: Stack, secret: Resource, config: Config) -> Iterator[Finding]:
    if secret.known("tags.rotation") == "manual":
        if not _DAYS.holds(secret.known("tags.max-age-days"), config):
            yield Finding(f"tags: Set max-age-days to {config['days']} or less.")
        if not _age_is_watched(stack, secret, config):
            yield Finding(
                f"Add a metric alarm with an action on {config['ageMetric']} of this secret, at "
                f"{config['days']} days or less."
            )
    elif not any(
        _rotates(each, config)
        for each in stack.naming(secret, SECRET_ROTATION, "secretId", "id", "arn", "name")
    ):
        yield Finding(
            "Add an aws.secretsmanager.SecretRotation with a function and a schedule of "
            f"{config['days']} days or less; tag what only its owner can change with "
            "rotation=manual and max-age-days."
        )


SECRET_ROTATES: Final = Rule(
    number="77",
    name="secret-rotation",
    description="Each secret changes every ninety days: by itself, or its age calls its owner.",
    severity=Severity.HIGH,
    pci=("8.6.3", "3.7.4"),
    references=("SecretsManager.1", "AwsSolutions-SMG4"),
    subjects=(SECRET,),
    stack=_changes,
    watches={
        SECRET: {"tags.rotation": (), "tags.max-age-days": ()},
        METRIC_ALARM: {**HEARD, "dimensions": (SECRET,)},
        SECRET_ROTATION: {
            "secretId": (SECRET,),
            "rotationLambdaArn": (FUNCTION, FUNCTION_ALIAS),
            "rotationRules.automaticallyAfterDays": (),
            "rotationRules.scheduleExpression": (),
        },
    },
    config={"days": 90, "ageMetric": "SecretAgeDays", "withinMinutes": 60},
)
"""Nobody can change a payment service provider's key for its owner: for such a one the age is
measured, and the alarm is what makes the promise true."""

_WINDOW: Final = at_least("days", 7)
_OVERWRITE: Final = "forceOverwriteReplicaSecret"


def _can_be_taken_back(secret: Resource, config: Config) -> Iterator[Finding]:
    kept = retention.keeps(secret.urn, config)
    if kept and not _WINDOW.holds(secret.known("recoveryWindowInDays"), config):
        yield Finding(f"Set recovery_window_in_days to {config['days']} or more.")
    if not equal(wanted=False).holds(secret.known(_OVERWRITE, default=False), config):
        yield Finding(f"{_OVERWRITE}: Leave it out: it destroys a secret of another region.")


SECRET_RECOVERY: Final = Rule(
    number="78",
    name="secret-recovery-window",
    description=(
        "A secret that was deleted can be taken back for a week where the stack keeps its data."
    ),
    severity=Severity.MEDIUM,
    pci=(),
    unreviewed_controls=("3.7.5",),
    types=(SECRET,),
    check=_can_be_taken_back,
    watches={SECRET: {"recoveryWindowInDays": (), _OVERWRITE: ()}},
    config={"days": 7, **retention.CONFIG},
)
"""A disposable stack deletes at once: else its name is taken for a week, and no stack follows."""

IN_CLEAR: Final[Mapping[str, tuple[str, ...]]] = {
    SECRET_VERSION: ("secretString", "secretBinary"),
    MAIL_IDENTITY: ("dkimSigningAttributes.domainSigningPrivateKey",),
}
_INSTEAD: Final = {
    SECRET_VERSION: "Use secret_string_wo, which is written and never kept.",
    MAIL_IDENTITY: "Leave it out: SES makes a key that nobody sees.",
}


def _written_once(version: Resource, _config: Config) -> Iterator[Finding]:
    # Known or not: either way the value would stay in the state and in every preview.
    for path in IN_CLEAR[version.type]:
        if version.get(path) is not ABSENT:
            yield Finding(f"{path}: {_INSTEAD[version.type]}")


SECRET_NOT_IN_PROGRAM: Final = Rule(
    number="79",
    name="secret-value-not-in-program",
    description="A secret's value is write-only: neither the state nor a preview holds it.",
    severity=Severity.CRITICAL,
    pci=("8.6.2", "8.3.2"),
    types=tuple(IN_CLEAR),
    check=_written_once,
    # It watches nothing that must be known: that a value is there at all is too much.
)


SECRET_POLICY_SCOPED: Final = Rule(
    number="80",
    name="secret-policy-scoped",
    description="A secret's own policy lets in nobody that it does not name.",
    severity=Severity.HIGH,
    pci=("7.2.2",),
    types=(SECRET, SECRET_POLICY),
    check=nobody_else_and_named_actions,
    watches={SECRET: {"policy": (SECRET,)}, SECRET_POLICY: {"policy": (SECRET,)}},
)

RULES: Final = (
    SECRET_CMK,
    SECRET_ROTATES,
    SECRET_RECOVERY,
    SECRET_NOT_IN_PROGRAM,
    SECRET_POLICY_SCOPED,
)
