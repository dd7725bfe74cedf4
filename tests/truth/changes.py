"""Another legal value for every input that our resource classes understand.

Most follow from the value that the program gives; where AWS takes only certain words, where
the program gives none, or where a value needs company, the table says which.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

import pulumi

from local.recorder import ACCOUNT, REGION, Recorded

HERE: Final = f"{REGION}:{ACCOUNT}"
ROLE: Final = f"arn:aws:iam::{ACCOUNT}:role/other"
TOPIC: Final = f"arn:aws:sns:{HERE}:other"
QUEUE: Final = f"arn:aws:sqs:{HERE}:other"
KEY: Final = f"arn:aws:kms:{HERE}:key/other"
DOCUMENT: Final = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": f"arn:aws:sqs:{HERE}:x"}
        ],
    }
)


class With(NamedTuple):
    """A value that needs other inputs."""

    value: Any
    also: Mapping[str, Any]
    """Before and after; None takes an input away."""
    along: Mapping[str, Any] = {}
    """Changed with it, as AWS takes it no other way."""


URI: Final = f"arn:aws:apigateway:{REGION}:lambda:path/other"
_ID: Final = {"name": "id", "type": "S"}
_ELSE: Final = {"name": "other", "type": "S"}
_TABLE: Final = {
    "attributes": [_ID],
    "globalSecondaryIndexes": None,
    "hashKey": "id",
    "rangeKey": None,
}
_INDEXES: Final = [
    {
        "keySchemas": [{"attributeName": "other", "keyType": "HASH"}],
        "name": "other",
        "projectionType": "ALL",
    }
]
_NO_METRIC: Final = dict.fromkeys(("dimensions", "metricName", "namespace", "period", "statistic"))

OTHER: Final[Mapping[str, Mapping[str, Any]]] = {
    "aws_api_gateway_authorizer": {
        "authorizerResultTtlInSeconds": 60,
        "authorizerUri": URI,
        "type": With("REQUEST", {"authorizerUri": URI}),
    },
    "aws_api_gateway_base_path_mapping": {"basePath": "other"},
    "aws_api_gateway_deployment": {"description": "other", "variables": {"a": "b"}},
    "aws_api_gateway_domain_name": {
        "certificateArn": With(
            f"arn:aws:acm:us-east-1:{ACCOUNT}:certificate/two",
            {
                "certificateArn": f"arn:aws:acm:us-east-1:{ACCOUNT}:certificate/one",
                "endpointConfiguration": {"types": "EDGE"},
                "regionalCertificateArn": None,
            },
        ),
        "endpointConfiguration": {"types": "EDGE"},
        "securityPolicy": With("TLS_1_0", {"securityPolicy": "TLS_1_2"}),
    },
    "aws_api_gateway_integration": {
        "connectionType": "VPC_LINK",
        "contentHandling": "CONVERT_TO_TEXT",
        "credentials": ROLE,
        "httpMethod": "PUT",
        "integrationHttpMethod": "PUT",
        "passthroughBehavior": "NEVER",
        "requestParameters": {"integration.request.header.A": "'b'"},
        "requestTemplates": {"application/json": "{}"},
        "type": "AWS",
    },
    "aws_api_gateway_method": {
        "apiKeyRequired": True,
        "httpMethod": "PUT",
        "operationName": "other",
        "requestModels": {"application/json": "Other"},
        "requestParameters": {"method.request.header.Other": True},
    },
    "aws_api_gateway_method_settings": {"settings": {"metricsEnabled": False}},
    "aws_api_gateway_model": {"description": "other", "schema": '{"type": "array"}'},
    "aws_api_gateway_gateway_response": {
        "responseParameters": {"gatewayresponse.header.Other": "'b'"},
        "responseTemplates": {"application/json": "{}"},
        "statusCode": "418",
    },
    "aws_api_gateway_rest_api": {
        "apiKeySource": "AUTHORIZER",
        "binaryMediaTypes": ["image/png"],
        "description": "other",
        "endpointConfiguration": {"types": "EDGE"},
        "minimumCompressionSize": "10",
        "policy": DOCUMENT,
    },
    "aws_api_gateway_stage": {
        "accessLogSettings": {
            "destinationArn": f"arn:aws:logs:{HERE}:log-group:other",
            "format": "other",
        },
        "description": "other",
        "variables": {"a": "b"},
    },
    "aws_cloudwatch_event_rule": {
        "eventBusName": "other",
        "eventPattern": '{"source": ["other"]}',
        "forceDestroy": True,
        "roleArn": ROLE,
        "state": "DISABLED",
    },
    "aws_cloudwatch_event_target": {
        "deadLetterConfig": {"arn": QUEUE},
        "eventBusName": "other",
        "forceDestroy": True,
        "input": '{"a": 1}',
        "inputPath": "$.detail",
        "retryPolicy": {"maximumEventAgeInSeconds": 60, "maximumRetryAttempts": 2},
        "roleArn": ROLE,
        "targetId": "other",
    },
    "aws_cloudwatch_log_group": {
        "logGroupClass": "INFREQUENT_ACCESS",
        "retentionInDays": 3,
        "skipDestroy": True,
    },
    "aws_cloudwatch_log_resource_policy": {"policyDocument": DOCUMENT},
    "aws_cloudwatch_metric_alarm": {
        "comparisonOperator": "LessThanThreshold",
        "datapointsToAlarm": 1,
        "evaluateLowSampleCountPercentiles": "ignore",
        "extendedStatistic": With(
            "p90", {"extendedStatistic": "p50", "statistic": None, "metricQueries": None}
        ),
        "insufficientDataActions": [TOPIC],
        "metricQueries": With(
            [{"id": "a", "expression": "1", "returnData": True}],
            {**_NO_METRIC, "metricQueries": [{"id": "a", "expression": "2", "returnData": True}]},
        ),
        "period": 300,
        "statistic": "Minimum",
        "thresholdMetricId": With("b", {"thresholdMetricId": "a", "threshold": None}),
        "treatMissingData": "ignore",
        "unit": "Count",
    },
    "aws_cognito_resource_server": {
        "scopes": [{"scopeName": "other", "scopeDescription": "Other"}]
    },
    "aws_cognito_user_pool": {
        "accountRecoverySetting": {
            "recoveryMechanisms": [{"name": "verified_email", "priority": 1}]
        },
        "adminCreateUserConfig": {"allowAdminCreateUserOnly": False},
        "aliasAttributes": ["email"],
        "autoVerifiedAttributes": ["email"],
        "deletionProtection": "ACTIVE",
        "mfaConfiguration": "OPTIONAL",
        "passwordPolicy": {"minimumLength": 20},
        "softwareTokenMfaConfiguration": With({"enabled": False}, {"mfaConfiguration": "OFF"}),
        "userPoolAddOns": {"advancedSecurityMode": "AUDIT"},
        "userPoolTier": "ESSENTIALS",
        "usernameAttributes": ["email"],
        "usernameConfiguration": {"caseSensitive": True},
    },
    "aws_cognito_user_pool_client": {
        "allowedOauthFlows": ["code"],
        "authSessionValidity": 5,
        "callbackUrls": ["https://other.example.com"],
        "explicitAuthFlows": ["ALLOW_USER_SRP_AUTH"],
        "logoutUrls": ["https://other.example.com"],
        "preventUserExistenceErrors": "LEGACY",
        "readAttributes": ["email"],
        "tokenValidityUnits": {
            "accessToken": "hours",
            "idToken": "hours",
            "refreshToken": "hours",
        },
        "writeAttributes": ["email"],
    },
    "aws_cognito_user_pool_domain": {"managedLoginVersion": 2},
    "aws_dynamodb_resource_policy": {
        "confirmRemoveSelfResourceAccess": True,
        "policy": DOCUMENT,
    },
    "aws_dynamodb_table": {
        "attributes": With([_ID, _ELSE], _TABLE, {"globalSecondaryIndexes": _INDEXES}),
        "globalSecondaryIndexes": With(_INDEXES, _TABLE, {"attributes": [_ID, _ELSE]}),
        "hashKey": With("other", _TABLE, {"attributes": [_ELSE]}),
        "rangeKey": With(
            "other",
            {**_TABLE, "attributes": [_ID, {"name": "then", "type": "S"}], "rangeKey": "then"},
            {"attributes": [_ID, _ELSE]},
        ),
        "billingMode": "PROVISIONED",
        "deletionProtectionEnabled": True,
        "onDemandThroughput": {"maxReadRequestUnits": 10, "maxWriteRequestUnits": 10},
        "pointInTimeRecovery": {"enabled": True, "recoveryPeriodInDays": 7},
        "serverSideEncryption": {"enabled": True, "kmsKeyArn": KEY},
        "streamEnabled": With(True, {"streamViewType": "KEYS_ONLY"}),
        "streamViewType": With("NEW_IMAGE", {"streamEnabled": True, "streamViewType": "KEYS_ONLY"}),
        "tableClass": "STANDARD_INFREQUENT_ACCESS",
        "ttl": {"attributeName": "other", "enabled": True},
    },
    "aws_iam_role": {
        "assumeRolePolicy": DOCUMENT,
        "description": "other",
        "forceDetachPolicies": True,
        "maxSessionDuration": 7200,
        "path": "/other/",
        "permissionsBoundary": f"arn:aws:iam::{ACCOUNT}:policy/other",
    },
    "aws_kms_key": {
        "bypassPolicyLockoutSafetyCheck": True,
        "customerMasterKeySpec": "RSA_2048",
        "deletionWindowInDays": 8,
        "isEnabled": False,
        "keyUsage": "SIGN_VERIFY",
        "multiRegion": True,
    },
    "aws_lambda_alias": {"description": "other", "functionVersion": "2"},
    "aws_lambda_event_source_mapping": {
        "enabled": False,
        "filterCriteria": {"filters": [{"pattern": '{"a": [1]}'}]},
        "functionResponseTypes": [],
        "kmsKeyArn": KEY,
        "metricsConfig": {"metrics": ["EventCount"]},
        "scalingConfig": {"maximumConcurrency": 3},
    },
    "aws_lambda_function": {
        "architectures": ["x86_64"],
        "code": pulumi.FileArchive("other.zip"),
        "deadLetterConfig": {"targetArn": QUEUE},
        "description": "other",
        "environment": {"variables": {"A": "b"}},
        "ephemeralStorage": {"size": 1024},
        "layers": [f"arn:aws:lambda:{HERE}:layer:other:1"],
        "loggingConfig": {"logFormat": "Text", "logGroup": "/other"},
        "packageType": "Image",
        "runtime": "python3.12",
        "skipDestroy": True,
        "snapStart": {"applyOn": "None"},
        "sourceCodeHash": "other",
        "tracingConfig": {"mode": "PassThrough"},
    },
    "aws_lambda_function_event_invoke_config": {
        "destinationConfig": {"onFailure": {"destination": QUEUE}}
    },
    "aws_lambda_permission": {
        "eventSourceToken": "other",
        "sourceAccount": "444455556666",
        "statementId": "other",
    },
    "aws_secretsmanager_secret": {
        "forceOverwriteReplicaSecret": True,
        "policy": DOCUMENT,
        "recoveryWindowInDays": 7,
    },
    "aws_secretsmanager_secret_version": {
        "secretString": With(
            "two", {"secretString": "one", "secretStringWo": None, "secretStringWoVersion": None}
        )
    },
    "aws_sesv2_configuration_set": {
        "deliveryOptions": {"tlsPolicy": "OPTIONAL"},
        "reputationOptions": {"reputationMetricsEnabled": False},
        "sendingOptions": {"sendingEnabled": False},
        "suppressionOptions": {"suppressedReasons": ["BOUNCE"]},
    },
    "aws_sesv2_configuration_set_event_destination": {
        "eventDestination": {
            "enabled": True,
            "matchingEventTypes": ["REJECT"],
            "snsDestination": {"topicArn": TOPIC},
        }
    },
    "aws_sesv2_email_identity": {"dkimSigningAttributes": {"nextSigningKeyLength": "RSA_1024_BIT"}},
    "aws_sns_topic": {
        "deliveryPolicy": '{"http": {"disableSubscriptionOverrides": true}}',
        "displayName": "other",
        "policy": DOCUMENT,
        "signatureVersion": 2,
        "tracingConfig": "Active",
    },
    "aws_sns_topic_subscription": {
        "confirmationTimeoutInMinutes": 2,
        "endpointAutoConfirms": True,
        "filterPolicy": '{"a": ["b"]}',
        "filterPolicyScope": With(
            "MessageBody",
            {"filterPolicy": '{"a": ["b"]}', "filterPolicyScope": "MessageAttributes"},
        ),
        "protocol": "email-json",
        "redrivePolicy": json.dumps({"deadLetterTargetArn": QUEUE}),
    },
    "aws_sqs_queue": {
        "delaySeconds": 1,
        "maxMessageSize": 2048,
        "messageRetentionSeconds": 60,
        "policy": DOCUMENT,
        "redriveAllowPolicy": '{"redrivePermission": "denyAll"}',
        "redrivePolicy": json.dumps({"deadLetterTargetArn": QUEUE, "maxReceiveCount": 3}),
        "sqsManagedSseEnabled": With(
            True, {"kmsMasterKeyId": None, "kmsDataKeyReusePeriodSeconds": None}
        ),
    },
    "aws_wafv2_web_acl": {
        "associationConfig": {
            "requestBodies": [{"apiGateway": {"defaultSizeInspectionLimit": "KB_16"}}]
        },
        "dataProtectionConfig": {
            "dataProtections": [{"action": "HASH", "field": {"fieldType": "BODY"}}]
        },
        "defaultAction": {"block": {}},
        "description": "other",
        "rules": [],
        "scope": "CLOUDFRONT",
        "visibilityConfig": {
            "cloudwatchMetricsEnabled": False,
            "metricName": "other",
            "sampledRequestsEnabled": False,
        },
    },
}
"""The provider's type → input → its other value."""


def changed(value: Any) -> Any:
    """Another value of the same form; None where only the table can say one."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    if isinstance(value, Mapping):
        return {**value, "other": "other"} if all(map(_text, value.values())) else None
    if isinstance(value, list):
        return [*value, f"{value[0]}x"] if value and all(map(_text, value)) else None
    if not _text(value):
        return None
    return _document(value) or f"{value}x"


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _document(value: str) -> str | None:
    """A policy with another name of its first statement."""
    try:
        found = json.loads(value)
    except ValueError:
        return None
    if not isinstance(found, dict) or "Statement" not in found:
        return None
    first, *rest = found["Statement"]
    return json.dumps({**found, "Statement": [{**first, "Sid": "Other"}, *rest]})


def before_and_after(
    kind: str, key: str, candidates: Sequence[Recorded]
) -> tuple[Mapping[str, Any], Mapping[str, Any]] | None:
    """Inputs that differ in one; of the registrations, the first that gives it is changed."""
    base = next((each for each in candidates if key in each.inputs), candidates[0]).inputs
    other = OTHER.get(kind, {}).get(key)
    along: Mapping[str, Any] = {}
    if isinstance(other, With):
        base, along = dict(_set(base, other.also)), other.along
        other = other.value
    if other is None:
        other = changed(base.get(key))
    return None if other is None else (base, {**base, **along, key: other})


def _set(base: Mapping[str, Any], also: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in {**base, **also}.items():
        if value is not None:
            yield key, value
