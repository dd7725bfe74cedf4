"""The web ACL and its log."""

from typing import Any

import pulumi_aws as aws

from tests.fakes.recorder import program


def rules() -> dict[str, Any]:
    """The firewall's rules by name."""
    (acl,) = program().of(aws.wafv2.WebAcl)
    return {each["name"]: each for each in acl.inputs["rules"]}


def test_the_managed_groups_block() -> None:
    """Reputation, common, bad inputs and SQL injection (PCI DSS 6.4.2), none only counting."""
    managed = {
        name: rule["statement"]["managedRuleGroupStatement"]
        for name, rule in rules().items()
        if "managedRuleGroupStatement" in rule["statement"]
    }
    assert set(managed) == {
        "AWSManagedRulesAmazonIpReputationList",
        "AWSManagedRulesCommonRuleSet",
        "AWSManagedRulesKnownBadInputsRuleSet",
        "AWSManagedRulesSQLiRuleSet",
    }
    assert all(rules()[name]["overrideAction"] == {"none": {}} for name in managed)
    counted = {
        name: [each["name"] for each in group["ruleActionOverrides"]]
        for name, group in managed.items()
        if group["ruleActionOverrides"]
    }
    assert counted == {"AWSManagedRulesCommonRuleSet": ["SizeRestrictions_BODY"]}


def test_a_body_over_64_kib_is_blocked() -> None:
    """Also one that is longer than what the firewall inspects, which is as much."""
    rule = rules()["body-size"]
    size = rule["statement"]["sizeConstraintStatement"]
    assert rule["action"] == {"block": {}}
    assert (size["comparisonOperator"], size["size"]) == ("GT", 65_536)
    assert size["fieldToMatch"] == {"body": {"oversizeHandling": "MATCH"}}
    (acl,) = program().of(aws.wafv2.WebAcl)
    (inspected,) = acl.inputs["associationConfig"]["requestBodies"]
    assert inspected == {"apiGateway": {"defaultSizeInspectionLimit": "KB_64"}}


def test_one_address_can_t_call_without_end() -> None:
    """The rate rule blocks by address, with the stack's own limit."""
    rule = rules()["rate"]
    assert rule["action"] == {"block": {}}
    assert rule["statement"]["rateBasedStatement"] == {"limit": 20_000, "aggregateKeyType": "IP"}


def test_each_rule_has_its_own_place_and_is_seen() -> None:
    """Priorities are distinct; every rule has its metric and samples."""
    assert sorted(each["priority"] for each in rules().values()) == list(range(6))
    for rule in rules().values():
        assert rule["visibilityConfig"]["cloudwatchMetricsEnabled"] is True
        assert rule["visibilityConfig"]["sampledRequestsEnabled"] is True


def test_the_firewall_stands_before_the_stage_and_blocks_without_a_custom_body() -> None:
    """A block is answered as the gateway's own problem."""
    (association,) = program().of(aws.wafv2.WebAclAssociation)
    (stage,) = program().of(aws.apigateway.Stage)
    assert association.inputs["resourceArn"] == stage.outputs["arn"]
    assert not any("customResponse" in str(rule) for rule in rules().values())


def test_the_log_holds_no_credentials() -> None:
    """Tokens and cookies are redacted before anything is written, samples included."""
    (acl,) = program().of(aws.wafv2.WebAcl)
    (hidden,) = acl.inputs["dataProtectionConfig"]["dataProtections"]
    assert hidden["action"] == "SUBSTITUTION"
    assert hidden["field"] == {
        "fieldType": "SINGLE_HEADER",
        "fieldKeys": ["authorization", "cookie"],
    }
    (logging,) = program().of(aws.wafv2.WebAclLoggingConfiguration)
    redacted = [each["singleHeader"]["name"] for each in logging.inputs["redactedFields"]]
    assert redacted == ["authorization", "cookie"]
    assert "loggingFilter" not in logging.inputs
    group = program().named("gateway-firewall-logs")
    assert logging.inputs["logDestinationConfigs"] == [group.outputs["arn"]]
    assert group.inputs["name"] == "aws-waf-logs-tillstack-local"
