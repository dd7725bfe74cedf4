"""Small AWS set-ups for tests that talk to the emulator."""

import json
from typing import Any

import pulumi

from local.emulator.emulator import Emulator
from local.resources import Made, create


def document(*statements: dict[str, Any]) -> str:
    """A policy document of Allow statements, unless one says otherwise."""
    found = [{"Effect": "Allow", "Resource": "*", **one} for one in statements]
    return json.dumps({"Version": "2012-10-17", "Statement": found})


def resource_document(*statements: dict[str, Any]) -> str:
    """A resource's policy document, for everyone unless a statement says otherwise."""
    return document(*({"Principal": "*", **one} for one in statements))


def make(emulator: Emulator, cls: type[pulumi.Resource], **inputs: Any) -> Made:
    """A resource from its camelCase inputs: its id and outputs."""
    return create(str(pulumi.get_type_token(cls)), inputs, emulator)


def role(emulator: Emulator, name: str, *statements: dict[str, Any]) -> str:
    """The ARN of a role that Lambda may take and that may do just this."""
    iam = emulator.client("iam")
    trust = {"Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}
    statement = {"Effect": "Allow", **trust}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=policy)["Role"]["Arn"]
    if statements:
        iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=document(*statements))
    return str(arn)


def caller(emulator: Emulator, name: str, service: str, *statements: dict[str, Any]) -> Any:
    """A service's client in the hands of a user who may do just this."""
    iam = emulator.client("iam")
    iam.create_user(UserName=name)
    if statements:
        iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=document(*statements))
    key = iam.create_access_key(UserName=name)["AccessKey"]
    return emulator.session().client(
        service,  # type: ignore[call-overload] # the service is chosen at run time
        endpoint_url=emulator.endpoint,
        aws_access_key_id=key["AccessKeyId"],
        aws_secret_access_key=key["SecretAccessKey"],
    )


def session(emulator: Emulator, role_arn: str, service: str) -> Any:
    """A service's client in the hands of a role."""
    taken = emulator.client("sts").assume_role(RoleArn=role_arn, RoleSessionName="a-test")
    return emulator.session().client(
        service,  # type: ignore[call-overload] # the service is chosen at run time
        endpoint_url=emulator.endpoint,
        aws_access_key_id=taken["Credentials"]["AccessKeyId"],
        aws_secret_access_key=taken["Credentials"]["SecretAccessKey"],
        aws_session_token=taken["Credentials"]["SessionToken"],
    )
