"""Deployments, stages and domains in the emulator."""

import urllib.error
import urllib.request
from collections.abc import Callable

import pulumi_aws as aws
import pytest

from local.emulator import Emulator
from local.resources import Made, ResourceError

pytestmark = pytest.mark.emulator


@pytest.fixture
def api(make: Callable[..., Made]) -> str:
    """An API with one method that the gateway answers itself."""
    api, outputs = make(aws.apigateway.RestApi, name="staged-api")
    where = {"restApi": api, "resourceId": outputs["rootResourceId"], "httpMethod": "GET"}
    make(aws.apigateway.Method, **where, authorization="NONE")
    make(
        aws.apigateway.Integration,
        **where,
        type="MOCK",
        requestTemplates={"application/json": '{"statusCode": 200}'},
    )
    make(aws.apigateway.MethodResponse, **where, statusCode="200")
    make(aws.apigateway.IntegrationResponse, **where, statusCode="200", selectionPattern="")
    return api


@pytest.fixture
def stage(api: str, make: Callable[..., Made]) -> Made:
    """The API's stage `v1`."""
    deployment, _ = make(aws.apigateway.Deployment, restApi=api, triggers={"redeploy": "1"})
    return make(
        aws.apigateway.Stage,
        restApi=api,
        deployment=deployment,
        stageName="v1",
        xrayTracingEnabled=True,
        accessLogSettings={
            "destinationArn": "arn:aws:logs:eu-central-1:111122223333:log-group:access",
            "format": '{"id":"$context.requestId"}',
        },
        tags={"a": "b"},
    )


def test_a_stage_answers_and_logs(api: str, stage: Made, emulator: Emulator) -> None:
    """The stage answers at its invoke URL, traces, and has its access log."""
    with urllib.request.urlopen(f"{stage[1]['invokeUrl']}/", timeout=10) as answer:  # noqa: S310
        assert answer.status == 200
    found = emulator.client("apigateway").get_stage(restApiId=api, stageName="v1")
    assert found["tracingEnabled"] is True
    assert found["accessLogSettings"]["format"] == '{"id":"$context.requestId"}'


def test_a_method_is_throttled(
    api: str, stage: Made, make: Callable[..., Made], emulator: Emulator
) -> None:
    """Settings land on the stage under their method."""
    settings = {"throttlingBurstLimit": 5, "throttlingRateLimit": 2.5, "metricsEnabled": True}
    make(
        aws.apigateway.MethodSettings,
        restApi=api,
        stageName="v1",
        methodPath="*/*",
        settings=settings,
    )
    found = emulator.client("apigateway").get_stage(restApiId=api, stageName="v1")
    assert found["methodSettings"]["*/*"]["throttlingBurstLimit"] == 5
    assert found["methodSettings"]["*/*"]["throttlingRateLimit"] == 2.5
    assert stage[1]["arn"].endswith(f"/restapis/{api}/stages/v1")


def test_a_path_with_plain_slashes_is_refused(make: Callable[..., Made]) -> None:
    """The API wants `~1` inside a method's path; AWS would refuse the plain slash."""
    with pytest.raises(ResourceError, match="~1"):
        make(
            aws.apigateway.MethodSettings,
            restApi="a",
            stageName="v1",
            methodPath="v1/payments/POST",
            settings={},
        )


def test_the_account_has_its_logging_role(
    make: Callable[..., Made], role_arn: Callable[[str], str], emulator: Emulator
) -> None:
    """The account-wide role is the declared one."""
    role = role_arn("gateway-logs")
    make(aws.apigateway.Account, cloudwatchRoleArn=role)
    assert emulator.client("apigateway").get_account()["cloudwatchRoleArn"] == role


def test_a_domain_leads_to_a_stage(
    api: str, stage: Made, make: Callable[..., Made], emulator: Emulator
) -> None:
    """A domain name keeps its TLS version and is mapped to the stage."""
    name, _ = make(
        aws.apigateway.DomainName,
        domainName="pay.example.com",
        regionalCertificateArn="arn:aws:acm:eu-central-1:111122223333:certificate/one",
        securityPolicy="TLS_1_2",
        endpointConfiguration={"types": "REGIONAL"},
    )
    make(aws.apigateway.BasePathMapping, domainName=name, restApi=api, stageName="v1")
    client = emulator.client("apigateway")
    assert client.get_domain_name(domainName=name)["securityPolicy"] == "TLS_1_2"
    assert client.get_base_path_mappings(domainName=name)["items"][0]["stage"] == "v1"
    assert stage[0] == f"ags-{api}-v1"
