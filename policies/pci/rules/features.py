"""What a resource can do that no rule looks into is left out, as a type is that no rule knows."""

from typing import Final

from pulumi_policy import Severity

from ..framework.predicates import UNSET
from ..framework.rule import PropertyRule, Rule
from ..framework.tokens import (
    BUCKET,
    BUCKET_LOGGING,
    BUCKET_V2,
    COMPOSITE_ALARM,
    EVENT_SOURCE_MAPPING,
    EVENT_TARGET,
    FUNCTION,
    MAIL_EVENTS,
    METRIC_ALARM,
    SECRET,
    USER_POOL_CLIENT,
    VPC,
    WEB_ACL,
)

_BUCKET: Final = dict.fromkeys(
    (
        "lifecycleRules", "logging", "objectLockConfiguration", "replicationConfiguration",
        "serverSideEncryptionConfiguration", "versioning", "website",
    ),
    "What S3 has as a resource of its own is judged there",
)  # fmt: skip
_KAFKA: Final = "What comes from Kafka, MQ or DocumentDB no rule looks into"
_TARGET: Final = "Of what a rule of EventBridge calls, functions, queues and topics are judged"
_ALARM: Final = "No rule can say when such an alarm rings"

_FEATURES: Final = {
    BUCKET: _BUCKET,
    BUCKET_V2: _BUCKET,
    BUCKET_LOGGING: {"targetGrants": "Buckets have no access control lists"},
    EVENT_SOURCE_MAPPING: {
        "amazonManagedKafkaEventSourceConfig": _KAFKA,
        "documentDbEventSourceConfig": _KAFKA,
        "queues": _KAFKA,
        "selfManagedEventSource": _KAFKA,
        "selfManagedKafkaEventSourceConfig": _KAFKA,
        "sourceAccessConfigurations": _KAFKA,
        "topics": _KAFKA,
    },
    EVENT_TARGET: {
        f"{service}Target{many}": _TARGET
        for service, many in (
            ("appsync", ""),
            ("batch", ""),
            ("ecs", ""),
            ("http", ""),
            ("kinesis", ""),
            ("redshift", ""),
            ("runCommand", "s"),
            ("sagemakerPipeline", ""),
        )
    },
    FUNCTION: {
        "capacityProviderConfig": "No rule looks into machines that functions share",
        "durableConfig": "What a function keeps between its steps no rule looks into",
        "fileSystemConfig": "No rule looks into file systems",
    },
    MAIL_EVENTS: {
        "eventDestination.kinesisFirehoseDestination": "Where a stream leads no rule looks into",
        "eventDestination.pinpointDestination": "No rule looks into Pinpoint",
    },
    VPC: {
        "assignGeneratedIpv6CidrBlock": "A second way, by IPv6, nobody asked for",
    },
    COMPOSITE_ALARM: {
        "actionsSuppressor": "No rule looks into an alarm that keeps another one silent"
    },
    METRIC_ALARM: {
        "evaluationCriteria": _ALARM,
        "evaluationInterval": _ALARM,
        "evaluationWindow": _ALARM,
        "warmUpConfiguration": _ALARM,
    },
    SECRET: {"type": "A partner's own secret is changed by the partner"},
    USER_POOL_CLIENT: {"analyticsConfiguration": "No rule looks into Pinpoint"},
    WEB_ACL: {"monetizationConfig": "Who is paid by a firewall no rule looks into"},
}

JUDGED_FEATURES: Final = Rule(
    number="125",
    name="only-judged-features",
    description="Nothing leads to a service, or works in a way, that no rule looks into.",
    severity=Severity.HIGH,
    pci=(),
    unreviewed_controls=("2.2.4",),
    property_rules={
        kind: tuple(
            PropertyRule(path, UNSET, f"{why}: leave it out.", optional=True)
            for path, why in features.items()
        )
        for kind, features in _FEATURES.items()
    },
)

RULES: Final = (JUDGED_FEATURES,)
