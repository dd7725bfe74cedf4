"""Log groups: ours, encrypted with our key, kept for a year, and written to by whom we name."""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Final

from pulumi_policy import EnforcementLevel, Severity

from ..framework.documents import Statement
from ..framework.guards import confused, public, wildcard_actions
from ..framework.predicates import CUSTOMER_KEY, Config, Predicate, at_least, equal, number, one_of
from ..framework.resource import Resource, Stack
from ..framework.rule import Finding, PropertyRule, Rule
from ..framework.statements import no_statement
from ..framework.tokens import FUNCTION, KEY, LOG_GROUP, LOG_RESOURCE_POLICY
from ..framework.values import UNKNOWN


def _has_group(stack: Stack, function: Resource, _config: Config) -> Iterator[Finding]:
    """The group that Lambda would make by itself has no key and is kept for ever."""
    named = "loggingConfig.logGroup"
    if function.get(named) is UNKNOWN and function.made_of("loggingConfig", LOG_GROUP):
        return
    group = function.known(named, f"/aws/lambda/{function.known('name', '')}")
    if not any(each.get("name") == group for each in stack.of(LOG_GROUP)):
        yield Finding("Declare its aws.cloudwatch.LogGroup and name it in logging_config.")


LAMBDA_LOG_GROUP: Final = Rule(
    number="45",
    name="lambda-log-group-managed",
    description="Every function writes JSON to a log group of this stack.",
    severity=Severity.HIGH,
    pci=("10.2.1", "10.5.1"),
    property_rules={
        FUNCTION: (
            PropertyRule(
                "loggingConfig.logFormat", equal("JSON"), "Set logging_config.log_format to JSON."
            ),
            PropertyRule(
                "loggingConfig.applicationLogLevel",
                one_of("TRACE", "DEBUG", "INFO", counterexamples=("WARN", "ERROR", "FATAL")),
                "Set application_log_level to INFO: above it, who did what is lost.",
                optional=True,
            ),
        )
    },
    subjects=(FUNCTION,),
    stack=_has_group,
    watches={FUNCTION: {"loggingConfig.logGroup": (LOG_GROUP,)}},
)

LOGS_CMK: Final = Rule(
    number="47",
    name="logs-cmk",
    description="Log groups are encrypted with a customer-managed key.",
    severity=Severity.HIGH,
    pci=("3.5.1", "10.3.2"),
    references=("CKV_AWS_158",),
    property_rules={
        LOG_GROUP: (
            PropertyRule(
                "kmsKeyId",
                CUSTOMER_KEY,
                "Pass the ARN of an aws.kms.Key as kms_key_id.",
                producers=(KEY,),
            ),
        )
    },
)

_LONG: Final = at_least("minDays", 365)
_LONGEST: Final = 3653
"""Ten years: the most days that CloudWatch takes."""
_KEPT: Final = Predicate(
    lambda value, config: (
        (_LONG.holds(value, config) and number(value) <= _LONGEST)
        or (config["allowNever"] and value == 0)
    ),
    (*_LONG.counterexamples, 0, _LONGEST + 1),
)

LOGS_RETENTION: Final = Rule(
    number="48",
    name="logs-retention",
    description="Logs are kept for a year, and not for ever.",
    severity=Severity.HIGH,
    pci=("10.5.1", "3.2.1"),
    references=("CloudWatch.16", "CKV_AWS_66", "CKV_AWS_338"),
    property_rules={
        LOG_GROUP: (
            PropertyRule(
                "retentionInDays", _KEPT, "Set retention_in_days to 365 or more, not to 0."
            ),
        )
    },
    config={"minDays": 365, "allowNever": False},
)


def _is_not_left_behind(group: Resource, config: Config) -> Iterator[Finding]:
    name = group.get("name")
    audited = isinstance(name, str) and any(fnmatchcase(name, each) for each in config["audit"])
    if not audited and group.known("skipDestroy", default=False) in (True, "true"):
        yield Finding("skipDestroy: Leave it to audit groups, and name them in the rule's audit.")


LOGS_NO_SKIP_DESTROY: Final = Rule(
    number="49",
    name="logs-no-skip-destroy-abuse",
    description="No group outlives its stack unseen, and every group can be searched and watched.",
    severity=Severity.LOW,
    pci=(),
    unreviewed_controls=("10.4.1.1",),
    level=EnforcementLevel.ADVISORY,
    property_rules={
        LOG_GROUP: (
            PropertyRule(
                "logGroupClass",
                equal("STANDARD"),
                "Use STANDARD: others have no metric filters, subscriptions or masking.",
                optional=True,
            ),
        )
    },
    types=(LOG_GROUP,),
    check=_is_not_left_behind,
    watches={LOG_GROUP: {"skipDestroy": ()}},
    config={"audit": []},
)


def _is_open(statement: Statement, _config: Config) -> bool:
    others = any(each.kind != "Service" for each in statement.principals)
    return (
        public(statement)
        or confused(statement)
        or wildcard_actions(statement)
        or (statement.allows and others)
    )


LOGS_RESOURCE_POLICY: Final = Rule(
    number="51",
    name="logs-resource-policy-scoped",
    description="Only named services write to log groups, each on behalf of ourselves.",
    severity=Severity.HIGH,
    pci=(),
    unreviewed_controls=("10.3.1",),
    types=(LOG_RESOURCE_POLICY,),
    check=no_statement(
        {LOG_RESOURCE_POLICY: ("policyDocument",)},
        _is_open,
        "Name one service and its actions, and bind it by aws:SourceArn or aws:SourceAccount.",
    ),
    watches={LOG_RESOURCE_POLICY: {"policyDocument": (LOG_GROUP,)}},
)

RULES: Final = (
    LAMBDA_LOG_GROUP,
    LOGS_CMK,
    LOGS_RETENTION,
    LOGS_NO_SKIP_DESTROY,
    LOGS_RESOURCE_POLICY,
)
