"""The key that signs the roots of the ledger."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.lib.context import StackContext
from components.lib.iam import Statement, account_decides, allow, deny_everybody, document
from components.parts.grantee import Grantee
from components.parts.kms_key import kms_key

_SIGNER = "sign_ledger"
_ONLY = {"kms:SigningAlgorithm": "ECDSA_SHA_256", "kms:MessageType": "DIGEST"}
"""The one use of it."""


@dataclass(frozen=True)
class SigningKeyArgs:
    """Where the key lives."""

    context: StackContext


class SigningKey(pulumi.ComponentResource):
    """An elliptic curve (NIST P-256) whose private half never leaves KMS.

    Creates: an asymmetric key and its alias `signing`.
    Guarantees: a key policy by which only the function that signs the ledger signs, and only
    hashes, by ECDSA with SHA-256; whoever the account lets reads the public half and verifies;
    thirty days before a deletion. KMS rotates no such key, and what it signed stays signed:
    docs/runbooks/ledger-roots.md says how people replace it.
    """

    arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: SigningKeyArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("tillstack:index:SigningKey", name, None, opts)
        how = {
            "customer_master_key_spec": "ECC_NIST_P256",
            "key_usage": "SIGN_VERIFY",
            "policy": document(account_decides(args.context), *_denials(args.context)),
        }
        holds = "the roots of the ledger"
        self.arn = kms_key(self, f"{name}-key", args.context, "signing", holds, how).arn
        self.register_outputs({"arn": self.arn})

    @property
    def environment(self) -> dict[str, pulumi.Input[str]]:
        """As the function that signs reads it."""
        return {"SIGNING_KEY_ARN": self.arn}

    def grant_sign(self, function: Grantee) -> aws.iam.RolePolicy:
        """`function` may sign hashes and read the public half; the key's policy names it too."""
        return function.grant(
            "sign-roots",
            self.arn.apply(
                lambda arn: document(
                    allow(["kms:Sign"], [arn], {"StringEquals": _ONLY}),
                    allow(["kms:GetPublicKey"], [arn]),
                )
            ),
        )


def _denials(context: StackContext) -> list[Statement]:
    """What no policy of the account can allow to anybody else, or for anything else."""
    role = context.arn("iam", f"role/{context.name(_SIGNER.replace('_', '-'))}")
    return [
        deny_everybody("OneSigner", ["kms:Sign"], {"ArnNotEquals": {"aws:PrincipalArn": role}}),
        *(
            deny_everybody(
                f"One{key.partition(':')[2]}", ["kms:Sign"], {"StringNotEquals": {key: value}}
            )
            for key, value in _ONLY.items()
        ),
    ]
