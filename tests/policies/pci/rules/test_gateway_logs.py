"""Rules about what a gateway logs: what each must report, and what it must not."""

import json
from typing import Any

import pytest

from policies.pci.framework.tokens import LOG_GROUP
from policies.pci.rules.gateway_logs import (
    ACCESS_LOG_FIELDS,
    ACCESS_LOGGING,
    EXECUTION_LOGGING,
    NO_DATA_TRACE,
    TRACING,
)
from policy_proof.resources import UNKNOWN, resource
from tests.policies.case import blamed, but
from tests.policies.pci.gateways import API, STAGE, settings

FORMAT = {
    "requestId": "$context.requestId",
    "ip": "$context.identity.sourceIp",
    "at": "$context.requestTimeEpoch",
    "call": "$context.httpMethod $context.resourcePath",
    "status": "$context.status",
    "who": "$context.authorizer.claims.client_id",
}
GROUP = resource(LOG_GROUP, {"name": "access"}, "group")


def logging(destination: Any = UNKNOWN, wanted: Any = FORMAT, made_of: Any = (GROUP,)) -> Any:
    """A stage that logs to the group."""
    text = wanted if isinstance(wanted, str) else json.dumps(wanted)
    return resource(
        STAGE.type,
        {"accessLogSettings": {"destinationArn": destination, "format": text}},
        "stage",
        made_of={"accessLogSettings": made_of},
    )


def test_a_stage_logs_to_a_group_of_the_stack() -> None:
    """Unknown and known; none, an empty one, one of elsewhere."""
    elsewhere = "arn:aws:logs:eu-central-1:111122223333:log-group:elsewhere"
    assert blamed(ACCESS_LOGGING, GROUP, logging()) == []
    assert blamed(ACCESS_LOGGING, GROUP, logging(elsewhere)) == []
    assert blamed(ACCESS_LOGGING, STAGE) == ["stage"]
    for wrong in (logging(elsewhere, made_of=()), logging("", made_of=())):
        assert blamed(ACCESS_LOGGING, wrong) == ["stage"]
    assert blamed(ACCESS_LOGGING, GROUP, logging(wanted="")) == ["stage"]
    allowed = {"externalArns": [elsewhere]}
    assert blamed(ACCESS_LOGGING, logging(elsewhere, made_of=()), config=allowed) == []


def test_an_access_log_says_who_did_what() -> None:
    """Every field is missed by its variable, whatever its name; the absent log is rule 1's."""
    assert blamed(ACCESS_LOG_FIELDS, GROUP, logging(), STAGE) == []
    for name in FORMAT:
        without = {key: value for key, value in FORMAT.items() if key != name}
        assert blamed(ACCESS_LOG_FIELDS, GROUP, logging(wanted=without)) == ["stage"]
        renamed = {**without, name: "missing"}
        assert blamed(ACCESS_LOG_FIELDS, GROUP, logging(wanted=renamed)) == ["stage"]


@pytest.mark.parametrize(
    "wanted",
    [
        {**FORMAT, "key": "$context.identity.apiKey"},
        {**FORMAT, "token": "$context.authorizer.claims"},
        {**FORMAT, "body": "$input.body"},
        {**FORMAT, "header": "$method.request.header.Authorization"},
        "$context.requestId $context.status",
        json.dumps(list(FORMAT.values())),
    ],
)
def test_an_access_log_holds_no_secret_and_can_be_read(wanted: Any) -> None:
    """No key, no token, no body; a line that is no JSON object is reported, not read."""
    assert blamed(ACCESS_LOG_FIELDS, GROUP, logging(wanted=wanted)) == ["stage"]


def test_every_method_logs_its_errors() -> None:
    """Settings for all methods; narrower ones alone are none, and each one must log."""
    narrow = settings("~1v1~1payments/GET", "narrow", loggingLevel="INFO")
    assert blamed(EXECUTION_LOGGING, API, STAGE, settings(loggingLevel="ERROR"), narrow) == []
    assert blamed(EXECUTION_LOGGING, API, STAGE) == ["stage"]
    assert blamed(EXECUTION_LOGGING, API, STAGE, narrow) == ["stage"]
    for wrong in ({"loggingLevel": "OFF"}, {}):
        assert blamed(EXECUTION_LOGGING, API, STAGE, settings(**wrong)) == ["settings"]
        quiet = settings("~1v1~1payments/GET", "narrow", **wrong)
        every = settings(loggingLevel="INFO")
        assert blamed(EXECUTION_LOGGING, API, STAGE, every, quiet) == ["narrow"]


def test_no_body_is_traced() -> None:
    """Said outright: absent, true and its text are reported."""
    assert blamed(NO_DATA_TRACE, settings(dataTraceEnabled=False)) == []
    wrongs: list[dict[str, Any]] = [{}, {"dataTraceEnabled": True}, {"dataTraceEnabled": "true"}]
    for wrong in wrongs:
        assert blamed(NO_DATA_TRACE, settings(**wrong)) == ["settings"]


def test_calls_are_traced() -> None:
    """On every stage, and said outright."""
    assert blamed(TRACING, but(STAGE, xrayTracingEnabled=True)) == []
    for wrong in (None, False):
        assert blamed(TRACING, but(STAGE, xrayTracingEnabled=wrong)) == ["stage"]
