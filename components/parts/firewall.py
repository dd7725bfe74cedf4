"""The web ACL before the gateway, and its log."""

from typing import Any

import pulumi
import pulumi_aws as aws

from components.lib.iam import allow_service, document, from_account
from components.lib.outputs import StackDefaults
from components.parts.firewall_rules import SENSITIVE_URL, firewall_rules, seen
from components.parts.log_group import log_group

REDACTED = [
    "authorization",
    "content-digest",
    "cookie",
    "idempotency-key",
    "signature",
    "stripe-signature",
]
"""Headers that hold a credential, or what a merchant may take from an order."""
_HIDDEN: Any = [
    {"field_type": "SINGLE_HEADER", "field_keys": REDACTED},
    {"field_type": "QUERY_STRING"},
    # Of a body the log shows what a managed rule found in it.
    {"field_type": "BODY"},
]


_LEFT_OUT: Any = [
    {"uri_path": {}},
    {"query_string": {}},
    *({"single_header": {"name": header}} for header in REDACTED),
]


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
        rules=firewall_rules(defaults.settings.waf_rate_limit),
        data_protection_config={
            "data_protections": [{"action": "SUBSTITUTION", "field": field} for field in _HIDDEN]
        },
        visibility_config=seen("gateway"),
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
    label = f"awswaf:{context.account}:webacl:{context.name('gateway')}:{SENSITIVE_URL}"
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
        redacted_fields=_LEFT_OUT,
        # What such a request's label says is counted; the request itself is not kept.
        logging_filter={
            "default_behavior": "KEEP",
            "filters": [
                {
                    "behavior": "DROP",
                    "requirement": "MEETS_ANY",
                    "conditions": [{"label_name_condition": {"label_name": label}}],
                }
            ],
        },
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[may_write]),
    )
