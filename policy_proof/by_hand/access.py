"""By hand: identities and what they may."""

from collections.abc import Mapping
from typing import Any, Final

from policies.pci.framework.tokens import (
    GROUP_POLICY,
    GROUP_POLICY_ATTACHMENT,
    IAM_ROLE,
    IAM_USER,
    POLICY_ATTACHMENT,
    ROLE_POLICY,
    ROLE_POLICY_ATTACHMENT,
    USER_LOGIN,
    USER_POLICY,
    USER_POLICY_ATTACHMENT,
)
from policy_proof.by_hand.row import Row, Watched
from policy_proof.resources import resource
from policy_proof.values import ADMIN, ANYTHING

_ESCALATION: Final = "iam-no-privilege-escalation"
_USERS: Final = "iam-no-users-or-keys"
_WIDE: Final = "iam-no-wildcard-resource"


def _user(rule: str, kind: str, path: str, **inputs: Any) -> Row:
    """Something of a user, whom no stack of ours has."""
    return Row(rule, kind, path, {}, "identities", add=(resource(kind, inputs, "somebodys"),))


ROWS: Final = (
    _user(_USERS, IAM_USER, "name", name="somebody"),
    _user(_USERS, USER_LOGIN, "user", user="somebody"),
    _user(_USERS, USER_POLICY_ATTACHMENT, "user", user="somebody", policyArn=ADMIN),
    _user("iam-no-admin", USER_POLICY_ATTACHMENT, "policyArn", user="somebody", policyArn=ADMIN),
    *(
        _user(rule, USER_POLICY, "policy", user="somebody", policy=ANYTHING)
        for rule in (
            "iam-no-admin",
            "iam-no-wildcard-kms",
            _WIDE,
            "iam-passrole-scoped",
        )
    ),
    _user("iam-policy-lints", USER_POLICY, "policy", user="somebody", policy="{"),
)

_WHOSE: Final = "It says whose they are; the union of what one identity holds is judged."
_ADMIN: Final = "Of AWS's own policies, rule 92 judges the names."
NO_MUTANT: Final[Mapping[Watched, str]] = {
    (_ESCALATION, GROUP_POLICY, "group"): _WHOSE,
    (_ESCALATION, GROUP_POLICY_ATTACHMENT, "group"): _WHOSE,
    (_ESCALATION, POLICY_ATTACHMENT, "groups[]"): _WHOSE,
    (_ESCALATION, POLICY_ATTACHMENT, "roles[]"): _WHOSE,
    (_ESCALATION, POLICY_ATTACHMENT, "users[]"): _WHOSE,
    (_ESCALATION, ROLE_POLICY, "role"): _WHOSE,
    (_ESCALATION, ROLE_POLICY_ATTACHMENT, "role"): _WHOSE,
    (_ESCALATION, USER_POLICY, "user"): _WHOSE,
    (_ESCALATION, USER_POLICY, "policy"): "Users are refused altogether, by rule 97.",
    (_ESCALATION, USER_POLICY_ATTACHMENT, "user"): _WHOSE,
    (_ESCALATION, USER_POLICY_ATTACHMENT, "policyArn"): _WHOSE,
    (_WIDE, GROUP_POLICY_ATTACHMENT, "policyArn"): _ADMIN,
    (_WIDE, IAM_ROLE, "managedPolicyArns[]"): _ADMIN,
    (_WIDE, POLICY_ATTACHMENT, "policyArn"): _ADMIN,
    (_WIDE, ROLE_POLICY_ATTACHMENT, "policyArn"): _ADMIN,
    (_WIDE, USER_POLICY_ATTACHMENT, "policyArn"): _ADMIN,
}
