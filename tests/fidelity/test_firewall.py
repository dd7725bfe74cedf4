"""Where the emulator's WAF differs from AWS, and what we do about it."""

import inspect
from typing import Final

import httpx
import pulumi_aws as aws
import pytest
from ministack.services import apigateway_v1

from local.emulator.emulator import Emulator
from tests._aws import make

pytestmark = pytest.mark.emulator

SEEN: Final = {
    "metricName": "m",
    "cloudwatchMetricsEnabled": False,
    "sampledRequestsEnabled": False,
}
RULE: Final = {
    "name": "word",
    "priority": 0,
    "action": {"block": {}},
    "visibilityConfig": SEEN,
    "statement": {
        "regexMatchStatement": {
            "regexString": "forbidden",
            "fieldToMatch": {"queryString": {}},
            "textTransformations": [{"priority": 0, "type": "URL_DECODE"}],
        }
    },
}


@pytest.fixture(scope="module")
def url(emulator: Emulator) -> str:
    """A stage that answers by itself, behind a firewall that blocks one word."""
    api, outputs = make(emulator, aws.apigateway.RestApi, name="guarded")
    where = {"restApi": api, "resourceId": outputs["rootResourceId"], "httpMethod": "GET"}
    make(emulator, aws.apigateway.Method, **where, authorization="NONE")
    template = {"application/json": '{"statusCode": 200}'}
    make(emulator, aws.apigateway.Integration, **where, type="MOCK", requestTemplates=template)
    make(emulator, aws.apigateway.MethodResponse, **where, statusCode="200")
    make(emulator, aws.apigateway.IntegrationResponse, **where, statusCode="200")
    deployment, _ = make(emulator, aws.apigateway.Deployment, restApi=api)
    _, stage = make(
        emulator, aws.apigateway.Stage, restApi=api, deployment=deployment, stageName="v1"
    )
    _, acl = make(
        emulator,
        aws.wafv2.WebAcl,
        name="blocks",
        scope="REGIONAL",
        defaultAction={"allow": {}},
        rules=[RULE],
        visibilityConfig=SEEN,
    )
    make(emulator, aws.wafv2.WebAclAssociation, webAclArn=acl["arn"], resourceArn=stage["arn"])
    return str(stage["invokeUrl"])


@pytest.mark.parametrize("path", ["", "/nowhere"])
def test_what_the_firewall_blocks_is_refused_first(url: str, path: str) -> None:
    """A 403 by the gateway's response WAF_FILTERED, also where the API has no such path."""
    answer = httpx.get(f"{url}{path}?a=%66orbidden", timeout=10)
    assert (answer.status_code, answer.json()) == (403, {"message": "Forbidden"})


def test_what_it_does_not_block_is_answered(url: str) -> None:
    """Another word in the same place."""
    assert httpx.get(f"{url}?a=allowed", timeout=10).status_code == 200


def test_gap_the_bare_gateway_asks_no_firewall() -> None:
    """AWS WAF stands before the API; the emulator's API Gateway knows its response alone."""
    source = inspect.getsource(apigateway_v1)
    assert "waf" not in source.replace("WAF_FILTERED", "").lower()
