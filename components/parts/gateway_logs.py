"""What the gateway writes down: who called what, never a body."""

import json

import pulumi
import pulumi_aws as aws

from components.lib.context import StackContext
from components.lib.iam import trust

ACCESS_LOG = {
    "requestId": "$context.requestId",
    "extendedRequestId": "$context.extendedRequestId",
    "sourceIp": "$context.identity.sourceIp",
    "requestTime": "$context.requestTime",
    "httpMethod": "$context.httpMethod",
    "resourcePath": "$context.resourcePath",
    "status": "$context.status",
    "principal": "$context.authorizer.claims.client_id",
    "operator": "$context.identity.userArn",
    "protocol": "$context.protocol",
    "responseLength": "$context.responseLength",
    "responseLatencyMs": "$context.responseLatency",
    "integrationLatencyMs": "$context.integrationLatency",
    "integrationStatus": "$context.integrationStatus",
    "errorType": "$context.error.responseType",
    "wafResponseCode": "$context.wafResponseCode",
    "xrayTraceId": "$context.xrayTraceId",
    "tlsVersion": "$context.tlsVersion",
}
"""Field → context variable (PCI DSS 10.2.2). Paths are templates: no id, no query. A caller may
choose the request's id, a UUID; the extended one is AWS's own."""
ACCESS_LOG_FORMAT = json.dumps(ACCESS_LOG)


def account_logging(
    parent: pulumi.ComponentResource, name: str, context: StackContext
) -> aws.apigateway.Account:
    """The account's one logging role for all its gateways, as a child of `parent`."""
    child = pulumi.ResourceOptions(parent=parent)
    role = aws.iam.Role(
        f"{name}-logging-role",
        name=context.name("gateway-logging"),
        assume_role_policy=trust("apigateway.amazonaws.com"),
        tags=context.tags(),
        opts=child,
    )
    # The role serves every API of the account, so AWS's own policy for it is the narrowest.
    attached = aws.iam.RolePolicyAttachment(
        f"{name}-logging-policy",
        role=role.name,
        policy_arn=context.arn_of_aws(
            "iam", "policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"
        ),
        opts=child,
    )
    return aws.apigateway.Account(
        f"{name}-account",
        cloudwatch_role_arn=role.arn,
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[attached]),
    )
