"""What somebody must hear of at once: the trail's log is searched for it, and an alarm calls."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pulumi_policy import Severity

from ..framework.alarm_history import Form
from ..framework.alarm_trial import HEARD, ONCE, hears
from ..framework.log_patterns import Event, Matches, PatternError, reads
from ..framework.predicates import Config
from ..framework.resource import Resource, Stack
from ..framework.rule import Finding, Rule
from ..framework.tokens import LOG_GROUP, LOG_METRIC_FILTER, METRIC_ALARM, TRAIL

_EVENT: Final[Event] = {
    "eventType": "AwsApiCall",
    "eventSource": "iam.amazonaws.com",
    "eventName": "GetUser",
    "sourceIPAddress": "192.0.2.1",
    "userIdentity": {"type": "AssumedRole"},
}
_SIGN_IN: Final[Event] = {
    "eventType": "AwsConsoleSignIn",
    "eventSource": "signin.amazonaws.com",
    "eventName": "ConsoleLogin",
    "userIdentity": {"type": "IAMUser"},
    "additionalEventData": {"MFAUsed": "No"},
    "responseElements": {"ConsoleLogin": "Success"},
}


def _calls(service: str, *names: str) -> tuple[Event, ...]:
    source = f"{service}.amazonaws.com"
    return tuple({**_EVENT, "eventSource": source, "eventName": name} for name in names)


WATCHED_EVENTS: Final[Mapping[str, tuple[Event, ...]]] = {
    "root-use": ({**_EVENT, "userIdentity": {"type": "Root"}},),
    "unauthorised": tuple(
        {**_EVENT, "errorCode": code} for code in ("AccessDenied", "Client.UnauthorizedOperation")
    ),
    "console-without-mfa": (_SIGN_IN,),
    "key-disabled": _calls("kms", "DisableKey", "ScheduleKeyDeletion"),
    "trail-changed": _calls("cloudtrail", "UpdateTrail", "DeleteTrail", "StopLogging"),
    "iam-changed": _calls(
        "iam", "AttachRolePolicy", "AttachUserPolicy", "CreatePolicyVersion", "DeleteRolePolicy",
        "DetachRolePolicy", "PutRolePolicy", "PutUserPolicy",
    ),
    "bucket-policy-changed": _calls(
        "s3", "DeleteBucketPolicy", "PutBucketAcl", "PutBucketPolicy"
    ),
    "security-group-changed": _calls(
        "ec2", "AuthorizeSecurityGroupIngress", "AuthorizeSecurityGroupEgress",
        "CreateSecurityGroup", "DeleteSecurityGroup", "RevokeSecurityGroupIngress",
    ),
    "network-acl-changed": _calls(
        "ec2", "CreateNetworkAclEntry", "DeleteNetworkAclEntry", "ReplaceNetworkAclEntry"
    ),
    "vpc-changed": _calls("ec2", "CreateVpc", "DeleteVpc", "ModifyVpcAttribute"),
}  # fmt: skip
"""Name → events, as CloudTrail writes them, that a filter must catch (CIS AWS Foundations
Benchmark, section "Monitoring")."""


def _is_heard_of(stack: Stack, config: Config) -> Iterator[Finding]:
    watched: list[Matches] = []
    for each in _on_trails(stack):
        try:
            matches = reads(str(each.known("pattern", "")))
        except PatternError as error:
            yield Finding(f"pattern: {error}", each.urn)
            continue
        if any(_acts_on(alarm, each, config) for alarm in stack.of(METRIC_ALARM)):
            watched.append(matches)
        else:
            yield Finding(
                "Add a metric alarm on this filter's metric that fires at the first event and "
                "has an action; count 1 for each event.",
                each.urn,
            )
    for name in config["which"] if config["require"] else ():
        if not all(any(one(event) for one in watched) for event in WATCHED_EVENTS[name]):
            yield Finding(f"Add a metric filter on the trail's log group for {name}, and an alarm.")


def _on_trails(stack: Stack) -> Iterator[Resource]:
    """The metric filters on log groups that a trail writes to."""
    groups = [
        group
        for group in stack.of(LOG_GROUP)
        if any(_writes_to(trail, group) for trail in stack.of(TRAIL))
    ]
    for each in stack.of(LOG_METRIC_FILTER):
        if any(each.refers_to("logGroupName", group, "name") for group in groups):
            yield each


def _writes_to(trail: Resource, group: Resource) -> bool:
    prop = "cloudWatchLogsGroupArn"
    if group in trail.made_of(prop):
        return True
    # CloudTrail takes the group's ARN with `:*` behind it.
    named, name = trail.get(prop), group.get("name")
    return isinstance(named, str) and named.removesuffix(":*").endswith(f":{name}")


def _acts_on(alarm: Resource, metric_filter: Resource, config: Config) -> bool:
    metric = {
        key: metric_filter.known(f"metricTransformation.{key}", "")
        for key in ("name", "namespace", "value", "defaultValue")
    }
    same: Any = (alarm.get("metricName"), alarm.get("namespace"))
    ways = [ONCE]
    if str(metric["defaultValue"]) == "0":
        # Then every other line of the trail is told as a zero.
        ways.append(Form(((0, 60),), ((0, 60), (1, 1)), lasts=1))
    return (
        same == (metric["name"], metric["namespace"])
        and str(metric["value"]) == "1"
        and hears(alarm, config["withinMinutes"], *ways)
    )


SECURITY_EVENTS: Final = Rule(
    number="54",
    name="security-metric-filters",
    description=(
        "An alarm calls when rights, keys, network or the trail itself change; see `require`."
    ),
    severity=Severity.HIGH,
    pci=("10.4.1.1", "10.2.1.2"),
    references=tuple(f"CloudWatch.{number}" for number in (1, 2, 3, 4, 5, 7, 8, 10, 11, 14)),
    stack_check=_is_heard_of,
    watches={
        LOG_METRIC_FILTER: {
            "logGroupName": (LOG_GROUP,),
            "metricTransformation.name": (),
            "metricTransformation.namespace": (),
            "metricTransformation.value": (),
            "pattern": (),
        },
        METRIC_ALARM: HEARD,
        TRAIL: {"cloudWatchLogsGroupArn": (LOG_GROUP,)},
    },
    config={"require": False, "which": list(WATCHED_EVENTS), "withinMinutes": 60},
    schema={"which": {"items": {"enum": list(WATCHED_EVENTS)}}},
)

RULES: Final = (SECURITY_EVENTS,)
