"""What the gateway writes down."""

import json

import pulumi_aws as aws

from components.parts.gateway_logs import ACCESS_LOG
from tests.fakes.recorder import program


def test_the_access_log_says_who_what_when_from_where_and_how_it_ended() -> None:
    """The fields of PCI DSS 10.2.2, as JSON."""
    (stage,) = program().of(aws.apigateway.Stage)
    fields = json.loads(stage.inputs["accessLogSettings"]["format"])
    wanted = {"requestId", "sourceIp", "requestTime", "httpMethod", "resourcePath", "status"}
    assert wanted | {"principal"} <= set(fields)


def test_the_access_log_holds_no_body_no_token_and_no_id() -> None:
    """Every field is a context variable of the gateway's own, paths are templates."""
    secret = ("body", "header", "querystring", "$context.path", "authorizer.claims.sub")
    assert [each for each in ACCESS_LOG.values() if any(word in each for word in secret)] == []
    assert all(each.startswith("$context.") for each in ACCESS_LOG.values())


def test_both_logs_are_encrypted_and_kept() -> None:
    """The execution log too, which the gateway would make without a key."""
    api = program().named("gateway-api").physical
    for name, group in (
        ("gateway-access-logs", "/aws/apigateway/tillstack-local-gateway"),
        ("gateway-execution-logs", f"API-Gateway-Execution-Logs_{api}/live"),
    ):
        inputs = program().named(name).inputs
        assert inputs["name"] == group
        assert inputs["kmsKeyId"] == program().named("keys-logs").outputs["arn"]
        assert inputs["retentionInDays"] >= 365
