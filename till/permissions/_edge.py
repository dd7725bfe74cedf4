"""What the gateway, its firewall, its users, logs and alarms need to be deployed."""

from collections.abc import Mapping, Sequence
from typing import Final

from till.permissions.needs import ANY, HERE, NAMED, TAGGED, TAGGING, Need

_ROLE = f"arn:<partition>:iam::<account>:role/{NAMED}"
_POOL = f"arn:<partition>:cognito-idp:{HERE}:userpool/*"
_ALARM = f"arn:<partition>:cloudwatch:{HERE}:alarm:{NAMED}"
_RULE = f"arn:<partition>:events:{HERE}:rule/{NAMED}"
_ACL = (f"arn:<partition>:wafv2:{HERE}:regional/webacl/{NAMED}/*",)
_LOGS = (
    f"arn:<partition>:logs:{HERE}:log-group:/aws/lambda/{NAMED}",
    f"arn:<partition>:logs:{HERE}:log-group:/aws/apigateway/{NAMED}",
    f"arn:<partition>:logs:{HERE}:log-group:/aws/vpc/{NAMED}",
    f"arn:<partition>:logs:{HERE}:log-group:/aws/cloudtrail/{NAMED}",
    f"arn:<partition>:logs:{HERE}:log-group:/aws/ec2/{NAMED}",
    f"arn:<partition>:logs:{HERE}:log-group:API-Gateway-Execution-Logs_*",
    f"arn:<partition>:logs:{HERE}:log-group:aws-waf-logs-tillstack-<stack>",
)
_APIS = "arn:<partition>:apigateway:<region>::/restapis"
_DOMAINS = "arn:<partition>:apigateway:<region>::/domainnames"

_API: Final = Need("apigateway:GET POST PUT PATCH DELETE", [_APIS, f"{_APIS}/*"])
_API_TAGS: Final = Need(
    "apigateway:GET POST PUT DELETE", ["arn:<partition>:apigateway:<region>::/tags/*"]
)

EDGE: Final[Mapping[str, Sequence[Need]]] = {
    "aws:apigateway/account:Account": [
        Need("apigateway:GET PATCH", ["arn:<partition>:apigateway:<region>::/account"]),
        Need(
            "iam:PassRole",
            [_ROLE],
            {"StringEquals": {"iam:PassedToService": "apigateway.amazonaws.com"}},
        ),
    ],
    "aws:apigateway/basePathMapping:BasePathMapping": [
        Need("apigateway:GET POST PATCH DELETE", [f"{_DOMAINS}/*"])
    ],
    "aws:apigateway/domainName:DomainName": [
        Need("apigateway:GET POST PATCH DELETE", [_DOMAINS, f"{_DOMAINS}/*"]),
        Need("apigateway:AddCertificateToDomain RemoveCertificateFromDomain", [f"{_DOMAINS}/*"]),
        _API_TAGS,
        Need(
            "iam:CreateServiceLinkedRole",
            ["arn:<partition>:iam::<account>:role/aws-service-role/ops.apigateway.amazonaws.com/*"],
            {"StringEquals": {"iam:AWSServiceName": "ops.apigateway.amazonaws.com"}},
        ),
    ],
    **{
        f"aws:apigateway/{name[0].lower()}{name[1:]}:{name}": [_API]
        for name in (
            "Authorizer",
            "Deployment",
            "Integration",
            "Method",
            "MethodSettings",
            "Model",
            "RequestValidator",
            "Resource",
            "Response",
        )
    },
    "aws:apigateway/restApi:RestApi": [_API, _API_TAGS],
    "aws:apigateway/stage:Stage": [_API, _API_TAGS],
    "aws:cloudwatch/eventRule:EventRule": [
        Need(
            "events:PutRule DescribeRule DeleteRule EnableRule DisableRule "
            "ListTagsForResource TagResource UntagResource",
            [_RULE],
        )
    ],
    "aws:cloudwatch/eventTarget:EventTarget": [
        Need("events:PutTargets RemoveTargets ListTargetsByRule", [_RULE])
    ],
    "aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy": [
        Need(
            "logs:PutDataProtectionPolicy GetDataProtectionPolicy DeleteDataProtectionPolicy",
            _LOGS,
        )
    ],
    "aws:cloudwatch/logGroup:LogGroup": [
        Need(
            "logs:CreateLogGroup DeleteLogGroup PutRetentionPolicy DeleteRetentionPolicy "
            "AssociateKmsKey DisassociateKmsKey ListTagsForResource TagResource UntagResource",
            _LOGS,
        ),
        Need("logs:DescribeLogGroups"),
    ],
    "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": [
        Need("logs:PutResourcePolicy DescribeResourcePolicies DeleteResourcePolicy")
    ],
    "aws:cloudwatch/compositeAlarm:CompositeAlarm": [
        Need(
            "cloudwatch:PutCompositeAlarm DescribeAlarms DeleteAlarms "
            "ListTagsForResource TagResource UntagResource",
            [_ALARM],
        )
    ],
    "aws:cloudwatch/dashboard:Dashboard": [
        Need(
            "cloudwatch:PutDashboard GetDashboard DeleteDashboards",
            [f"arn:<partition>:cloudwatch::<account>:dashboard/{NAMED}"],
        )
    ],
    "aws:cloudwatch/metricAlarm:MetricAlarm": [
        Need(
            "cloudwatch:PutMetricAlarm DescribeAlarms DeleteAlarms "
            "ListTagsForResource TagResource UntagResource",
            [_ALARM],
        )
    ],
    "aws:cognito/resourceServer:ResourceServer": [
        Need(
            "cognito-idp:CreateResourceServer DescribeResourceServer UpdateResourceServer "
            "DeleteResourceServer",
            [_POOL],
            TAGGED,
        )
    ],
    "aws:cognito/riskConfiguration:RiskConfiguration": [
        Need("cognito-idp:SetRiskConfiguration DescribeRiskConfiguration", [_POOL], TAGGED)
    ],
    "aws:cognito/userPool:UserPool": [
        # The creation has no pool yet, and asks for the tags that all else depends on.
        Need("cognito-idp:CreateUserPool", [ANY], TAGGING),
        Need(
            "cognito-idp:DescribeUserPool UpdateUserPool DeleteUserPool GetUserPoolMfaConfig "
            "SetUserPoolMfaConfig ListTagsForResource UntagResource",
            [_POOL],
            TAGGED,
        ),
        Need("cognito-idp:TagResource", [_POOL], TAGGING),
        # A later change of one tag sends that tag alone.
        Need("cognito-idp:TagResource", [_POOL], TAGGED),
    ],
    "aws:cognito/userPoolDomain:UserPoolDomain": [
        Need("cognito-idp:CreateUserPoolDomain DeleteUserPoolDomain", [_POOL], TAGGED),
        Need("cognito-idp:DescribeUserPoolDomain"),
    ],
    "aws:wafv2/webAcl:WebAcl": [
        # AWS checks a creation against every kind that a rule may refer to.
        Need(
            "wafv2:CreateWebACL UpdateWebACL",
            [*_ACL, f"arn:<partition>:wafv2:{HERE}:regional/managedruleset/*/*"],
        ),
        Need(
            "wafv2:GetWebACL DeleteWebACL ListTagsForResource TagResource UntagResource",
            _ACL,
        ),
    ],
    "aws:wafv2/webAclAssociation:WebAclAssociation": [
        Need(
            "wafv2:AssociateWebACL DisassociateWebACL GetWebACLForResource",
            [*_ACL, f"{_APIS}/*/stages/*"],
        ),
        Need("apigateway:SetWebACL", [f"{_APIS}/*/stages/*"]),
    ],
    "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": [
        Need(
            "wafv2:PutLoggingConfiguration GetLoggingConfiguration DeleteLoggingConfiguration",
            _ACL,
        ),
        # AWS: "Logs sent to CloudWatch Logs"; these know no resource.
        Need(
            "logs:CreateLogDelivery DeleteLogDelivery PutResourcePolicy DescribeResourcePolicies "
            "DescribeLogGroups"
        ),
    ],
}
