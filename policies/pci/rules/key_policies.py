"""Key policies: who may manage a key, who may use it, and that these are not the same."""

from collections.abc import Iterator
from typing import Final

from pulumi_policy import Severity

from ..framework.documents import Condition, Principal, Statement
from ..framework.guards import NARROWING, narrows, public
from ..framework.predicates import Config
from ..framework.resource import Resource, Stack
from ..framework.rule import Finding, Rule
from ..framework.statements import attached, statements
from ..framework.tokens import EXTERNAL_KEY, IAM_ROLE, KEY, KEY_POLICY, REPLICA_KEY

_KEYS: Final = (KEY, REPLICA_KEY, EXTERNAL_KEY)
_USE: Final = (
    "kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:GenerateDataKeyPair",
    "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom", "kms:ReEncryptTo",
)  # fmt: skip
_MANAGE: Final = (
    "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:DisableKey", "kms:DisableKeyRotation",
    "kms:DeleteImportedKeyMaterial", "kms:UpdateAlias",
)  # fmt: skip
_UNDO: Final = ("kms:EnableKey", "kms:RetireGrant", "kms:RevokeGrant")
"""What a service that uses a key has no need of either."""
_CONTEXT: Final = "kms:encryptioncontext:"


def _bound(condition: Condition) -> bool:
    """Whether it ties the use of a key to one service or one encryption context."""
    if condition.key == "kms:grantisforawsresource":
        # Requests other than CreateGrant have no such key, so it lets none of them through.
        return condition.operator == "bool" and condition.values == ("true",)
    keys = {condition.key} if condition.key.startswith(_CONTEXT) else {"kms:viaservice"}
    return narrows(condition, frozenset(keys))


def _root(principal: Principal) -> bool:
    """Whether it is an account as a whole: its own IAM policies decide further."""
    return principal.kind == "AWS" and (
        principal.name.isdigit() or principal.name.endswith(":root")
    )


def _people(statement: Statement) -> set[Principal]:
    return {each for each in statement.principals if each.kind == "AWS" and not _root(each)}


def _any(statement: Statement, actions: tuple[str, ...]) -> bool:
    return statement.allows and any(statement.touches(each) for each in actions)


def _uses(statement: Statement) -> bool:
    """Whether it allows the use, or a grant of it; who manages could give himself both anyway."""
    grants = _any(statement, ("kms:CreateGrant",)) and not _any(statement, _MANAGE)
    return grants or _any(statement, _USE)


def _wrong(statement: Statement, admins: list[str]) -> Iterator[str]:
    bound = any(_bound(each) for each in statement.conditions)
    if public(statement):
        yield "Name the principal instead of everybody."
    if not statement.allows:
        return
    services = any(each.kind == "Service" for each in statement.principals)
    if services and not (bound or any(narrows(each, NARROWING) for each in statement.conditions)):
        yield "Bind the service by aws:SourceArn, aws:SourceAccount or an encryption context."
    if services and _any(statement, (*_MANAGE, *_UNDO)):
        yield "Let a service use the key, and not manage it."
    people = _people(statement)
    if people and _uses(statement) and not bound:
        yield "Bind the use by kms:ViaService or kms:EncryptionContext."
    if _any(statement, _MANAGE) and admins and not {each.name for each in people} <= {*admins}:
        yield "Leave the management to the rule's adminRoles."


def _least_privilege(holder: Resource, config: Config) -> Iterator[Finding]:
    found = statements(holder, "policy")
    for index, each in enumerate(found):
        for say in _wrong(each, config["adminRoles"]):
            yield Finding(f"policy, Statement[{index}]: {say}")
    users, managers = (
        {one for each in found if _any(each, actions) for one in _people(each)}
        for actions in (_USE, _MANAGE)
    )
    if users & managers:
        yield Finding("policy: Let nobody both manage and use the key: two principals.")


def _has_policy(stack: Stack, key: Resource, _config: Config) -> Iterator[Finding]:
    if not attached(stack, key, {KEY_POLICY: ("keyId", "policy")}):
        yield Finding("policy is not set: Write one; the default says no more than IAM does.")


KMS_LEAST_PRIVILEGE: Final = Rule(
    number="72",
    name="kms-policy-least-privilege",
    description=(
        "A key's policy names who manages and who uses it, never the same, never everybody."
    ),
    severity=Severity.CRITICAL,
    pci=("3.6.1.3", "7.2.2"),
    types=(*_KEYS, KEY_POLICY),
    check=_least_privilege,
    subjects=_KEYS,
    stack=_has_policy,
    watches={
        **{kind: {"policy": (IAM_ROLE,)} for kind in _KEYS},
        KEY_POLICY: {"policy": (IAM_ROLE, *_KEYS), "keyId": _KEYS},
    },
    config={"adminRoles": []},
)
"""`Resource` is not asked: in a key policy `*` is the key. Nor is the account's root, to which a
policy may leave everything (AWS: "Default key policy"): IAM decides there, rules 92 to 95."""

RULES: Final = (KMS_LEAST_PRIVILEGE,)
