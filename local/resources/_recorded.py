"""Types that are written down and not created, each with the reason."""

import pulumi
import pulumi_aws as aws

_REASONS = {
    aws.cloudwatch.LogDataProtectionPolicy: "the emulator lacks logs:PutDataProtectionPolicy",
    aws.cognito.RiskConfiguration: "the emulator lacks cognito-idp:SetRiskConfiguration",
    aws.lambda_.LayerVersion: "functions here use the packages of the virtual environment",
    aws.wafv2.WebAclLoggingConfiguration: "the emulator lacks wafv2:PutLoggingConfiguration",
}
RECORDED = {str(pulumi.get_type_token(cls)): cls for cls in _REASONS}
RECORDED_ONLY = {str(pulumi.get_type_token(cls)): reason for cls, reason in _REASONS.items()}
