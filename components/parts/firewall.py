"""The web ACL before the gateway, and its log."""

from typing import Any

import pulumi
import pulumi_aws as aws

from components.lib import limits
from components.lib.iam import allow_service, document, from_account
from components.lib.outputs import StackDefaults
from components.parts.log_group import log_group

_MANAGED: dict[str, list[str]] = {
    "AWSManagedRulesAmazonIpReputationList": [],
    # Our own rule judges the size: the group's would hide the handler's 413 from 8 KiB up.
    "AWSManagedRulesCommonRuleSet": ["SizeRestrictions_BODY"],
    "AWSManagedRulesKnownBadInputsRuleSet": [],
    "AWSManagedRulesSQLiRuleSet": [],
}
"""AWS's rule group → its rules that only count."""
REDACTED = ["authorization", "cookie"]


def firewall(
    parent: pulumi.ComponentResource,
    name: str,
    defaults: StackDefaults,
    stage: aws.apigateway.Stage,
) -> None:
    """A regional web ACL on `stage`, logged with credentials redacted, as children of `parent`."""
    context = defaults.context
    acl = aws.wafv2.WebAcl(
        f"{name}-firewall",
        name=context.name("gateway"),
        scope="REGIONAL",
        default_action={"allow": {}},
        association_config={
            "request_bodies": [{"api_gateway": {"default_size_inspection_limit": "KB_64"}}]
        },
        rules=_rules(defaults.settings.waf_rate_limit),
        # The log redacts by itself; the samples in AWS's console show only what this leaves.
        data_protection_config={
            "data_protections": [
                {
                    "action": "SUBSTITUTION",
                    "field": {"field_type": "SINGLE_HEADER", "field_keys": REDACTED},
                }
            ]
        },
        visibility_config=_seen("gateway"),
        tags=context.tags(),
        opts=pulumi.ResourceOptions(parent=parent),
    )
    aws.wafv2.WebAclAssociation(
        f"{name}-firewall-on-stage",
        resource_arn=stage.arn,
        web_acl_arn=acl.arn,
        opts=pulumi.ResourceOptions(parent=parent),
    )
    _log(parent, name, defaults, acl)


def _log(
    parent: pulumi.ComponentResource,
    name: str,
    defaults: StackDefaults,
    acl: aws.wafv2.WebAcl,
) -> None:
    context = defaults.context
    # AWS WAF writes only to groups whose name begins like this.
    group_name = f"aws-waf-logs-{context.project}-{context.stack}"
    group = log_group(parent, f"{name}-firewall", group_name, defaults)
    may_write = aws.cloudwatch.LogResourcePolicy(
        f"{name}-firewall-may-log",
        policy_name=context.name("firewall"),
        policy_document=document(
            allow_service(
                "delivery.logs.amazonaws.com",
                ["logs:CreateLogStream", "logs:PutLogEvents"],
                context.arn("logs", f"log-group:{group_name}:*"),
                from_account(context, context.arn("logs", "*")),
            )
        ),
        opts=pulumi.ResourceOptions(parent=parent),
    )
    aws.wafv2.WebAclLoggingConfiguration(
        f"{name}-firewall-logging",
        resource_arn=acl.arn,
        log_destination_configs=[group.arn],
        redacted_fields=[{"single_header": {"name": header}} for header in REDACTED],
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[may_write]),
    )


def _seen(metric: str) -> Any:
    return {
        "cloudwatch_metrics_enabled": True,
        "sampled_requests_enabled": True,
        "metric_name": metric,
    }


def _rules(rate_limit: int) -> Any:
    rules = [_body_size(), _rate(rate_limit), *(_managed(*each) for each in _MANAGED.items())]
    return [
        {"priority": priority, "visibility_config": _seen(rule["name"]), **rule}
        for priority, rule in enumerate(rules)
    ]


def _body_size() -> dict[str, Any]:
    return {
        "name": "body-size",
        "action": {"block": {}},
        "statement": {
            "size_constraint_statement": {
                # A body longer than what the firewall inspects counts as too large.
                "field_to_match": {"body": {"oversize_handling": "MATCH"}},
                "comparison_operator": "GT",
                "size": limits.BODY_BLOCK_BYTES,
                "text_transformations": [{"priority": 0, "type": "NONE"}],
            }
        },
    }


def _rate(limit: int) -> dict[str, Any]:
    return {
        "name": "rate",
        "action": {"block": {}},
        "statement": {"rate_based_statement": {"limit": limit, "aggregate_key_type": "IP"}},
    }


def _managed(group: str, counted: list[str]) -> dict[str, Any]:
    return {
        "name": group,
        "override_action": {"none": {}},
        "statement": {
            "managed_rule_group_statement": {
                "vendor_name": "AWS",
                "name": group,
                "rule_action_overrides": [
                    {"name": rule, "action_to_use": {"count": {}}} for rule in counted
                ],
            }
        },
    }
