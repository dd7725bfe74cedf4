"""What a chat that alarms are written in must not be able to do."""

from typing import Any, Final

import pytest

from policies.pci.framework.tokens import IAM_POLICY, IAM_ROLE, SLACK_CHANNEL
from policies.pci.rules.chat import CHAT_GUARDED
from policy_proof.resources import UNKNOWN, resource
from tests.policies.case import blamed, but, said

GUARDRAIL: Final = resource(IAM_POLICY, {"name": "reads"}, "guardrail")
ROLE: Final = resource(IAM_ROLE, {"name": "chat"}, "role")
CHANNEL: Final = resource(
    SLACK_CHANNEL,
    {
        "guardrailPolicyArns": [UNKNOWN],
        "iamRoleArn": UNKNOWN,
        "userAuthorizationRequired": True,
        "loggingLevel": "NONE",
    },
    "channel",
    made_of={"guardrailPolicyArns": [GUARDRAIL], "iamRoleArn": [ROLE]},
)


def test_a_channel_that_is_cut_to_a_policy_of_ours_is_fine() -> None:
    """No log is AWS's own default."""
    assert blamed(CHAT_GUARDED, CHANNEL, GUARDRAIL, ROLE) == []
    assert blamed(CHAT_GUARDED, but(CHANNEL, loggingLevel=None), GUARDRAIL, ROLE) == []


@pytest.mark.parametrize(
    ("weak", "say"),
    [
        ({"guardrailPolicyArns": None}, "AdministratorAccess"),
        ({"guardrailPolicyArns": []}, "AdministratorAccess"),
        ({"iamRoleArn": None}, "iam_role_arn"),
        ({"userAuthorizationRequired": None}, "user_authorization_required=True"),
        ({"userAuthorizationRequired": False}, "user_authorization_required=True"),
        ({"loggingLevel": "ERROR"}, 'logging_level="NONE"'),
        ({"loggingLevel": "INFO"}, 'logging_level="NONE"'),
    ],
)
def test_each_gap_is_reported_with_what_to_write(weak: dict[str, Any], say: str) -> None:
    """No guardrail, no role, everybody with the channel's role, a log out of reach."""
    ((_, who, why),) = said(CHAT_GUARDED, but(CHANNEL, **weak), GUARDRAIL, ROLE)
    assert who == "channel"
    assert say in why


def test_a_guardrail_of_awss_own_is_none_of_ours() -> None:
    """It lets pass what AWS adds to it; one that was reviewed is listed."""
    theirs = "arn:aws:iam::aws:policy/ReadOnlyAccess"
    channel = resource(
        SLACK_CHANNEL,
        {"guardrailPolicyArns": [theirs], "iamRoleArn": UNKNOWN, "userAuthorizationRequired": True},
        "channel",
        made_of={"iamRoleArn": [ROLE]},
    )
    assert blamed(CHAT_GUARDED, channel, ROLE) == ["channel"]
    assert blamed(CHAT_GUARDED, channel, ROLE, config={"externalArns": [theirs]}) == []
