"""Where the emulator, mended, still can't do what the provider asks; each with its reason."""

from collections.abc import Mapping
from typing import Final

NOT_MADE: Final[Mapping[str, str]] = {
    "aws_cloudwatch_log_data_protection_policy": (
        "the emulator lacks logs:PutDataProtectionPolicy"
    ),
    "aws_cognito_risk_configuration": "the emulator lacks cognito-idp:SetRiskConfiguration",
    "aws_wafv2_web_acl_logging_configuration": "the emulator lacks wafv2:PutLoggingConfiguration",
}
"""Types of which the provider makes none."""
