"""The account's role and a domain name in the emulator."""

from collections.abc import Callable

import pulumi_aws as aws
import pytest

from local.emulator.emulator import Emulator
from local.resources import Made
from tests.local.resources._life import Life

pytestmark = pytest.mark.emulator
CERTIFICATE = "arn:aws:acm:eu-central-1:111122223333:certificate/"


def test_the_account_from_beginning_to_end(
    role_arn: Callable[[str], str], emulator: Emulator
) -> None:
    """The account's logging role changes in place, and its end takes it away."""
    client = emulator.client("apigateway")
    life = Life(emulator, aws.apigateway.Account, {"cloudwatchRoleArn": role_arn("gateway-logs")})
    life.becomes(cloudwatchRoleArn=role_arn("gateway-logs-two"))
    assert client.get_account()["cloudwatchRoleArn"] == life.state["cloudwatchRoleArn"]
    change = {"op": "replace", "path": "/cloudwatchRoleArn", "value": "arn:by-hand"}
    life.drifts(lambda: client.update_account(patchOperations=[change]), "cloudwatchRoleArn")
    life.ends()


def test_a_domain_from_beginning_to_end(make: Callable[..., Made], emulator: Emulator) -> None:
    """A domain changes certificate and TLS version in place, and its mapping stays."""
    client = emulator.client("apigateway")
    api, _ = make(aws.apigateway.RestApi, name="domain-api")
    other, _ = make(aws.apigateway.RestApi, name="other-domain-api")
    inputs = {
        "domainName": "pay.example.com",
        "regionalCertificateArn": f"{CERTIFICATE}one",
        "securityPolicy": "TLS_1_2",
        "endpointConfiguration": {"types": "REGIONAL"},
        "tags": {"a": "b"},
    }
    life = Life(emulator, aws.apigateway.DomainName, inputs)
    target = {"domainName": life.physical, "restApi": api, "stageName": "v1"}
    mapping = Life(emulator, aws.apigateway.BasePathMapping, target)
    under = Life(emulator, aws.apigateway.BasePathMapping, {**target, "basePath": "old"})
    life.becomes(regionalCertificateArn=f"{CERTIFICATE}two", tags={"c": "d"})
    mapping.becomes(restApi=other, stageName="v2")
    under.drifts(lambda: None)
    arn = life.state["arn"]
    life.drifts(lambda: client.tag_resource(resourceArn=arn, tags={"by": "hand"}), "tags")
    by_hand = {"domainName": life.physical, "restApiId": api, "stage": "v3"}
    mapping.drifts(lambda: client.create_base_path_mapping(**by_hand), "restApi", "stageName")
    life.drifts(
        lambda: client.create_domain_name(domainName=life.physical), "regionalCertificateArn"
    )
    mapping.ends()
    under.ends()
    life.ends()
