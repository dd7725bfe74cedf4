"""The audit trail: every region, every service, tamper-evident, and data events too."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from pulumi_policy import Severity

from ..framework.parts import Part, parts
from ..framework.predicates import CUSTOMER_KEY, NOT_EMPTY, Config, equal
from ..framework.resource import Resource, Stack
from ..framework.rule import Finding, PropertyRule, Rule
from ..framework.tokens import BUCKET, BUCKET_V2, FUNCTION, IAM_ROLE, KEY, LOG_GROUP, TABLE, TRAIL
from ..framework.values import UNKNOWN
from .audit_buckets import audit_buckets, keeps_by_lock
from .buckets import BUCKETS

_TRUE: Final = equal(wanted=True)


def _trail_exists(stack: Stack, config: Config) -> Iterator[Finding]:
    if config["require"] and not (stack.of(TRAIL) or config["external"]):
        yield Finding(
            "Add an aws.cloudtrail.Trail, or name the organisation's in the rule's external."
        )


CLOUDTRAIL_BASELINE: Final = Rule(
    number="90",
    name="cloudtrail-baseline",
    description=(
        "Whatever is done to the account, in any region, is written down and can't be forged."
    ),
    severity=Severity.CRITICAL,
    pci=("10.2.1", "10.3.3", "10.3.4", "3.5.1"),
    references=("CloudTrail.1", "CloudTrail.2", "CloudTrail.4", "CloudTrail.5"),
    property_rules={
        TRAIL: (
            PropertyRule("isMultiRegionTrail", _TRUE, "Set is_multi_region_trail=True."),
            PropertyRule("enableLogging", _TRUE, "Set enable_logging=True."),
            PropertyRule(
                "includeGlobalServiceEvents", _TRUE, "Set include_global_service_events=True."
            ),
            PropertyRule("enableLogFileValidation", _TRUE, "Set enable_log_file_validation=True."),
            PropertyRule(
                "kmsKeyId",
                CUSTOMER_KEY,
                "Pass the ARN of an aws.kms.Key as kms_key_id.",
                producers=(KEY,),
            ),
            PropertyRule(
                "cloudWatchLogsGroupArn",
                NOT_EMPTY,
                "Pass a log group's ARN with :* as cloud_watch_logs_group_arn.",
                producers=(LOG_GROUP,),
            ),
            PropertyRule(
                "cloudWatchLogsRoleArn",
                NOT_EMPTY,
                "Pass the role that may write to the group as cloud_watch_logs_role_arn.",
                producers=(IAM_ROLE,),
            ),
        )
    },
    stack_check=_trail_exists,
    config={"external": [], "require": False},
)

_KINDS: Final[Mapping[str, str]] = {
    BUCKET: "AWS::S3::Object",
    BUCKET_V2: "AWS::S3::Object",
    FUNCTION: "AWS::Lambda::Function",
    TABLE: "AWS::DynamoDB::Table",
}
_ALL: Final = re.compile(r"arn:[\w-]+:(s3|lambda|dynamodb)(:::)?")
"""What stands for every resource of a kind in a selector (CloudTrail: "Logging data events")."""
_EVERY: Final = object()
"""The same, where a selector names no ARN."""
_OUT: Final = ("endsWiths", "notEndsWiths", "notEquals", "notStartsWiths")
_EDGES: Final = ("eventSelectors", "advancedEventSelectors")

_TEXTS: Final = (
    "eventSelectors[].readWriteType", "eventSelectors[].dataResources[].type",
    "advancedEventSelectors[].fieldSelectors[].field",
    *(f"advancedEventSelectors[].fieldSelectors[].{each}" for each in _OUT),
)  # fmt: skip
_ARNS: Final = (
    "eventSelectors[].dataResources[].values[]",
    "advancedEventSelectors[].fieldSelectors[].equals[]",
    "advancedEventSelectors[].fieldSelectors[].startsWiths[]",
)


def _basic(trail: Resource, kind: str) -> Iterator[Any]:
    """ARNs that basic selectors name, of this kind, with reads and writes."""
    for selector in parts(trail, "eventSelectors[]"):
        if selector.known("readWriteType", "All") == "All":
            for each in parts(selector, "dataResources[]"):
                if each.known("type") == kind:
                    yield from (value for _, value in each.each("values[]"))


def whole(field: Part) -> bool:
    """Whether an advanced selector's field names what it takes, and takes nothing out of that."""
    return not any(field.known(each, []) for each in _OUT)


def _advanced(trail: Resource, kind: str) -> Iterator[Any]:
    """ARNs that advanced selectors name; every one, where they name none."""
    for selector in parts(trail, "advancedEventSelectors[]"):
        fields = {str(each.known("field")): each for each in parts(selector, "fieldSelectors[]")}
        about = {"eventCategory": ["Data"], "resources.type": [kind]}
        # Any other field, `readOnly` first, leaves something out.
        if (
            fields.keys() - {"resources.ARN"} == about.keys()
            and all(map(whole, fields.values()))
            and all(fields[field].known("equals") == wanted for field, wanted in about.items())
        ):
            named = fields.get("resources.ARN")
            if named is None:
                yield _EVERY
            else:
                yield from (value for _, value in named.each("equals[]"))
                yield from (value for _, value in named.each("startsWiths[]"))


def _names(trail: Resource, arn: Any, one: Resource) -> bool:
    if arn is UNKNOWN:
        return any(one in trail.made_of(each) for each in _EDGES)
    if arn is _EVERY:
        return True
    # An object's ARN begins with its bucket's and a slash.
    text = str(arn).removesuffix("/")
    return bool(_ALL.fullmatch(text)) or one.is_named(text)


def _seen(stack: Stack, one: Resource, config: Config) -> Iterator[Finding]:
    kind, trails = _KINDS[one.type], stack.of(TRAIL)
    asked = kind in config["resources"]
    if one.type in BUCKETS:
        asked = asked and (one in audit_buckets(stack, config) or keeps_by_lock(one))
    if not trails or not asked:
        return
    if not any(
        _names(trail, arn, one)
        for trail in trails
        for arn in (*_basic(trail, kind), *_advanced(trail, kind))
    ):
        yield Finding(
            f"Add {kind} to a trail's event selectors, for this one or for all, reads and writes. "
            "Advanced ones log nothing else: give them one for eventCategory Management too."
        )


CLOUDTRAIL_DATA_EVENTS: Final = Rule(
    number="91",
    name="cloudtrail-data-events",
    description=(
        "Every reading and writing of tables, audit logs and what a lock keeps, every call of a "
        "function, is seen."
    ),
    severity=Severity.HIGH,
    pci=("10.2.1.1", "10.2.1.3"),
    subjects=tuple(_KINDS),
    stack=_seen,
    stack_check=_trail_exists,
    watches={
        TRAIL: {
            **dict.fromkeys(_TEXTS, ()),
            **dict.fromkeys(_ARNS, tuple(_KINDS)),
            "s3BucketName": BUCKETS,
        },
        **{kind: {"bucket": (), "objectLockEnabled": (), "forceDestroy": ()} for kind in BUCKETS},
    },
    config={
        "resources": sorted(set(_KINDS.values())), "buckets": [], "external": [], "require": False,
    },
)  # fmt: skip

RULES: Final = (CLOUDTRAIL_BASELINE, CLOUDTRAIL_DATA_EVENTS)
