"""Other values for what meets the world: gateway, firewall, people, alarms and schedules."""

from collections.abc import Mapping
from typing import Any, Final

from local.program.recorder import ACCOUNT
from truth.values import DOCUMENT, HERE, KEY, QUEUE, ROLE, TOPIC, URI, With

_NO_METRIC: Final = dict.fromkeys(("dimensions", "metricName", "namespace", "period", "statistic"))

EDGE: Final[Mapping[str, Mapping[str, Any]]] = {
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
    "aws_cloudwatch_event_archive": {
        "eventPattern": '{"source": ["tillstack"]}',
        "eventSourceArn": f"arn:aws:events:{HERE}:event-bus/other",
    },
    "aws_cloudwatch_event_bus": {"deadLetterConfig": {"arn": QUEUE}, "kmsKeyIdentifier": KEY},
    "aws_cloudwatch_event_bus_policy": {"policy": DOCUMENT},
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
    "aws_cloudwatch_composite_alarm": {"alarmRule": "FALSE", "insufficientDataActions": [TOPIC]},
    "aws_cloudwatch_dashboard": {"dashboardBody": '{"widgets":[]}'},
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
