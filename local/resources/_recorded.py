"""Types that are written down and not created, each by its token, with the reason."""

RECORDED_ONLY = {
    "aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy": (
        "the emulator lacks logs:PutDataProtectionPolicy"
    ),
    "aws:cognito/riskConfiguration:RiskConfiguration": (
        "the emulator lacks cognito-idp:SetRiskConfiguration"
    ),
    "aws:lambda/layerVersion:LayerVersion": (
        "functions here use the packages of the virtual environment"
    ),
    **{
        f"aws:schemas/{name[0].lower()}{name[1:]}:{name}": "the emulator lacks the service schemas"
        for name in ("Registry", "RegistryPolicy", "Schema")
    },
    "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": (
        "the emulator lacks wafv2:PutLoggingConfiguration"
    ),
}
