"""Rules about trails: what each must report, and what it must not."""

from typing import Any

import pytest

from local.policy_check.analyzer import Declared
from policies.pci.framework.tokens import (
    BUCKET,
    BUCKET_V2,
    FUNCTION,
    IAM_ROLE,
    KEY,
    LOG_GROUP,
    TABLE,
    TRAIL,
)
from policies.pci.rules.trails import CLOUDTRAIL_BASELINE, CLOUDTRAIL_DATA_EVENTS, RULES
from policy_proof.resources import UNKNOWN, resource
from tests.policies.case import blamed, but, said

PLACE = "eu-central-1:111122223333"
AUDIT = resource(BUCKET, {"bucket": "shop-audit"}, "audit")
PAYMENTS = resource(
    TABLE,
    {"name": "payments"},
    "payments",
    outputs={"arn": f"arn:aws:dynamodb:{PLACE}:table/payments"},
)
PAY = resource(FUNCTION, {"name": "pay"}, "pay")
KEYS, LOGS, ROLE = resource(KEY, {}, "k"), resource(LOG_GROUP, {}, "l"), resource(IAM_ROLE, {}, "r")
KINDS = {
    "AWS::S3::Object": "arn:aws:s3",
    "AWS::Lambda::Function": "arn:aws:lambda",
    "AWS::DynamoDB::Table": "arn:aws:dynamodb",
}


def basic(values: dict[str, Any] | None = None, **more: Any) -> list[dict[str, Any]]:
    """One selector; `values` are the ARNs of each kind, all of them unless said."""
    data = [
        {"type": kind, "values": [arn] if isinstance(arn, str) else arn}
        for kind, arn in {**KINDS, **(values or {})}.items()
    ]
    return [{"readWriteType": "All", "dataResources": data, **more}]


SWITCHES = (
    "isMultiRegionTrail",
    "enableLogging",
    "includeGlobalServiceEvents",
    "enableLogFileValidation",
)
TRAIL_OF_ALL = resource(
    TRAIL,
    {
        **dict.fromkeys(SWITCHES, True),
        "kmsKeyId": UNKNOWN,
        "cloudWatchLogsGroupArn": UNKNOWN,
        "cloudWatchLogsRoleArn": UNKNOWN,
        "s3BucketName": "shop-audit",
        "eventSelectors": basic(),
    },
    made_of={"kmsKeyId": [KEYS], "cloudWatchLogsGroupArn": [LOGS], "cloudWatchLogsRoleArn": [ROLE]},
)
WATCHED = (AUDIT, PAYMENTS, PAY)


def test_a_trail_with_everything_is_fine() -> None:
    """All regions, all services, signed, sealed, readable at once, with data events."""
    assert blamed(list(RULES), TRAIL_OF_ALL, *WATCHED, KEYS, LOGS, ROLE) == []


@pytest.mark.parametrize(
    "weak",
    [{flag: value} for flag in SWITCHES for value in (False, None)]
    + [
        {"kmsKeyId": None},
        {"kmsKeyId": "alias/aws/cloudtrail"},
        {"cloudWatchLogsGroupArn": None},
        {"cloudWatchLogsGroupArn": ""},
        {"cloudWatchLogsRoleArn": None},
    ],
)
def test_a_trail_with_a_gap_is_reported(weak: dict[str, Any]) -> None:
    """Each switch off or unsaid, another key, nowhere to be read."""
    assert blamed(CLOUDTRAIL_BASELINE, but(TRAIL_OF_ALL, **weak), KEYS, LOGS, ROLE) == ["it"]


def test_what_a_trail_needs_is_of_this_stack() -> None:
    """A key or a group of elsewhere counts when it is listed."""
    arn = f"arn:aws:kms:{PLACE}:key/made-up"
    needs = ("kmsKeyId", "cloudWatchLogsGroupArn", "cloudWatchLogsRoleArn")
    plain = resource(TRAIL, {**dict.fromkeys(SWITCHES, True), **dict.fromkeys(needs, arn)})
    said_of = str(said(CLOUDTRAIL_BASELINE, plain))
    assert [need for need in needs if f"{need} is not made of" not in said_of] == []
    assert blamed(CLOUDTRAIL_BASELINE, plain, config={"externalArns": [arn]}) == []


def seen(watched: Declared, **selectors: Any) -> bool:
    """Whether a trail with these selectors sees what happens to it."""
    trail = but(TRAIL_OF_ALL, **{"eventSelectors": None, **selectors})
    return watched.name not in blamed(CLOUDTRAIL_DATA_EVENTS, trail, *WATCHED)


def advanced(kind: str, **more: Any) -> list[dict[str, Any]]:
    """One advanced selector for data events of a kind."""
    fields = {"eventCategory": {"equals": ["Data"]}, "resources.type": {"equals": [kind]}, **more}
    return [{"fieldSelectors": [{"field": name, **value} for name, value in fields.items()]}]


PAYMENTS_ARN = f"arn:aws:dynamodb:{PLACE}:table/payments"


@pytest.mark.parametrize(
    ("watched", "selectors"),
    [
        (PAYMENTS, {"eventSelectors": basic({"AWS::DynamoDB::Table": PAYMENTS_ARN})}),
        (AUDIT, {"eventSelectors": basic({"AWS::S3::Object": "arn:aws:s3:::shop-audit/"})}),
        (AUDIT, {"eventSelectors": basic({"AWS::S3::Object": "arn:aws:s3:::"})}),
        (AUDIT, {"eventSelectors": basic({"AWS::S3::Object": "arn:aws-us-gov:s3:::"})}),
        (AUDIT, {"eventSelectors": basic({"AWS::S3::Object": "arn:aws-cn:s3:::shop-audit/"})}),
        (PAY, {"eventSelectors": basic(readWriteType=None)}),
        (PAYMENTS, {"advancedEventSelectors": advanced("AWS::DynamoDB::Table")}),
        (
            PAYMENTS,
            {
                "advancedEventSelectors": advanced(
                    "AWS::DynamoDB::Table", **{"resources.ARN": {"equals": [PAYMENTS_ARN]}}
                )
            },
        ),
        (
            AUDIT,
            {
                "advancedEventSelectors": advanced(
                    "AWS::S3::Object",
                    **{"resources.ARN": {"startsWiths": ["arn:aws:s3:::shop-audit/"]}},
                )
            },
        ),
    ],
)
def test_what_a_selector_names_is_seen(watched: Declared, selectors: dict[str, Any]) -> None:
    """By its ARN or with all of its kind, by either form of selector."""
    assert seen(watched, **selectors)


@pytest.mark.parametrize(
    ("watched", "selectors"),
    [
        (PAYMENTS, {}),
        (PAYMENTS, {"eventSelectors": "selectors"}),
        (PAYMENTS, {"eventSelectors": [{"dataResources": ["AWS::DynamoDB::Table"]}]}),
        (PAYMENTS, {"eventSelectors": basic(readWriteType="ReadOnly")}),
        (PAYMENTS, {"eventSelectors": basic({"AWS::DynamoDB::Table": f"{PAYMENTS_ARN}-2"})}),
        (PAYMENTS, {"eventSelectors": basic({"AWS::DynamoDB::Table": []})}),
        (AUDIT, {"eventSelectors": basic({"AWS::S3::Object": "arn:aws:s3:::shop-audit/a/"})}),
        (PAY, {"advancedEventSelectors": advanced("AWS::DynamoDB::Table")}),
        (PAYMENTS, {"eventSelectors": basic({"AWS::DynamoDB::Table": "*"})}),
        *(
            (
                PAYMENTS,
                {
                    "advancedEventSelectors": advanced(
                        "AWS::DynamoDB::Table",
                        **{"resources.ARN": {"startsWiths": [PAYMENTS_ARN], out: [PAYMENTS_ARN]}},
                    )
                },
            )
            for out in ("endsWiths", "notEndsWiths", "notEquals", "notStartsWiths")
        ),
        (
            PAY,
            {
                "advancedEventSelectors": advanced(
                    "AWS::Lambda::Function", readOnly={"equals": ["true"]}
                )
            },
        ),
    ],
)
def test_what_no_selector_names_is_reported(watched: Declared, selectors: dict[str, Any]) -> None:
    """No selector, of reads only, of another thing, of a part, or of another kind."""
    assert not seen(watched, **selectors)


def test_a_resource_that_is_not_known_yet_is_named_by_its_edge() -> None:
    """The table of this stack, and no other."""
    selectors = basic({"AWS::DynamoDB::Table": UNKNOWN})
    other = resource(TABLE, {"name": "other"}, "other")
    trail = resource(TRAIL, {"eventSelectors": selectors}, made_of={"eventSelectors": [PAYMENTS]})
    assert blamed(CLOUDTRAIL_DATA_EVENTS, trail, PAYMENTS, other) == ["other"]


def test_only_the_kinds_that_are_asked_for_count() -> None:
    """And of buckets the audit trail's and those that lock; without a trail here, none."""
    trail = but(TRAIL_OF_ALL, eventSelectors=None)
    images = resource(BUCKET, {"bucket": "shop-images"}, "images")
    tables = {"resources": ["AWS::DynamoDB::Table"]}
    assert blamed(CLOUDTRAIL_DATA_EVENTS, trail, PAY, AUDIT, images, config=tables) == []
    assert blamed(CLOUDTRAIL_DATA_EVENTS, trail, images) == []
    older = resource(BUCKET_V2, {"bucket": "shop-audit"}, "older")
    assert blamed(CLOUDTRAIL_DATA_EVENTS, trail, older) == ["older"]
    roots = but(images, objectLockEnabled=True)
    assert blamed(CLOUDTRAIL_DATA_EVENTS, trail, roots) == ["images"]
    assert blamed(CLOUDTRAIL_DATA_EVENTS, trail, but(roots, forceDestroy=True)) == []
    assert blamed(CLOUDTRAIL_DATA_EVENTS, roots) == []
    assert blamed(CLOUDTRAIL_DATA_EVENTS, *WATCHED) == []


def test_absence_is_a_finding_where_it_is_required() -> None:
    """Unless the organisation's own trail is named."""
    elsewhere = {"require": True, "external": [f"arn:aws:cloudtrail:{PLACE}:trail/organisation"]}
    for rule in RULES:
        assert blamed(rule) == []
        assert len(blamed(rule, config={"require": True})) == 1
        assert blamed(rule, config=elsewhere) == []
