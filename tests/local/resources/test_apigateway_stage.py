"""Deployments, stages and their settings in the emulator."""

import functools
import urllib.request
from collections.abc import Callable

import pulumi_aws as aws
import pytest

from local.emulator.emulator import Emulator
from local.resources import Made, ResourceError
from tests.local.resources._life import Life

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


def test_a_deployment_from_beginning_to_end(api: str, emulator: Emulator) -> None:
    """A deployment is replaced by its triggers and changes only its description in place."""
    client = emulator.client("apigateway")
    life = Life(
        emulator,
        aws.apigateway.Deployment,
        {"restApi": api, "triggers": {"redeploy": "1"}, "description": "one"},
        untold=frozenset({"triggers"}),
    )
    life.becomes(description="two")

    def described() -> None:
        change = {"op": "replace", "path": "/description", "value": "by hand"}
        client.update_deployment(
            restApiId=api, deploymentId=life.physical, patchOperations=[change]
        )

    life.drifts(described, "description")
    life.ends()


def test_a_stage_from_beginning_to_end(
    api: str, make: Callable[..., Made], emulator: Emulator
) -> None:
    """A stage moves to another deployment, log and tags in place, and answers all the while."""
    client = emulator.client("apigateway")
    first, second = (
        make(aws.apigateway.Deployment, restApi=api, triggers={"redeploy": one})[0] for one in "12"
    )
    log = {"destinationArn": "arn:aws:logs:eu-central-1:111122223333:log-group:access"}
    life = Life(
        emulator,
        aws.apigateway.Stage,
        {
            "restApi": api,
            "stageName": "life",
            "deployment": first,
            "cacheClusterEnabled": False,
            "xrayTracingEnabled": True,
            "accessLogSettings": {**log, "format": "one"},
            "tags": {"a": "b"},
        },
    )
    life.becomes(deployment=second, accessLogSettings={**log, "format": "two"})
    life.becomes(xrayTracingEnabled=False, variables={"a": "b"}, tags={"c": "d"})
    with urllib.request.urlopen(f"{life.state['invokeUrl']}/", timeout=10) as answer:  # noqa: S310
        assert answer.status == 200
    where = {"restApiId": api, "stageName": "life"}
    for path, value, key in (
        ("/tracingEnabled", "true", "xrayTracingEnabled"),
        ("/accessLogSettings/format", "by hand", "accessLogSettings"),
        ("/variables/by", "hand", "variables"),
    ):
        change = {"op": "replace", "path": path, "value": value}
        life.drifts(functools.partial(client.update_stage, **where, patchOperations=[change]), key)
    arn = life.state["arn"]
    life.drifts(lambda: client.tag_resource(resourceArn=arn, tags={"by": "hand"}), "tags")
    life.becomes(accessLogSettings=None, variables=None, tags=None)
    assert not client.get_stage(**where).get("accessLogSettings")
    life.ends()


def test_settings_from_beginning_to_end(api: str, stage: Made, emulator: Emulator) -> None:
    """A throttle changes in place, and its end leaves the method without one."""
    client = emulator.client("apigateway")
    life = Life(
        emulator,
        aws.apigateway.MethodSettings,
        {
            "restApi": api,
            "stageName": "v1",
            "methodPath": "~1v1~1payments/POST",
            "settings": {"throttlingBurstLimit": 5, "throttlingRateLimit": 2.5},
        },
    )
    life.becomes(settings={"throttlingBurstLimit": 6, "metricsEnabled": True})
    change = {"op": "replace", "path": "/~1v1~1payments/POST/metrics/enabled", "value": "false"}
    where = {"restApiId": api, "stageName": "v1"}
    life.drifts(lambda: client.update_stage(**where, patchOperations=[change]), "settings")
    life.ends()
    assert "~1v1~1payments/POST" not in client.get_stage(**where)["methodSettings"]
    life.vanishes(lambda: client.delete_stage(**where))
    life.ends()
    assert stage[0] == f"ags-{api}-v1"
