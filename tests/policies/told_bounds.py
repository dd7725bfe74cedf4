"""Settings at work: what data says of itself, what bounds, and who hears an alarm."""

from collections.abc import Mapping
from typing import Final

from policies.pci.framework.tokens import (
    API_AUTHORIZER,
    API_RESPONSE,
    COMPOSITE_ALARM,
    EGRESS_RULE,
    FUNCTION,
    METRIC_ALARM,
    RISK_CONFIGURATION,
    ROUTE,
    SECRET,
    SECURITY_GROUP,
    TABLE,
    TOPIC,
    USER_POOL,
    USER_POOL_CLIENT,
)
from policy_proof.resources import resource
from tests.policies.told import OURS, Told

_ORIGIN: Final = "https://shop.example.com"
_HEADER: Final = "gatewayresponse.header.Access-Control-Allow-Origin"
_PAIRS: Final = [f"8.0.{number}.0/24" for number in range(0, 40, 2)]
_BELL: Final = f"arn:aws:sns:eu-central-1:{OURS}:bell"
_ALARM: Final = {
    "namespace": "Shop",
    "metricName": "OrderLost",
    "statistic": "Sum",
    "period": 60,
    "evaluationPeriods": 1,
    "threshold": 1,
    "comparisonOperator": "GreaterThanOrEqualToThreshold",
    "treatMissingData": "notBreaching",
}
_OURS_ALONE: Final = {**_ALARM, "namespace": "Tillstack"}
_ELSEWHERE: Final = {
    **_ALARM,
    "namespace": "AWS/Lambda",
    "metricName": "Errors",
    "dimensions": {"FunctionName": "gone"},
}
_SENDS: Final = resource(
    FUNCTION,
    {"name": "pay", "environment": {"variables": {"POWERTOOLS_METRICS_NAMESPACE": "Tillstack"}}},
    "pay",
)
_RINGS: Final = (
    resource(TOPIC, {"name": "bell"}, "bell", outputs={"arn": _BELL}),
    resource(METRIC_ALARM, {"alarmActions": [_BELL]}, "alarm"),
)

ROWS: Final[Mapping[tuple[str, str], Told]] = {
    ("no-card-data-by-name", "names"): Told(["shelf"], (resource(TABLE, {"name": "shelf"}),)),
    ("no-card-data-by-name", "allowed"): Told(
        ["card_number"], (resource(TABLE, {"name": "card_number"}),)
    ),
    ("data-classes-agree", "least"): Told(
        {}, (resource(SECRET, {"tags": {"data-classification": "internal"}}),)
    ),
    ("data-classes-agree", "personal"): Told(
        [],
        (
            resource(
                TABLE,
                {"attributes": [{"name": "email"}], "tags": {"data-classification": "internal"}},
            ),
        ),
    ),
    ("cors-origins-ours", "origins"): Told(
        [_ORIGIN],
        (resource(API_RESPONSE, {"responseParameters": {_HEADER: f"'{_ORIGIN}'"}}),),
    ),
    ("apigw-cognito-authorizer-binding", "cacheSeconds"): Told(
        300,
        (
            resource(
                API_AUTHORIZER,
                {"type": "COGNITO_USER_POOLS", "authorizerResultTtlInSeconds": 600},
            ),
        ),
    ),
    ("cognito-factors-count", "allowSms"): Told(
        value=True,
        stack=(resource(USER_POOL, {"smsConfiguration": {"externalId": "x"}}),),
    ),
    ("cognito-risk-answers-bind", "skipped"): Told(
        2,
        (
            resource(
                RISK_CONFIGURATION,
                {
                    "riskExceptionConfiguration": {
                        "skippedIpRangeLists": ["203.0.113.0/24", "198.51.100.0/24"]
                    }
                },
            ),
        ),
    ),
    ("cognito-scopes-ours", "scopes"): Told(
        ["shop/read"],
        (
            resource(
                USER_POOL_CLIENT,
                {
                    "allowedOauthFlows": ["client_credentials"],
                    "allowedOauthScopes": ["shop/read"],
                },
            ),
        ),
    ),
    ("alarm-can-ring", "external"): Told(["gone"], (resource(METRIC_ALARM, _ELSEWHERE),)),
    ("alarm-can-ring", "namespaces"): Told(["Shop"], (resource(METRIC_ALARM, _ALARM),)),
    ("alarm-can-ring", "own"): Told(
        {"Tillstack": {"counts": ["OrderLost"], "levels": []}},
        (_SENDS, resource(METRIC_ALARM, _OURS_ALONE)),
    ),
    ("alarm-topic-subscribed", "subscribedElsewhere"): Told(["bell"], _RINGS),
    ("composite-alarm-can-ring", "external"): Told(
        ["gone"],
        (resource(COMPOSITE_ALARM, {"alarmName": "all", "alarmRule": "ALARM(gone)"}),),
    ),
    ("sg-not-open-in-pieces", "cidrs"): Told(
        _PAIRS[:5],
        (
            resource(
                SECURITY_GROUP,
                {
                    "ingress": [
                        {"protocol": "tcp", "cidrBlocks": _PAIRS, "fromPort": 443, "toPort": 443}
                    ]
                },
            ),
        ),
    ),
    ("sg-peers-are-ours", "groups"): Told(
        ["sg-9"], (resource(EGRESS_RULE, {"referencedSecurityGroupId": "sg-9"}),)
    ),
    ("sg-peers-are-ours", "prefixLists"): Told(
        ["pl-9"], (resource(EGRESS_RULE, {"prefixListId": "pl-9"}),)
    ),
    ("routes-lead-to-ours", "targets"): Told(
        ["tgw-1"], (resource(ROUTE, {"transitGatewayId": "tgw-1"}),)
    ),
}
"""Rule and setting → where it works."""
