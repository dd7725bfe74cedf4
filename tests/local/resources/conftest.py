"""Resources made one by one in the emulator."""

from collections.abc import Callable
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest

from local.emulator.emulator import Emulator
from local.resources import Made, create

TRUST = (
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",'
    '"Principal":{"Service":"lambda.amazonaws.com"}}]}'
)
CODE = pulumi.AssetArchive(
    {"main.py": pulumi.StringAsset("import os\ndef handler(e, c): return os.environ['A']")}
)
COMMON = {"runtime": "python3.13", "handler": "main.handler", "code": CODE}


@pytest.fixture
def make(emulator: Emulator) -> Callable[..., Made]:
    """`make(aws.sqs.Queue, name="q")`: creates a resource from camelCase inputs."""

    def made(cls: type[pulumi.Resource], **inputs: Any) -> Made:
        return create(str(pulumi.get_type_token(cls)), inputs, emulator)

    return made


@pytest.fixture
def role_arn(make: Callable[..., Made]) -> Callable[[str], str]:
    """Makes a role that Lambda may take, and returns its ARN."""

    def role(name: str) -> str:
        return str(make(aws.iam.Role, name=name, assumeRolePolicy=TRUST)[1]["arn"])

    return role


@pytest.fixture
def function(make: Callable[..., Made], role_arn: Callable[[str], str]) -> Callable[..., Made]:
    """Makes a function with a role of its own."""

    def made(name: str, **inputs: object) -> Made:
        settings = {**COMMON, "role": role_arn(f"{name}-role"), **inputs}
        return make(aws.lambda_.Function, name=name, **settings)

    return made
