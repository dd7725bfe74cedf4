"""Where the emulator, mended, still can't do what the provider asks; each with its reason."""

from collections.abc import Mapping
from typing import Final

NOT_MADE: Final[Mapping[str, str]] = {
    "aws_cloudwatch_log_data_protection_policy": (
        "the emulator lacks logs:PutDataProtectionPolicy"
    ),
    "aws_cognito_risk_configuration": "the emulator lacks cognito-idp:SetRiskConfiguration",
    **dict.fromkeys(
        ("aws_schemas_registry", "aws_schemas_registry_policy", "aws_schemas_schema"),
        "the emulator lacks the service schemas",
    ),
    "aws_wafv2_web_acl_logging_configuration": "the emulator lacks wafv2:PutLoggingConfiguration",
}
"""Types of which the provider makes none."""

_LISTS = "the emulator's patches know neither lists nor the keys of maps"
_BEGINNING = "the emulator's Get tells the tags that it began with"
_FORGETS = "the emulator forgets it"
_ABSENT = "the emulator looks for what the other value names"

NOT_UPDATED: Final[Mapping[tuple[str, str], str]] = {
    ("aws_api_gateway_integration", "requestTemplates"): _LISTS,
    ("aws_api_gateway_method", "authorizationScopes"): _LISTS,
    ("aws_api_gateway_method", "requestModels"): _LISTS,
    ("aws_api_gateway_rest_api", "binaryMediaTypes"): _LISTS,
    ("aws_api_gateway_rest_api", "endpointConfiguration"): _LISTS,
    ("aws_api_gateway_stage", "cacheClusterEnabled"): "the emulator has no cache to wait for",
    ("aws_api_gateway_rest_api", "tags"): _BEGINNING,
    ("aws_api_gateway_stage", "tags"): _BEGINNING,
    ("aws_cloudwatch_event_rule", "scheduleExpression"): "the other value is none to the emulator",
    ("aws_cloudwatch_log_group", "kmsKeyId"): "the emulator lacks logs:AssociateKmsKey",
    ("aws_cloudwatch_metric_alarm", "evaluateLowSampleCountPercentiles"): _FORGETS,
    ("aws_cloudwatch_metric_alarm", "insufficientDataActions"): _FORGETS,
    ("aws_cognito_user_pool", "userPoolTier"): "a lower tier forbids what the pool has",
    ("aws_iam_role", "permissionsBoundary"): _ABSENT,
    ("aws_kms_alias", "targetKeyId"): _ABSENT,
    ("aws_lambda_event_source_mapping", "functionName"): _ABSENT,
    ("aws_lambda_event_source_mapping", "kmsKeyArn"): _FORGETS,
    ("aws_lambda_event_source_mapping", "metricsConfig"): _FORGETS,
    ("aws_lambda_function", "layers"): _ABSENT,
    ("aws_lambda_function", "snapStart"): _FORGETS,
    ("aws_sesv2_email_identity", "dkimSigningAttributes"): (
        "the emulator lacks ses:PutEmailIdentityDkimSigningAttributes"
    ),
    ("aws_sqs_queue", "redrivePolicy"): _ABSENT,
    ("aws_wafv2_web_acl", "rules"): "the emulator keeps the rules where a call names none",
}
"""Type and input that the provider can't change in place on the emulator."""
