"""The web ACL and its log."""

import pulumi_aws as aws

from tests.fakes.recorder import program

HEADERS = [
    "authorization",
    "content-digest",
    "cookie",
    "idempotency-key",
    "signature",
    "stripe-signature",
]


def test_the_firewall_stands_before_the_stage_and_blocks_without_a_custom_body() -> None:
    """A block is answered as the gateway's own problem."""
    (association,) = program().of(aws.wafv2.WebAclAssociation)
    (stage,) = program().of(aws.apigateway.Stage)
    assert association.inputs["resourceArn"] == stage.outputs["arn"]
    (acl,) = program().of(aws.wafv2.WebAcl)
    assert "customResponse" not in str(acl.inputs["rules"])


def test_the_log_holds_nothing_that_a_caller_sent() -> None:
    """Neither tokens and keys nor path, query string or what was found in a body."""
    (acl,) = program().of(aws.wafv2.WebAcl)
    hidden = acl.inputs["dataProtectionConfig"]["dataProtections"]
    assert {each["action"] for each in hidden} == {"SUBSTITUTION"}
    assert [each["field"] for each in hidden] == [
        {"fieldType": "SINGLE_HEADER", "fieldKeys": HEADERS},
        {"fieldType": "QUERY_STRING"},
        {"fieldType": "BODY"},
    ]
    (logging,) = program().of(aws.wafv2.WebAclLoggingConfiguration)
    assert logging.inputs["redactedFields"] == [
        {"uriPath": {}},
        {"queryString": {}},
        *({"singleHeader": {"name": each}} for each in HEADERS),
    ]
    group = program().named("gateway-firewall-logs")
    assert logging.inputs["logDestinationConfigs"] == [group.outputs["arn"]]
    assert group.inputs["name"] == "aws-waf-logs-tillstack-local"


def test_the_log_keeps_every_request_but_those_with_a_secret_in_their_url() -> None:
    """The label is the one that the rule gives, as AWS writes labels of an ACL's own rules."""
    (acl,) = program().of(aws.wafv2.WebAcl)
    (logging,) = program().of(aws.wafv2.WebAclLoggingConfiguration)
    (dropped,) = logging.inputs["loggingFilter"]["filters"]
    label = f"awswaf:111122223333:webacl:{acl.inputs['name']}:sensitive-url"
    assert logging.inputs["loggingFilter"]["defaultBehavior"] == "KEEP"
    assert dropped == {
        "behavior": "DROP",
        "requirement": "MEETS_ANY",
        "conditions": [{"labelNameCondition": {"labelName": label}}],
    }
