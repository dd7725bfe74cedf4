"""Functions: a supported runtime, our key, signed and owned code, and a share of their own."""

import re
from collections.abc import Iterator
from typing import Final

from pulumi_policy import EnforcementLevel, Severity

from ..framework import arns
from ..framework.predicates import CUSTOMER_KEY, Config, at_least, equal, listed
from ..framework.resource import Resource, Stack
from ..framework.rule import Finding, PropertyRule, Rule
from ..framework.tokens import CODE_SIGNING, FUNCTION, FUNCTION_URL, KEY, LAYER
from ..framework.values import ABSENT, UNKNOWN, UndecidedError


def _has_environment(function: Resource) -> bool:
    variables = function.get("environment.variables")
    return variables is not ABSENT and variables != {}


LAMBDA_ENV_CMK: Final = Rule(
    number="40",
    name="lambda-env-cmk",
    description="A function's environment is encrypted with a customer-managed key.",
    severity=Severity.HIGH,
    pci=("3.5.1", "8.3.2"),
    references=("CKV_AWS_173",),
    when=_has_environment,
    property_rules={
        FUNCTION: (
            PropertyRule(
                "kmsKeyArn",
                CUSTOMER_KEY,
                "Pass the ARN of an aws.kms.Key as kms_key_arn.",
                producers=(KEY,),
            ),
        )
    },
)

# AWS Lambda: "Lambda runtimes", those that are not deprecated.
_RUNTIMES: Final = [
    "dotnet10", "java17", "java21", "java25", "nodejs22.x", "nodejs24.x", "provided.al2023",
    "python3.11", "python3.12", "python3.13", "python3.14", "ruby3.3", "ruby3.4",
]  # fmt: skip
_DIGEST: Final = re.compile(r".+@sha256:[0-9a-f]{64}")


def _image_is_pinned(function: Resource, _config: Config) -> Iterator[Finding]:
    if function.known("packageType") == "Image":
        image = function.known("imageUri", "")
        if not (isinstance(image, str) and _DIGEST.fullmatch(image)):
            yield Finding("imageUri: Name the image by its digest: …@sha256:….")


LAMBDA_RUNTIME: Final = Rule(
    number="42",
    name="lambda-runtime-supported",
    description=(
        "Functions run on a runtime that AWS still patches, or on an image of a known digest."
    ),
    severity=Severity.HIGH,
    pci=("6.3.3",),
    references=("Lambda.2", "CKV_AWS_363", "AwsSolutions-L1"),
    when=lambda function: function.get("packageType") != "Image",
    property_rules={
        FUNCTION: (
            PropertyRule(
                "runtime",
                listed("runtimes", counterexamples=("python3.8",)),
                "Set runtime to one that AWS patches, for example python3.13.",
            ),
        )
    },
    types=(FUNCTION,),
    check=_image_is_pinned,
    watches={FUNCTION: {"packageType": (), "imageUri": ()}},
    config={"runtimes": _RUNTIMES},
)

LAMBDA_NO_PUBLIC_URL: Final = Rule(
    number="44",
    name="lambda-no-public-url",
    description="A function's URL answers to AWS identities only.",
    severity=Severity.CRITICAL,
    pci=("7.2.1",),
    references=("CKV_AWS_258",),
    property_rules={
        FUNCTION_URL: (
            PropertyRule(
                "authorizationType", equal("AWS_IAM"), "Set authorization_type to AWS_IAM."
            ),
        )
    },
)

LAMBDA_CONCURRENCY: Final = Rule(
    number="46c",
    name="lambda-concurrency-reserved",
    description="Every function has concurrency that no other function can take.",
    severity=Severity.MEDIUM,
    pci=(),
    unreviewed_controls=("6.4.1",),
    references=("CKV_AWS_115",),
    level=EnforcementLevel.ADVISORY,
    property_rules={
        FUNCTION: (
            PropertyRule(
                "reservedConcurrentExecutions",
                at_least("least", 1),
                "Set reserved_concurrent_executions to 1 or more.",
            ),
        )
    },
    config={"least": 1},
)


def _is_signed(_stack: Stack, function: Resource, config: Config) -> Iterator[Finding]:
    if function.made_of("codeSigningConfigArn", CODE_SIGNING):
        return
    signing = function.known("codeSigningConfigArn")
    if signing is ABSENT:
        if config["require"]:
            yield Finding("Set code_signing_config_arn to an aws.lambda_.CodeSigningConfig.")
    elif signing not in config["externalArns"]:
        yield Finding("Let code_signing_config_arn be a CodeSigningConfig of this stack.")


LAMBDA_CODE_SIGNING: Final = Rule(
    number="46d",
    name="lambda-code-signing",
    description="Code that nobody signed is refused where signing is on; `require` asks for it.",
    severity=Severity.MEDIUM,
    pci=(),
    unreviewed_controls=("6.3.2", "11.5.2"),
    references=("CKV_AWS_272",),
    level=EnforcementLevel.ADVISORY,
    property_rules={
        CODE_SIGNING: (
            PropertyRule(
                "policies.untrustedArtifactOnDeployment",
                equal("Enforce"),
                "Set policies.untrusted_artifact_on_deployment to Enforce: Warn lets all through.",
            ),
        )
    },
    subjects=(FUNCTION,),
    stack=_is_signed,
    watches={FUNCTION: {"codeSigningConfigArn": (CODE_SIGNING,)}},
    config={"require": False, "externalArns": []},
)

LAMBDA_TRACING: Final = Rule(
    number="46e",
    name="lambda-tracing",
    description="Every call of a function leaves a trace.",
    severity=Severity.LOW,
    pci=(),
    unreviewed_controls=("10.2.1",),
    references=("Lambda.7", "CKV_AWS_50"),
    property_rules={
        FUNCTION: (
            PropertyRule(
                "tracingConfig.mode", equal("Active"), 'Set tracing_config={"mode": "Active"}.'
            ),
        )
    },
)

_LAYER: Final = re.compile(r"layer:[\w-]+:\d+")


def _layers_are_ours(stack: Stack, function: Resource, config: Config) -> Iterator[Finding]:
    """Each item by itself: an own layer does not speak for a foreign one beside it.

    Raises:
        UndecidedError: a layer is unknown, and not made of one of this stack.
    """
    own = [layer.get("arn") for layer in stack.of(LAYER)]
    for path, layer in function.each("layers[]"):
        if layer is UNKNOWN:
            if not function.made_of("layers", LAYER):
                raise UndecidedError(path)
            continue
        arn = arns.parsed(layer) if isinstance(layer, str) else None
        if arn is None or arn.service != "lambda" or not _LAYER.fullmatch(arn.resource):
            yield Finding(f"{path}: Name the version of a layer by its whole ARN.")
        elif layer not in own and layer not in config["externalArns"]:
            yield Finding(f"{path}: Use a layer of this stack, or list it: externalArns.")


LAMBDA_LAYERS: Final = Rule(
    number="46f",
    name="lambda-layers-same-account",
    description="The code beside a function's own comes from this stack, or is listed.",
    severity=Severity.MEDIUM,
    pci=(),
    unreviewed_controls=("6.3.2",),
    subjects=(FUNCTION,),
    stack=_layers_are_ours,
    watches={FUNCTION: {"layers[]": (LAYER,)}},
    config={"externalArns": []},
)

RULES: Final = (
    LAMBDA_ENV_CMK,
    LAMBDA_RUNTIME,
    LAMBDA_NO_PUBLIC_URL,
    LAMBDA_CONCURRENCY,
    LAMBDA_CODE_SIGNING,
    LAMBDA_TRACING,
    LAMBDA_LAYERS,
)
