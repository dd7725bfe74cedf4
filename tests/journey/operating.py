"""A person with an AWS identity, who signs each call of the operators' routes."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from local.emulator.emulator import Emulator
from local.stack.stack import LocalStack
from tests._wait import until


@dataclass(frozen=True)
class Person:
    """An IAM user and the access key that signs."""

    arn: str
    access_key: str
    secret_key: str

    def ask(
        self, stack: LocalStack, path: str, body: Mapping[str, Any] | None = None
    ) -> httpx.Response:
        """A call under `/v1/ops/payments/`."""
        return self.ask_ops(stack, f"payments/{path}", body)

    def ask_ops(
        self, stack: LocalStack, path: str, body: Mapping[str, Any] | None = None
    ) -> httpx.Response:
        """A call under `/v1/ops/`, asked again while the gateway throttles."""
        url = f"{stack.outputs['gateway_url']}/v1/ops/{path}"

        def answered() -> list[httpx.Response]:
            answer = self.send(stack.emulator, url, body)
            return [] if answer.status_code == httpx.codes.TOO_MANY_REQUESTS else [answer]

        return until(answered, 30)[0]

    def send(
        self, cloud: Emulator, url: str, body: Mapping[str, Any] | None = None
    ) -> httpx.Response:
        """GET, or POST where there is a body, signed."""
        method, data = ("GET", b"") if body is None else ("POST", json.dumps(body).encode())
        request = AWSRequest(method, url, {"Content-Type": "application/json"}, data)
        credentials = Credentials(self.access_key, self.secret_key)
        SigV4Auth(credentials, "execute-api", cloud.region).add_auth(request)
        return httpx.request(
            method,
            url,
            content=data,
            headers=dict(request.headers.items()),
            timeout=60,
            trust_env=False,
        )


@contextmanager
def person(cloud: Emulator, name: str, *resources: str) -> Iterator[Person]:
    """A user who may call these methods of the gateway, and do nothing else."""
    iam = cloud.client("iam")
    arn = iam.create_user(UserName=name)["User"]["Arn"]
    if resources:
        allow = {"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": list(resources)}
        policy = json.dumps({"Version": "2012-10-17", "Statement": [allow]})
        iam.put_user_policy(UserName=name, PolicyName="operate", PolicyDocument=policy)
    key = iam.create_access_key(UserName=name)["AccessKey"]
    try:
        yield Person(arn, key["AccessKeyId"], key["SecretAccessKey"])
    finally:
        iam.delete_access_key(UserName=name, AccessKeyId=key["AccessKeyId"])
        if resources:
            iam.delete_user_policy(UserName=name, PolicyName="operate")
        iam.delete_user(UserName=name)
