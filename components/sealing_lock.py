"""Who seals and who opens, said by the sealing key itself."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.keys import Keys, SealingUse
from components.lib.context import StackContext
from components.lib.iam import (
    Condition,
    Statement,
    account_decides,
    deny_everybody,
    document,
)
from components.parts.grantee import Grantee

_SEAL = "kms:GenerateDataKey"
_OPEN = "kms:Decrypt"
_NEVER = [
    "kms:Encrypt",
    "kms:GenerateDataKeyPair",
    "kms:GenerateDataKeyPairWithoutPlaintext",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:ReEncrypt*",
]
"""Every other use of a key that encrypts. What is sealed has the form of the AWS Encryption SDK:
KMS alone can't move it to another key."""
_CONTEXT = "kms:EncryptionContext:"
_SOME = "?*"


@dataclass(frozen=True)
class SealingLockArgs:
    """The keys, after the last grant on them: the lock lets in who was granted until then."""

    context: StackContext
    keys: Keys


class SealingLock(pulumi.ComponentResource):
    """The sealing key's policy: no grant on a role, however wide, goes past it.

    Creates: the policy of the key `sealing`.
    Guarantees: the key is used under an encryption context of merchant and purpose, and of the
    schema version where something is sealed, by the named functions and each for its own purpose.
    It follows the functions: while a version is deployed, the one before it still seals.
    """

    def __init__(
        self, name: str, args: SealingLockArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("tillstack:index:SealingLock", name, None, opts)
        use = args.keys.sealing_use
        served = [*use.sealers, *(each for some in use.openers.values() for each in some)]
        aws.kms.KeyPolicy(
            f"{name}-policy",
            key_id=use.key_id,
            policy=document(account_decides(args.context), *_denials(args.context, use)),
            opts=pulumi.ResourceOptions(parent=self, depends_on=served),
        )
        self.register_outputs({})


def _denials(context: StackContext, use: SealingUse) -> list[Statement]:
    purpose = f"{_CONTEXT}purpose"
    return [
        deny_everybody("SealAndOpenOnly", _NEVER),
        deny_everybody(
            "ForAMerchant", [_SEAL, _OPEN], {"StringNotLike": {f"{_CONTEXT}merchant": _SOME}}
        ),
        # A key that is not there equals nothing either.
        deny_everybody(
            "ForAPurpose", [_SEAL, _OPEN], {"StringNotEquals": {purpose: list(use.openers)}}
        ),
        # The first release sealed without one, and that must open.
        deny_everybody(
            "OfASchema", [_SEAL], {"StringNotLike": {f"{_CONTEXT}schema_version": _SOME}}
        ),
        deny_everybody("SealersSeal", [_SEAL], _by_others(context, use.sealers)),
        *(
            deny_everybody(
                "OpenersOpen" + each.title().replace("_", ""),
                [_OPEN],
                {"StringEquals": {purpose: each}, **_by_others(context, openers)},
            )
            for each, openers in use.openers.items()
        ),
    ]


def _by_others(context: StackContext, functions: Sequence[Grantee]) -> Condition:
    """Whoever has another role; of a role's session AWS tells the role's ARN here."""
    roles = [context.arn("iam", f"role/{each.service}") for each in functions]
    return {"ArnNotEquals": {"aws:PrincipalArn": roles}}
