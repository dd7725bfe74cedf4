"""What `make doctor` reads beside who it is, which AWS tells everybody."""

from typing import Final

from till.pages._needs import HERE, Need

DOCTOR: Final = (
    Need("apigateway:GET", ["arn:aws:apigateway:<region>::/account"]),
    Need("cognito-idp:DescribeUserPoolDomain"),
    Need("iam:GetRole", ["arn:aws:iam::<account>:role/*"]),
    Need(
        "iam:SimulatePrincipalPolicy",
        ["arn:aws:iam::<account>:role/*", "arn:aws:iam::<account>:user/*"],
    ),
    Need("kms:ListKeys"),
    Need("lambda:GetAccountSettings"),
    Need("servicequotas:GetServiceQuota"),
    Need("ses:GetAccount"),
    Need("ses:GetEmailIdentity", [f"arn:aws:ses:{HERE}:identity/*"]),
    Need("wafv2:ListWebACLs"),
)
