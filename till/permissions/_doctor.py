"""What `make doctor` reads beside who it is, which AWS tells everybody."""

from typing import Final

from till.permissions.needs import HERE, Need

DOCTOR: Final = (
    Need("acm:DescribeCertificate", [f"arn:<partition>:acm:{HERE}:certificate/*"]),
    Need("apigateway:GET", ["arn:<partition>:apigateway:<region>::/account"]),
    Need("cognito-idp:DescribeUserPoolDomain"),
    Need("iam:GetRole", ["arn:<partition>:iam::<account>:role/*"]),
    Need(
        "iam:SimulatePrincipalPolicy",
        ["arn:<partition>:iam::<account>:role/*", "arn:<partition>:iam::<account>:user/*"],
    ),
    Need("kms:ListKeys"),
    Need("lambda:GetAccountSettings"),
    Need("servicequotas:GetServiceQuota"),
    Need("ses:GetAccount"),
    Need("ses:GetEmailIdentity", [f"arn:<partition>:ses:{HERE}:identity/*"]),
    Need("wafv2:ListWebACLs"),
)
