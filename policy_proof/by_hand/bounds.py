"""By hand: alarms that can't ring, networks in pieces, what is set and bounds nothing."""

import json
from collections.abc import Mapping
from typing import Any, Final

from policies.pci.framework.tokens import (
    API_MODEL,
    API_RESPONSE,
    BUCKET,
    BUCKET_V2,
    COMPOSITE_ALARM,
    EGRESS_RULE,
    FUNCTION,
    FUNCTION_URL,
    IDENTITY_POOL,
    INGRESS_RULE,
    LOG_METRIC_FILTER,
    MANAGED_USER_POOL_CLIENT,
    METRIC_ALARM,
    QUEUE,
    RISK_CONFIGURATION,
    SECRET,
    SECURITY_GROUP,
    SECURITY_GROUP_RULE,
    TABLE,
    TOPIC,
    TOPIC_POLICY,
    TOPIC_SUBSCRIPTION,
    TRAIL,
    USER_POOL,
    USER_POOL_CLIENT,
)
from policies.pci.rules.network_pieces import ROUTES_LEAD_TO_OURS
from policy_proof.by_hand.row import Row, Watched
from policy_proof.edit import DROP
from policy_proof.resources import resource

_RING: Final = "alarm-can-ring"
_ARRIVES: Final = "alarm-arrives"
_HEARD: Final = "alarm-topic-subscribed"
_PIECES: Final = "sg-not-open-in-pieces"
_PEERS: Final = "sg-peers-are-ours"
_ROUTES: Final = "routes-lead-to-ours"
_CORS: Final = "cors-origins-ours"
_SCOPES: Final = "cognito-scopes-ours"
_BACK: Final = "cognito-callbacks-ours"
_EVENTS: Final = "cloudtrail-management-events"
_NOBODY: Final = json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sns:Publish",
     "Resource": "*"}]})  # fmt: skip
_ELSEWHERE: Final = "arn:aws:sqs:eu-central-1:111122223333:elsewhere"


def _slow(metric: str, threshold: int) -> Any:
    """An alarm on how long, or how often at once, a function of the full stack runs."""
    inputs = {
        "namespace": "AWS/Lambda", "metricName": metric, "statistic": "Maximum", "period": 60,
        "dimensions": {"FunctionName": "it"}, "evaluationPeriods": 1, "threshold": threshold,
        "comparisonOperator": "GreaterThanThreshold", "treatMissingData": "notBreaching",
    }  # fmt: skip
    return resource(METRIC_ALARM, inputs, "slow")


def _alarm(path: str, **values: Any) -> Row:
    return Row(_RING, METRIC_ALARM, path, values, "apart")


def _tagged(kind: str, worth: str) -> Row:
    return Row("data-classes-agree", kind, "tags", {"tags": {"data-classification": worth}})


ROWS: Final = (
    _alarm("comparisonOperator", comparisonOperator="Above"),
    _alarm("datapointsToAlarm", datapointsToAlarm=2),
    _alarm("dimensions", dimensions={"QueueName": "nobody"}),
    _alarm(
        "evaluateLowSampleCountPercentiles",
        statistic=DROP,
        extendedStatistic="p99",
        evaluateLowSampleCountPercentiles="ignore",
    ),
    _alarm("evaluationPeriods", evaluationPeriods=120),
    _alarm("extendedStatistic", statistic=DROP, extendedStatistic="p200"),
    _alarm("metricName", metricName="MessagesVisible"),
    _alarm(
        "metricQueries",
        metricQueries=[
            {"id": "m", "returnData": True,
             "metric": {"namespace": "AWS/SQS", "metricName": "None", "stat": "Sum", "period": 60}}
        ],
    ),
    _alarm("namespace", namespace="AWS/Queues"),
    _alarm("period", period=7200),
    _alarm("statistic", statistic="Median"),
    _alarm("threshold", threshold=-1),
    _alarm(
        "treatMissingData",
        comparisonOperator="LessThanThreshold",
        metricName="NumberOfMessagesSent",
        threshold=0,
        treatMissingData="notBreaching",
    ),
    _alarm("unit", unit="Seconds"),
    *(
        Row(_RING, LOG_METRIC_FILTER, f"metricTransformation.{key}",
            {f"metricTransformation.{key}": value}, "audit")
        for key, value in (("dimensions", {"user": "$.user"}), ("name", "Other"),
                           ("namespace", "Other"), ("value", "0"))
    ),
    Row(_RING, FUNCTION, "environment", {"environment": {"variables": {}}}),
    *(
        Row(_RING, FUNCTION, key, {key: value, "name": "it"}, add=(_slow(metric, threshold),))
        for key, value, metric, threshold in (
            ("timeout", 10, "Duration", 10_000),
            ("reservedConcurrentExecutions", 5, "ConcurrentExecutions", 5),
        )
    ),
    Row(_RING, QUEUE, "messageRetentionSeconds", {"messageRetentionSeconds": 600},
        name="payments-queue"),
    *(
        Row(rule, METRIC_ALARM, key, {key: value}, scenario, name)
        for rule, scenario, name in (
            ("sqs-dlq-alarm", "apart", "jobs-dead-alarm"),
            ("security-metric-filters", "audit", ""),
            ("lambda-failure-path", "prod", "reconcile-payments-Errors-alarm"),
            ("secret-rotation", "prod", "psp-age-alarm"),
        )
        for key, value in (
            ("evaluationPeriods", 100), ("period", 7200), ("statistic", "Median"),
            ("namespace", "Other"), ("threshold", 1_000_000),
        )
        if (rule, key) != ("secret-rotation", "namespace")
    ),
    Row("composite-alarm-can-ring", COMPOSITE_ALARM, "alarmRule", {"alarmRule": "FALSE"}, "apart"),
    *(
        Row(_HEARD, TOPIC_SUBSCRIPTION, path, values, "apart")
        for path, values in (
            ("endpoint", {"endpoint": "on-call@example.com"}),
            ("protocol", {"protocol": "email-json", "endpoint": "on-call@example.com"}),
            ("topic", {"topic": f"{_ELSEWHERE}s"}),
        )
    ),
    *(
        Row(_ARRIVES, TOPIC_SUBSCRIPTION, path, values, "apart")
        for path, values in (
            ("endpoint", {"endpoint": ""}),
            ("protocol", {"protocol": "sqs", "endpoint": _ELSEWHERE}),
            ("filterPolicy", {"filterPolicy": '{"severity": ["high"]}'}),
            ("filterPolicyScope", {"filterPolicy": '{"NewStateValue": ["OK"]}',
                                   "filterPolicyScope": "MessageBody"}),
        )
    ),
    Row(_ARRIVES, TOPIC, "policy", {"policy": _NOBODY}, "audit"),
    Row(_ARRIVES, TOPIC_POLICY, "policy", {"policy": _NOBODY}, "apart"),
    *(
        Row(_PIECES, SECURITY_GROUP, f"egress[].{path}",
            {"egress": [{"protocol": "tcp", "fromPort": 0, "toPort": 65_535}]}, "network")
        for path in ("fromPort", "toPort")
    ),
    *(
        Row(_PIECES, kind, path, {}, "network",
            add=(resource(kind, {"type": "egress", "protocol": "tcp", "ipProtocol": "tcp",
                                 "fromPort": 0, "toPort": 65_535}, "all"),))
        for kind in (EGRESS_RULE, SECURITY_GROUP_RULE)
        for path in ("fromPort", "toPort")
    ),
    *(
        Row(_PEERS, SECURITY_GROUP, f"{way}[].{key}[]", {way: [{key: ["sg-9"]}]}, "network")
        for way in ("ingress", "egress")
        for key in ("securityGroups", "prefixListIds")
        if (way, key) != ("ingress", "prefixListIds")
    ),
    *(
        Row(_PEERS, kind, path, {}, "network",
            add=(resource(kind, {"type": "egress", path.removesuffix("[]"): value}, "peer"),))
        for kind, path, value in (
            (SECURITY_GROUP_RULE, "sourceSecurityGroupId", "sg-9"),
            (SECURITY_GROUP_RULE, "prefixListIds[]", ["pl-9"]),
            (INGRESS_RULE, "referencedSecurityGroupId", "sg-9"),
            (EGRESS_RULE, "prefixListId", "pl-9"),
        )
    ),
    *(
        Row(_ROUTES, kind, path, {}, "network",
            add=(resource(kind, {"routes": [{path.removeprefix("routes[]."): "of-another"}],
                                 path: "of-another"}, "way"),))
        for kind, paths in ROUTES_LEAD_TO_OURS.watches.items()
        for path in paths
    ),
    *(
        Row("cognito-factors-count", USER_POOL, path, values)
        for path, values in (
            ("smsConfiguration", {"smsConfiguration": {"externalId": "x"}}),
            ("emailMfaConfiguration", {"emailMfaConfiguration": {"message": "m"}}),
            ("signInPolicy.allowedFirstAuthFactors[]",
             {"signInPolicy": {"allowedFirstAuthFactors": ["EMAIL_OTP"]}}),
            ("accountRecoverySetting.recoveryMechanisms[].name",
             {"accountRecoverySetting": {
                 "recoveryMechanisms": [{"name": "verified_phone_number"}]}}),
            ("deviceConfiguration.challengeRequiredOnNewDevice",
             {"deviceConfiguration": {"challengeRequiredOnNewDevice": True}}),
        )
    ),
    *(
        Row("cognito-risk-answers-bind", RISK_CONFIGURATION, path, values)
        for path, values in (
            ("riskExceptionConfiguration.skippedIpRangeLists[]",
             {"riskExceptionConfiguration": {"skippedIpRangeLists": ["0.0.0.0/1"]}}),
            ("compromisedCredentialsRiskConfiguration.eventFilters",
             {"compromisedCredentialsRiskConfiguration.eventFilters": ["SIGN_UP"]}),
            ("accountTakeoverRiskConfiguration.actions.mediumAction.eventAction",
             {"accountTakeoverRiskConfiguration.actions.mediumAction.eventAction": "NO_ACTION"}),
        )
    ),
    *(
        Row(_BACK, kind, path, {}, "apart", add=(resource(kind, {key: value}, "client"),))
        for kind in (USER_POOL_CLIENT, MANAGED_USER_POOL_CLIENT)
        for path, key, value in (
            ("callbackUrls[]", "callbackUrls", ["https://localhost/"]),
            ("logoutUrls[]", "logoutUrls", ["https://localhost/"]),
            ("defaultRedirectUri", "defaultRedirectUri", "https://localhost/"),
        )
    ),
    *(
        Row(_SCOPES, kind, "allowedOauthScopes[]", {},
            add=(resource(kind, {"allowedOauthScopes": ["aws.cognito.signin.user.admin"]}, "c"),))
        for kind in (USER_POOL_CLIENT, MANAGED_USER_POOL_CLIENT)
    ),
    *(
        Row("cognito-identity-pool-checks", IDENTITY_POOL, path, {}, "apart",
            add=(resource(IDENTITY_POOL, {path.partition("[")[0]: value}, "pool"),))
        for path, value in (
            ("cognitoIdentityProviders[].serverSideTokenCheck", [{"serverSideTokenCheck": False}]),
            ("allowClassicFlow", True),
            ("supportedLoginProviders", {"graph.facebook.com": "1"}),
            ("developerProviderName", "login"),
        )
    ),
    *(
        Row(_CORS, kind, path, {}, "apart", add=(resource(kind, inputs, "open"),))
        for kind, path, inputs in (
            (BUCKET, "corsRules[].allowedOrigins[]", {"corsRules": [{"allowedOrigins": ["*"]}]}),
            (BUCKET_V2, "corsRules[].allowedOrigins[]", {"corsRules": [{"allowedOrigins": ["*"]}]}),
            (FUNCTION_URL, "cors.allowOrigins[]", {"cors": {"allowOrigins": ["*"]}}),
            (API_RESPONSE, "responseParameters",
             {"responseParameters": {"gatewayresponse.header.Access-Control-Allow-Origin": "'*'"}}),
        )
    ),
    Row("apigw-model-bounds", API_MODEL, "schema", {"schema": "{}"}),
    *(
        Row(_EVENTS, TRAIL, path, values, "audit")
        for path, values in (
            ("enableLogging", {"enableLogging": False}),
            ("eventSelectors[].readWriteType", {"eventSelectors[0].readWriteType": "WriteOnly"}),
            ("eventSelectors[].includeManagementEvents",
             {"eventSelectors[0].includeManagementEvents": False}),
            ("eventSelectors[].excludeManagementEventSources",
             {"eventSelectors[0].excludeManagementEventSources": ["kms.amazonaws.com"]}),
            ("advancedEventSelectors[].fieldSelectors[].field",
             {"eventSelectors": DROP, "advancedEventSelectors": [
                 {"fieldSelectors": [{"field": "eventCategory", "equals": ["Data"]}]}]}),
        )
    ),
    Row("no-card-data-by-name", USER_POOL, "schemas[].name", {"schemas": [{"name": "pan"}]}),
    _tagged(SECRET, "public"),
    Row("data-classes-agree", TABLE, "attributes[].name",
        {"attributes": [{"name": "email", "type": "S"}],
         "tags": {"data-classification": "internal"}}),
)  # fmt: skip

_FINDS: Final = "It finds the other one; what is found is judged."
NO_MUTANT: Final[Mapping[Watched, str]] = {
    (_HEARD, METRIC_ALARM, "alarmActions"): _FINDS,
    (_ARRIVES, TOPIC_SUBSCRIPTION, "topic"): _FINDS,
    (_ARRIVES, TOPIC_POLICY, "arn"): _FINDS,
    **{
        (_PIECES, kind, "securityGroupId"): _FINDS
        for kind in (EGRESS_RULE, INGRESS_RULE, SECURITY_GROUP_RULE)
    },
    **{
        (rule, METRIC_ALARM, key): "Of another one nobody is told; which alarm it is, is judged."
        for rule, key in (("secret-rotation", "namespace"),)
    },
}
