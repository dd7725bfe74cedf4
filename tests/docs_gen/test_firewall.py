"""The page of the firewall says what the program declares."""

import json
import re
from pathlib import Path

import pulumi_aws as aws

from components.parts.firewall_rules import firewall_rules
from components.parts.gateway_logs import ACCESS_LOG
from docs_gen.firewall import OURS, firewall
from tests.fakes.recorder import program

PAGE = Path(__file__).parents[2] / "docs" / "firewall.md"
FROM_THE_CALLER = {
    "path",
    "requestOverride",
    "responseOverride",
    "identity.userAgent",
    "identity.apiKey",
    "domainName",
    "error.message",
    "error.messageString",
    "error.validationErrorString",
    "authorizer.error",
    "identity.clientCert",
}
"""Variables of the access log that hold what a caller wrote (API Gateway, "Variables for access
logging")."""


def test_the_page_is_what_the_rules_say_today() -> None:
    """`docs/firewall.md` is generated; run `make docs` after a change of a rule."""
    assert PAGE.read_text() == firewall()


def test_each_rule_of_our_own_says_what_it_blocks() -> None:
    """And none is told that there is not."""
    own = {rule["name"] for rule in firewall_rules(0) if "action" in rule}
    assert own == set(OURS)


def test_the_access_log_holds_nothing_that_a_caller_wrote() -> None:
    """Templates, ids, numbers; of what AWS offers, none of the variables that repeat a request."""
    for value in ACCESS_LOG.values():
        (variable,) = re.findall(r"^\$context\.(.+)$", value)
        assert not any(variable.startswith(each) for each in FROM_THE_CALLER), variable
    (stage,) = program().of(aws.apigateway.Stage)
    assert json.loads(stage.inputs["accessLogSettings"]["format"]) == dict(ACCESS_LOG)


def test_the_gateway_s_own_log_holds_errors_only() -> None:
    """Data trace would write whole bodies, INFO the headers' names and the path."""
    for each in program().of(aws.apigateway.MethodSettings):
        settings = each.inputs["settings"]
        assert settings["dataTraceEnabled"] is False
        assert settings["loggingLevel"] == "ERROR"
