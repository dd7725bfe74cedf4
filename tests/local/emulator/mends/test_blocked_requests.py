"""The web ACL of a stage stands before it."""

import asyncio
from typing import Any, Final

import pytest
from ministack.services import apigateway_v1, waf

from local.emulator.mends.blocked_requests import guarded

ACL: Final = {
    "Name": "one",
    "Scope": "REGIONAL",
    "DefaultAction": {"Allow": {}},
    "Rules": [
        {
            "Name": "word",
            "Priority": 0,
            "Action": {"Block": {}},
            "Statement": {
                "RegexMatchStatement": {
                    "RegexString": "a=b c&a=d$",
                    "FieldToMatch": {"QueryString": {}},
                    "TextTransformations": [{"Type": "URL_DECODE"}],
                }
            },
        }
    ],
}


@pytest.fixture
def _stage() -> Any:
    """An API with two stages, of which one stands behind the web ACL."""
    stages = apigateway_v1._stages_v1
    stages["api"] = {"guarded": {"deploymentId": "1"}, "open": {"deploymentId": "1"}}
    _, arn, _ = waf.create_web_acl_record("one", "REGIONAL", ACL)
    place = "arn:aws:apigateway:eu-central-1::/restapis/api/stages/guarded"
    waf._associations[place] = arn
    yield
    waf._associations.pop(place)
    stages.pop("api")


def answer(stage: str, query: dict[str, Any]) -> Any:
    """What a caller gets, and which stage its response is rendered for."""

    async def original(*_: Any) -> str:
        return "let through"

    async def call(request: dict[str, Any]) -> Any:
        return await guarded(original)(request, "api", stage, "GET", "/", None, None, query)

    request: dict[str, Any] = {"stage": None}
    got = asyncio.run(call(request))
    return getattr(got, "response_type", got), request["stage"]


@pytest.mark.usefixtures("_stage")
def test_what_is_blocked_reaches_nothing() -> None:
    """It is answered by the gateway's response of the stage; each value of a name is looked at."""
    blocked, stage = answer("guarded", {"a": ["b c", "d"]})
    assert blocked == "WAF_FILTERED"
    assert stage == {"deploymentId": "1"}


@pytest.mark.usefixtures("_stage")
@pytest.mark.parametrize(
    ("stage", "query"), [("guarded", {"a": "d"}), ("open", {"a": ["b c", "d"]}), ("none", {})]
)
def test_what_is_not_blocked_goes_on(stage: str, query: dict[str, Any]) -> None:
    """Another request, a stage without a web ACL, and one that is not there."""
    assert answer(stage, query) == ("let through", None)
