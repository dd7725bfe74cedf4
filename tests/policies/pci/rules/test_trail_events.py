"""Rules about what a trail leaves out."""

from itertools import product
from typing import Any, Final

import botocore.session
import pytest

from local.policy_check.analyzer import Declared
from policies.pci import RULES as PACK_RULES
from policies.pci.framework.tokens import (
    BUCKET,
    BUCKET_V2,
    FUNCTION,
    TABLE,
    TOPIC,
    TRAIL,
)
from policies.pci.rules.only_ours import only_ours
from policies.pci.rules.trail_events import MANAGEMENT_EVENTS, RULES, TRAIL_TELLS_US
from policies.pci.rules.trails import CLOUDTRAIL_DATA_EVENTS
from policy_proof.resources import TODAY, UNKNOWN, resource
from tests.policies.case import blamed, said
from tests.policies.pci.worlds import PROVIDER

CLOUDTRAIL = botocore.session.get_session().get_service_model("cloudtrail")
READ_WRITE: Final = CLOUDTRAIL.shape_for("ReadWriteType").metadata["enum"]
AUDIT: Final = resource(BUCKET, {"bucket": "shop-audit"}, "audit")


def trail(name: str = "trail", **inputs: Any) -> Declared:
    """A trail into our bucket."""
    return resource(TRAIL, {"s3BucketName": "shop-audit", **inputs}, name)


def advanced(*selectors: dict[str, Any]) -> list[dict[str, Any]]:
    """Advanced selectors: field → its values, or its own operator."""
    return [
        {
            "fieldSelectors": [
                {"field": field, **(value if isinstance(value, dict) else {"equals": [value]})}
                for field, value in each.items()
            ]
        }
        for each in selectors
    ]


WHOLE: Final = {"eventCategory": "Management"}


@pytest.mark.parametrize(
    "selectors",
    [
        {},
        {"eventSelectors": []},
        {"eventSelectors": [{"readWriteType": "All"}]},
        {"eventSelectors": [{"includeManagementEvents": True}]},
        {"eventSelectors": [{"readWriteType": "ReadOnly"}, {"readWriteType": "WriteOnly"}]},
        {"advancedEventSelectors": advanced(WHOLE)},
        {"advancedEventSelectors": advanced({**WHOLE, "readOnly": "true"},
                                            {**WHOLE, "readOnly": "false"})},
        {"advancedEventSelectors": advanced({"eventCategory": "Data"}, WHOLE)},
    ],
)  # fmt: skip
def test_whole_management_events_are_fine(selectors: dict[str, Any]) -> None:
    """Without selectors, by either form, and in two halves."""
    assert blamed(list(RULES), trail(**selectors), AUDIT) == []


@pytest.mark.parametrize(("kind", "included"), [*product(READ_WRITE, [True, False, "false"])])
def test_half_of_them_is_too_little(kind: str, included: Any) -> None:
    """Of CloudTrail's own words for reads and writes."""
    one = trail(eventSelectors=[{"readWriteType": kind, "includeManagementEvents": included}])
    fine = kind == "All" and included is True
    assert blamed(MANAGEMENT_EVENTS, one, AUDIT) == ([] if fine else ["trail"])


@pytest.mark.parametrize(
    "selectors",
    [
        *(
            {"eventSelectors": [{"excludeManagementEventSources": [source]}]}
            for source in ("kms.amazonaws.com", "rdsdata.amazonaws.com")
        ),
        {"advancedEventSelectors": advanced({"eventCategory": "Data"})},
        {"advancedEventSelectors": advanced({**WHOLE, "readOnly": "false"})},
        {"advancedEventSelectors": advanced({**WHOLE, "readOnly": "perhaps"})},
        {"advancedEventSelectors": advanced({**WHOLE, "eventSource":
                                             {"notEquals": ["kms.amazonaws.com"]}})},
        {"advancedEventSelectors": advanced({**WHOLE, "eventName": {"startsWiths": ["Get"]}})},
        {"advancedEventSelectors": advanced({"eventCategory": {"notEquals": ["Data"]}})},
        {"advancedEventSelectors": advanced({**WHOLE, "readOnly": {"equals": ["true", "false"],
                                             "notEquals": ["true"]}})},
        {"eventSelectors": [{"readWriteType": "All"}],
         "advancedEventSelectors": advanced({"eventCategory": "Data"})},
    ],
)  # fmt: skip
def test_what_is_left_out_is_reported(selectors: dict[str, Any]) -> None:
    """A service, reads, or everything but data, which an advanced selector alone does."""
    assert blamed(MANAGEMENT_EVENTS, trail(**selectors), AUDIT) == ["trail"]
    # Beside a trail that logs the rest it is in order, unless that one is off.
    beside = trail("other")
    assert blamed(MANAGEMENT_EVENTS, trail(**selectors), beside, AUDIT) == []
    stopped = trail("other", enableLogging=False)
    assert "trail" in blamed(MANAGEMENT_EVENTS, trail(**selectors), stopped, AUDIT)


def test_who_does_what_the_data_events_rule_says_keeps_the_rest() -> None:
    """Its message names the selector without which the trail would forget everything else."""
    watched = [resource(TABLE, {"name": "t"}, "t"), resource(FUNCTION, {"name": "f"}, "f"), AUDIT]
    (message, *_) = {each[2] for each in said(CLOUDTRAIL_DATA_EVENTS, trail(), *watched)}
    assert "one for eventCategory Management too" in message
    kinds = ("AWS::S3::Object", "AWS::Lambda::Function", "AWS::DynamoDB::Table")
    data = [{"eventCategory": "Data", "resources.type": kind} for kind in kinds]
    followed = trail(advancedEventSelectors=advanced(*data, WHOLE))
    assert blamed([CLOUDTRAIL_DATA_EVENTS, *RULES], followed, *watched) == []
    half = trail(advancedEventSelectors=advanced(*data))
    assert blamed(MANAGEMENT_EVENTS, half, *watched) == ["trail"]


@pytest.mark.parametrize("kind", [BUCKET, BUCKET_V2])
def test_whose_bucket_a_trail_writes_to_is_said_once(kind: str) -> None:
    """By the rule that knows what is ours: of every rule, by that one alone, and never of ours."""
    bucket = resource(kind, {"bucket": "shop-audit"}, "audit")
    edge = resource(TRAIL, {"s3BucketName": UNKNOWN}, "trail", made_of={"s3BucketName": [bucket]})

    def speak(one: Declared) -> list[str]:
        found = said([*PACK_RULES, only_ours(TODAY)], one, bucket, provider=PROVIDER)
        return [rule for rule, name, say in found if name == "trail" and "s3BucketName" in say]

    assert speak(trail()) == []
    assert speak(edge) == []
    assert speak(trail(s3BucketName="theirs")) == ["only-ours"]


def test_a_trails_news_go_to_a_topic_of_ours() -> None:
    """Where it names one at all; a topic's name says nothing of whose it is."""
    topic = resource(TOPIC, {"name": "news"}, "news")
    assert blamed(TRAIL_TELLS_US, trail(snsTopicName="news"), AUDIT, topic) == []
    assert blamed(TRAIL_TELLS_US, trail(), AUDIT, topic) == []
    assert blamed(TRAIL_TELLS_US, trail(snsTopicName="theirs"), AUDIT, topic) == ["trail"]
    listed = {"externalArns": ["theirs"]}
    assert blamed(TRAIL_TELLS_US, trail(snsTopicName="theirs"), AUDIT, config=listed) == []
