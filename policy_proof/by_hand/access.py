"""By hand: identities and what they may."""

from collections.abc import Mapping
from typing import Any, Final

from policies.pci.framework.tokens import (
    BUCKET_POLICY,
    FUNCTION,
    GROUP_POLICY,
    GROUP_POLICY_ATTACHMENT,
    IAM_POLICY,
    IAM_ROLE,
    IAM_USER,
    KEY_GRANT,
    KEY_POLICY,
    MAIL_IDENTITY_POLICY,
    POLICY_ATTACHMENT,
    QUEUE_POLICY,
    ROLE_POLICY,
    ROLE_POLICY_ATTACHMENT,
    SECRET_POLICY,
    TABLE_RESOURCE_POLICY,
    TOPIC_POLICY,
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

_EFFECTS: Final = "iam-effects"
_CAPS: Final = "It only takes away; the rule's own tests take it off."
_POLICIES: Final = "The stack's own policies are judged; of AWS's, rule 92 judges the names."
_NAMING: Final = {
    BUCKET_POLICY: "bucket",
    GROUP_POLICY: "group",
    GROUP_POLICY_ATTACHMENT: "group",
    KEY_POLICY: "keyId",
    MAIL_IDENTITY_POLICY: "emailIdentity",
    QUEUE_POLICY: "queueUrl",
    ROLE_POLICY_ATTACHMENT: "role",
    SECRET_POLICY: "secretArn",
    TABLE_RESOURCE_POLICY: "resourceArn",
    TOPIC_POLICY: "arn",
    USER_POLICY: "user",
    USER_POLICY_ATTACHMENT: "user",
    KEY_GRANT: "keyId",
}
_JOINS: Final = "lambda-network-rights"
_DENIED: Final = "Our functions are denied these rights already; the rule's own tests grant them."
_WHOSE: Final = "It says whose they are; the union of what one identity holds is judged."
_ADMIN: Final = "Of AWS's own policies, rule 92 judges the names."
NO_MUTANT: Final[Mapping[Watched, str]] = {
    **{(_EFFECTS, kind, prop): _WHOSE for kind, prop in _NAMING.items()},
    **{(_EFFECTS, POLICY_ATTACHMENT, f"{each}[]"): _WHOSE for each in ("groups", "roles", "users")},
    **{
        (_EFFECTS, kind, path): _POLICIES
        for kind, path in {
            GROUP_POLICY_ATTACHMENT: "policyArn",
            IAM_ROLE: "managedPolicyArns[]",
            POLICY_ATTACHMENT: "policyArn",
            ROLE_POLICY_ATTACHMENT: "policyArn",
            USER_POLICY_ATTACHMENT: "policyArn",
        }.items()
    },
    (_EFFECTS, IAM_ROLE, "permissionsBoundary"): _CAPS,
    (_EFFECTS, IAM_USER, "permissionsBoundary"): _CAPS,
    (
        _EFFECTS,
        KEY_GRANT,
        "granteePrincipal",
    ): "It opens what the ledger seals; no small stack seals.",
    (_EFFECTS, USER_POLICY, "policy"): "Users are refused altogether, by rule 97.",
    (_JOINS, FUNCTION, "vpcConfig"): "It says of which functions the rule asks.",
    (_JOINS, ROLE_POLICY, "role"): _WHOSE,
    (_JOINS, ROLE_POLICY_ATTACHMENT, "role"): _WHOSE,
    (_JOINS, POLICY_ATTACHMENT, "roles[]"): _WHOSE,
    (_JOINS, IAM_POLICY, "policy"): _DENIED,
    (_JOINS, IAM_ROLE, "managedPolicyArns[]"): _DENIED,
    (_JOINS, POLICY_ATTACHMENT, "policyArn"): _DENIED,
    (_JOINS, ROLE_POLICY_ATTACHMENT, "policyArn"): _DENIED,
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
