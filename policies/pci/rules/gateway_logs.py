"""What an API Gateway writes down: who called what, and never what was said."""

import re
from collections.abc import Iterator
from typing import Final

from pulumi_policy import Severity

from ..framework.predicates import NOT_EMPTY, Config, equal, listed
from ..framework.resource import Resource, Stack
from ..framework.rule import Finding, PropertyRule, Rule
from ..framework.tokens import API_METHOD_SETTINGS, API_STAGE, LOG_GROUP
from ..framework.values import ABSENT
from ._gateway import settings_of

ACCESS_LOGGING: Final = Rule(
    number="1",
    name="apigw-stage-access-logging",
    description="Every stage writes an access log.",
    severity=Severity.HIGH,
    pci=("10.2.1",),
    references=("CKV_AWS_76", "AwsSolutions-APIG1"),
    property_rules={
        API_STAGE: (
            PropertyRule(
                "accessLogSettings.destinationArn",
                NOT_EMPTY,
                "Pass the ARN of an aws.cloudwatch.LogGroup as destination_arn.",
                producers=(LOG_GROUP,),
            ),
            PropertyRule(
                "accessLogSettings.format", NOT_EMPTY, "Write the format as a JSON object."
            ),
        )
    },
)

_VARIABLE: Final = re.compile(r"\$[A-Za-z]+(?:\.[A-Za-z_-]+)*")
_SECRET: Final = ("identity.apiKey", "authorizer.claims", "authorizer")
"""A key as such, and all that a token says at once."""


def _tells_who_did_what(stage: Resource, config: Config) -> Iterator[Finding]:
    if stage.known("accessLogSettings.format") is ABSENT:
        return
    fields = stage.parsed("accessLogSettings.format").values()
    variables = [found for field in fields for found in _VARIABLE.findall(str(field))]
    logged = [each.removeprefix("$context.") for each in variables]
    for wanted in config["requiredFields"]:
        if not any(each.startswith(wanted) for each in logged):
            yield Finding(f"accessLogSettings.format: Add $context.{wanted} to the format.")
    if any(each.startswith("$") or each in _SECRET for each in logged):
        yield Finding(
            "accessLogSettings.format: Log $context variables only, and neither an API key nor "
            "all of a token's claims."
        )


ACCESS_LOG_FIELDS: Final = Rule(
    number="2",
    name="apigw-access-log-format-fields",
    description="An access log says who called what, when, from where and with which result.",
    severity=Severity.MEDIUM,
    pci=("10.2.2",),
    types=(API_STAGE,),
    check=_tells_who_did_what,
    watches={API_STAGE: {"accessLogSettings.format": ()}},
    config={
        "requiredFields": [
            "requestId", "identity.sourceIp", "requestTime", "httpMethod", "resourcePath", "status",
            "authorizer.",
        ]
    },
)  # fmt: skip


def _every_method_is_set(stack: Stack, stage: Resource, _config: Config) -> Iterator[Finding]:
    if not any(each.get("methodPath") == "*/*" for each in settings_of(stack, stage)):
        yield Finding("Add MethodSettings for this stage with method_path */* and a logging_level.")


EXECUTION_LOGGING: Final = Rule(
    number="3",
    name="apigw-execution-logging",
    description="Every method of every stage logs at least its errors.",
    severity=Severity.MEDIUM,
    pci=("10.2.1",),
    references=("APIGateway.1", "CKV2_AWS_4", "AwsSolutions-APIG6"),
    property_rules={
        API_METHOD_SETTINGS: (
            PropertyRule(
                "settings.loggingLevel",
                listed("levels", counterexamples=("OFF",)),
                "Set logging_level to ERROR or INFO.",
            ),
        )
    },
    subjects=(API_STAGE,),
    stack=_every_method_is_set,
    watches={
        API_METHOD_SETTINGS: {"methodPath": (), "stageName": (API_STAGE,)},
    },
    config={"levels": ["ERROR", "INFO"]},
)

NO_DATA_TRACE: Final = Rule(
    number="4",
    name="apigw-no-data-trace",
    description="No gateway logs bodies, headers or tokens.",
    severity=Severity.CRITICAL,
    pci=("3.3.1",),
    unreviewed_controls=("10.3.1",),
    references=("CKV_AWS_276",),
    property_rules={
        API_METHOD_SETTINGS: (
            PropertyRule(
                "settings.dataTraceEnabled", equal(False), "Set data_trace_enabled to False."
            ),
        )
    },
)

TRACING: Final = Rule(
    number="15",
    name="apigw-tracing",
    description="Calls are traced through the gateway.",
    severity=Severity.LOW,
    pci=("10.4.1.1",),
    references=("APIGateway.3", "CKV_AWS_73"),
    property_rules={
        API_STAGE: (
            PropertyRule("xrayTracingEnabled", equal(True), "Set xray_tracing_enabled to True."),
        )
    },
)

RULES: Final = (ACCESS_LOGGING, ACCESS_LOG_FIELDS, EXECUTION_LOGGING, NO_DATA_TRACE, TRACING)
