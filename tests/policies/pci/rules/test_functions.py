"""Rules about functions: what each must report, and what it must not."""

from typing import Any

import pytest

from local.policy_check.analyzer import Declared
from policies.pci.framework.rule import Rule
from policies.pci.framework.tokens import CODE_SIGNING, FUNCTION, FUNCTION_URL, KEY, LAYER
from policies.pci.rules.functions import (
    LAMBDA_CODE_SIGNING,
    LAMBDA_CONCURRENCY,
    LAMBDA_ENV_CMK,
    LAMBDA_LAYERS,
    LAMBDA_NO_PUBLIC_URL,
    LAMBDA_RUNTIME,
    LAMBDA_TRACING,
)
from policy_proof.resources import UNKNOWN, resource
from tests.policies.case import blamed, but, said

ARN = "arn:aws:lambda:eu-central-1:111122223333"
LAYER_ARN = f"{ARN}:layer:packages:3"
KMS = resource(KEY, {}, "key", outputs={"arn": "arn:aws:kms:eu-central-1:111122223333:key/1"})
PACKAGES = resource(LAYER, {"layerName": "packages"}, "packages", outputs={"arn": LAYER_ARN})
SIGNING = resource(
    CODE_SIGNING, {"policies": {"untrustedArtifactOnDeployment": "Enforce"}}, "signing"
)
INPUTS = {
    "name": "charge",
    "runtime": "python3.13",
    "environment": {"variables": {"TABLE": "payments"}},
    "kmsKeyArn": UNKNOWN,
    "layers": [LAYER_ARN],
    "codeSigningConfigArn": UNKNOWN,
    "reservedConcurrentExecutions": 5,
    "tracingConfig": {"mode": "Active"},
}
GOOD = resource(
    FUNCTION,
    INPUTS,
    "charge",
    made_of={"kmsKeyArn": [KMS], "layers": [PACKAGES], "codeSigningConfigArn": [SIGNING]},
)
STRANGE = resource(FUNCTION, INPUTS, "charge")
"""The same function, made of nothing of this stack."""
AROUND = (KMS, PACKAGES, SIGNING)
URL = resource(FUNCTION_URL, {"authorizationType": "AWS_IAM"}, "url")
IMAGE = but(GOOD, runtime=None, packageType="Image", imageUri=f"repo@sha256:{'0' * 64}")
RULES = (
    LAMBDA_CODE_SIGNING,
    LAMBDA_CONCURRENCY,
    LAMBDA_ENV_CMK,
    LAMBDA_LAYERS,
    LAMBDA_NO_PUBLIC_URL,
    LAMBDA_RUNTIME,
    LAMBDA_TRACING,
)


@pytest.mark.parametrize(
    "fine",
    [
        GOOD,
        IMAGE,
        but(GOOD, layers=[UNKNOWN]),
        but(GOOD, layers=UNKNOWN),
        but(GOOD, layers=None),
        but(STRANGE, environment=None, kmsKeyArn=None, codeSigningConfigArn=None),
        but(STRANGE, environment={"variables": {}}, kmsKeyArn=None, codeSigningConfigArn=None),
    ],
)
def test_a_good_function_is_left_alone(fine: Declared) -> None:
    """Zip or image, layers known or not, and no key where there is nothing to encrypt."""
    assert said(RULES, fine, URL, *AROUND) == []


@pytest.mark.parametrize(
    ("rule", "wrong"),
    [
        (LAMBDA_ENV_CMK, {"kmsKeyArn": None}),
        (LAMBDA_ENV_CMK, {"kmsKeyArn": "arn:aws:kms:eu-central-1:111122223333:alias/aws/lambda"}),
        (LAMBDA_RUNTIME, {"runtime": None}),
        (LAMBDA_RUNTIME, {"runtime": "python3.8"}),
        (LAMBDA_RUNTIME, {"runtime": ["python3.13"]}),
        (LAMBDA_RUNTIME, {"packageType": "Image"}),
        (LAMBDA_RUNTIME, {"packageType": "Image", "imageUri": "repo:latest"}),
        (LAMBDA_RUNTIME, {"packageType": "Image", "imageUri": 7}),
        (LAMBDA_CONCURRENCY, {"reservedConcurrentExecutions": None}),
        (LAMBDA_CONCURRENCY, {"reservedConcurrentExecutions": -1}),
        (LAMBDA_TRACING, {"tracingConfig": None}),
        (LAMBDA_TRACING, {"tracingConfig": {"mode": "PassThrough"}}),
        (LAMBDA_LAYERS, {"layers": [LAYER_ARN.replace("111122223333", "444455556666")]}),
        (LAMBDA_LAYERS, {"layers": [LAYER_ARN, f"{ARN}:layer:packages:4"]}),
        (LAMBDA_LAYERS, {"layers": [f"{ARN}:layer:packages"]}),
        (LAMBDA_LAYERS, {"layers": [7]}),
    ],
)
def test_a_weak_function_is_reported_by_its_rule_alone(rule: Rule, wrong: dict[str, Any]) -> None:
    """Unset, weak, of an odd type, or AWS's own; a foreign layer beside an own one too."""
    found = said(RULES, but(GOOD, **wrong), URL, *AROUND)
    assert {(name, who) for name, who, _ in found} == {(rule.name, "charge")}


def test_what_is_not_of_this_stack_is_reported() -> None:
    """A key or signing that no resource here makes, unless an ARN is listed."""
    key = "arn:aws:kms:eu-central-1:111122223333:key/elsewhere"
    assert blamed(LAMBDA_ENV_CMK, but(STRANGE, kmsKeyArn=key), KMS) == ["charge"]
    named = but(STRANGE, codeSigningConfigArn=f"{ARN}:code-signing-config:csc-1")
    assert blamed(LAMBDA_CODE_SIGNING, named) == ["charge"]
    listed = {"externalArns": [f"{ARN}:code-signing-config:csc-1"]}
    assert blamed(LAMBDA_CODE_SIGNING, named, config=listed) == []


def test_signing_that_only_warns_is_reported() -> None:
    """`Warn`, the default, deploys what nobody signed."""
    for weak in (None, {}, {"untrustedArtifactOnDeployment": "Warn"}):
        assert blamed(LAMBDA_CODE_SIGNING, but(SIGNING, policies=weak)) == ["signing"]


def test_signing_is_asked_for_by_the_configuration() -> None:
    """Without `require` a stack may go without."""
    plain = but(STRANGE, codeSigningConfigArn=None)
    assert blamed(LAMBDA_CODE_SIGNING, plain) == []
    assert blamed(LAMBDA_CODE_SIGNING, plain, config={"require": True}) == ["charge"]


def test_a_listed_layer_is_fine() -> None:
    """By its whole ARN."""
    foreign = LAYER_ARN.replace("111122223333", "444455556666")
    function = but(STRANGE, layers=[foreign])
    assert blamed(LAMBDA_LAYERS, function, config={"externalArns": [foreign]}) == []


def test_a_url_for_everybody_is_reported() -> None:
    """`NONE` needs no identity; unset is no answer."""
    for weak in ("NONE", None):
        assert blamed(LAMBDA_NO_PUBLIC_URL, but(URL, authorizationType=weak)) == ["url"]
