"""What a web application firewall writes down: every request, and no credential."""

from collections.abc import Iterator
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
            PropertyRule(
                "loggingFilter.filters[].behavior",
                _KEEP,
                "Leave out filters that drop.",
                optional=True,
            ),
        )
    },
    subjects=(WEB_ACL,),
    stack=_is_logged,
    watches={WEB_ACL_LOGGING: {"resourceArn": (WEB_ACL,)}},
)


def _known(resource: Resource, path: str) -> Iterator[Any]:
    for at, value in resource.each(path):
        if value is UNKNOWN:
            raise UndecidedError(at)
        yield value


_EXCLUDED: Final = ("excludeRateBasedDetails", "excludeRuleMatchDetails")
"""What would show the header all the same."""


def _protected(acl: Resource) -> Iterator[Any]:
    for each in _known(acl, "dataProtectionConfig.dataProtections[]"):
        kind, keys, action = (
            next(read(each, path))[1] for path in ("field.fieldType", "field.fieldKeys", "action")
        )
        shown = any(next(read(each, path))[1] in (True, "true") for path in _EXCLUDED)
        if kind == "SINGLE_HEADER" and action in ("SUBSTITUTION", "HASH") and not shown:
            yield from keys if isinstance(keys, list) else ()


def _hides_credentials(resource: Resource, config: Config) -> Iterator[Finding]:
    if resource.type == WEB_ACL:
        # A log's own redaction leaves the sampled requests, which the console shows, in clear.
        hidden = list(_protected(resource))
        say = "data_protection_config: Substitute the SINGLE_HEADER"
    else:
        hidden = list(_known(resource, "redactedFields[].singleHeader.name"))
        say = "redacted_fields: Add single_header"
    names = {str(each).lower() for each in hidden}
    for header in config["headers"]:
        if header not in names:
            yield Finding(f"{say} {header}.")


NO_CREDENTIALS: Final = Rule(
    number="21",
    name="waf-log-redacts-auth",
    description="Neither a firewall's log nor its samples show a token or a cookie.",
    severity=Severity.HIGH,
    pci=("3.3.1",),
    unreviewed_controls=("8.3.2",),
    types=(WEB_ACL, WEB_ACL_LOGGING),
    check=_hides_credentials,
    watches={
        WEB_ACL: {
            f"dataProtectionConfig.dataProtections[].{key}": ()
            for key in ("field.fieldType", "field.fieldKeys", "action", *_EXCLUDED)
        },
        WEB_ACL_LOGGING: {"redactedFields[].singleHeader.name": ()},
    },
    config={"headers": ["authorization", "cookie"]},
)

RULES: Final = (LOGGING, NO_CREDENTIALS)
