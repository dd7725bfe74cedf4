"""What a web application firewall writes down: every request, and no credential."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pulumi_policy import Severity

from ..framework.predicates import NOT_EMPTY, Config, equal
from ..framework.resource import Resource, Stack
from ..framework.rule import Finding, PropertyRule, Rule
from ..framework.tokens import BUCKET, BUCKET_V2, LOG_GROUP, WEB_ACL, WEB_ACL_LOGGING
from ..framework.values import ABSENT, UNKNOWN, UndecidedError, read

_KEEP: Final = equal("KEEP")


def _is_logged(stack: Stack, acl: Resource, _config: Config) -> Iterator[Finding]:
    logs = stack.naming(acl, WEB_ACL_LOGGING, "resourceArn", "arn")
    if all(each.get("logDestinationConfigs") in (ABSENT, []) for each in logs):
        yield Finding(
            "Add an aws.wafv2.WebAclLoggingConfiguration with this ACL's arn and a log group."
        )
    blocked = _labels_of_blocked(acl)
    for log in logs:
        for at, each in log.each_known("loggingFilter.filters[]"):
            if each is not ABSENT and not _drops_only(each, blocked):
                yield Finding(
                    f"{log.name}: {at}: Drop only by the label of a rule of this ACL that blocks, "
                    "or leave the filter out."
                )


def _labels_of_blocked(acl: Resource) -> set[str]:
    """Labels that only rules which block give: such a request has done nothing."""
    given: dict[bool, set[str]] = {True: set(), False: set()}
    for at, rule in acl.each_known("rules[]"):
        if rule is ABSENT:
            continue
        for _, label in read(rule, "ruleLabels[].name"):
            if label is UNKNOWN:
                raise UndecidedError(at)
            given[next(read(rule, "action.block"))[1] is not ABSENT] |= {str(label)}
    return given[True] - given[False]


def _drops_only(each: Any, labels: set[str]) -> bool:
    """Whether a filter keeps, or drops nothing but what has one of these labels."""
    if next(read(each, "behavior"))[1] == "KEEP":
        return True
    found = [label for _, label in read(each, "conditions[].labelNameCondition.labelName")]
    if any(label is UNKNOWN for label in found):
        raise UndecidedError("loggingFilter.filters[].conditions")
    return bool(found) and {str(label).rpartition(":")[2] for label in found} <= labels


LOGGING: Final = Rule(
    number="20",
    name="waf-logging",
    description="Every firewall logs every request.",
    severity=Severity.HIGH,
    pci=("10.2.1",),
    references=("WAF.11", "CKV2_AWS_31"),
    property_rules={
        WEB_ACL_LOGGING: (
            PropertyRule(
                "logDestinationConfigs[]",
                NOT_EMPTY,
                "Pass the ARN of an aws.cloudwatch.LogGroup.",
                producers=(LOG_GROUP, BUCKET, BUCKET_V2),
            ),
            PropertyRule(
                "loggingFilter.defaultBehavior",
                _KEEP,
                "Leave out logging_filter, or set default_behavior to KEEP.",
                optional=True,
            ),
        )
    },
    subjects=(WEB_ACL,),
    stack=_is_logged,
    watches={
        WEB_ACL_LOGGING: {
            "resourceArn": (WEB_ACL,),
            "loggingFilter.filters[].behavior": (),
            "loggingFilter.filters[].conditions[].labelNameCondition.labelName": (),
        },
        WEB_ACL: {"rules[].ruleLabels[].name": (), "rules[].action.block": ()},
    },
)


_EXCLUDED: Final = ("excludeRateBasedDetails", "excludeRuleMatchDetails")
"""What would show the field all the same."""


def _protected(acl: Resource) -> Iterator[str]:
    for _, each in acl.each_known("dataProtectionConfig.dataProtections[]"):
        kind, keys, action = (
            next(read(each, path))[1] for path in ("field.fieldType", "field.fieldKeys", "action")
        )
        shown = any(next(read(each, path))[1] in (True, "true") for path in _EXCLUDED)
        if shown or action not in ("SUBSTITUTION", "HASH"):
            continue
        yield f"{kind}"
        if kind == "SINGLE_HEADER" and isinstance(keys, list):
            yield from (f"{each}".lower() for each in keys)


def _redacted(log: Resource) -> Iterator[str]:
    for _, each in log.each_known("redactedFields[]"):
        if isinstance(each, Mapping):
            yield from each
    for _, name in log.each_known("redactedFields[].singleHeader.name"):
        yield str(name).lower()


def _hides_credentials(resource: Resource, config: Config) -> Iterator[Finding]:
    if resource.type == WEB_ACL:
        hidden, say = {*_protected(resource)}, "data_protection_config: Substitute the"
        header, fields = "SINGLE_HEADER", config["protected"]
    else:
        hidden, say = {*_redacted(resource)}, "redacted_fields: Add"
        header, fields = "single_header", config["redacted"]
    for name in config["headers"]:
        if name not in hidden:
            yield Finding(f"{say} {header} {name}.")
    for field in fields:
        if field not in hidden:
            yield Finding(f"{say} {field}.")


def _hides_the_same(stack: Stack, log: Resource, _config: Config) -> Iterator[Finding]:
    """What the firewall's own data protection hides would stand in its log in the clear."""
    hidden = {*_redacted(log)}
    for acl in stack.of(WEB_ACL):
        if log.refers_to("resourceArn", acl, "arn"):
            # Types of fields are in capitals, headers are not.
            headers = sorted(each for each in _protected(acl) if each.islower())
            for name in headers:
                if name not in hidden:
                    yield Finding(f"redacted_fields: Add single_header {name}, as {acl.name} does.")


NO_CREDENTIALS: Final = Rule(
    number="21",
    name="waf-log-redacts-auth",
    description="A firewall's log shows neither a token or cookie nor what callers send.",
    severity=Severity.HIGH,
    pci=("3.3.1",),
    unreviewed_controls=("8.3.2",),
    types=(WEB_ACL, WEB_ACL_LOGGING),
    check=_hides_credentials,
    subjects=(WEB_ACL_LOGGING,),
    stack=_hides_the_same,
    watches={
        WEB_ACL: {
            f"dataProtectionConfig.dataProtections[].{key}": ()
            for key in ("field.fieldType", "field.fieldKeys", "action", *_EXCLUDED)
        },
        WEB_ACL_LOGGING: {
            "resourceArn": (WEB_ACL,),
            **{
                f"redactedFields[].{key}": ()
                for key in ("singleHeader.name", "uriPath", "queryString")
            },
        },
    },
    config={
        "headers": ["authorization", "cookie"],
        "protected": ["QUERY_STRING", "BODY"],
        "redacted": ["uriPath", "queryString"],
    },
    schema={
        "protected": {"description": "What the ACL's data protection substitutes."},
        "redacted": {"description": "What the log leaves out; it alone can leave out the path."},
    },
)

RULES: Final = (LOGGING, NO_CREDENTIALS)
