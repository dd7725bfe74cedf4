"""The keys that merchants encrypt their requests for."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.lib.iam import Statement, account_decides, allow, deny_everybody, document
from components.lib.outputs import StackDefaults
from components.parts.grantee import Grantee
from components.parts.kms_key import kms_key

ALGORITHM = "RSAES_OAEP_SHA_256"
"""The one use of such a key: JWE's RSA-OAEP-256, as KMS calls it."""
_READER = "accept_payment"


@dataclass(frozen=True)
class MessageKeysArgs:
    """Where the keys live; how many there are is the stack's setting."""

    defaults: StackDefaults


class MessageKeys(pulumi.ComponentResource):
    """RSA keys whose private halves never leave KMS: one, or two while one replaces the other.

    Creates: an asymmetric key and an alias for each number in the setting `messageKeys`.
    Guarantees: a key policy by which only the function that accepts payments decrypts, and only
    by RSA-OAEP with SHA-256; thirty days before a deletion. KMS rotates no such key by itself:
    docs/runbooks/message-keys.md says how people do.
    """

    arns: list[pulumi.Output[str]]
    """The first is the one to encrypt for."""

    def __init__(
        self, name: str, args: MessageKeysArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("tillstack:index:MessageKeys", name, None, opts)
        self._name = name
        self._args = args
        self.arns = [self._key(number) for number in args.defaults.settings.message_keys]
        self.register_outputs({"arns": self.arns})

    @property
    def environment(self) -> dict[str, pulumi.Input[str]]:
        """As a function that uses them reads them."""
        return {"MESSAGE_KEY_ARNS": pulumi.Output.json_dumps(self.arns)}

    def grant_open(self, function: Grantee) -> aws.iam.RolePolicy:
        """`function` may open what was encrypted for the keys; their policy names it as well."""
        when = {"StringEquals": {"kms:EncryptionAlgorithm": ALGORITHM}}
        return self._grant(function, "open-messages", "kms:Decrypt", when)

    def grant_show(self, function: Grantee) -> aws.iam.RolePolicy:
        """`function` may read the public halves, which are for everybody."""
        return self._grant(function, "show-message-keys", "kms:GetPublicKey")

    def _grant(
        self,
        function: Grantee,
        what: str,
        action: str,
        when: dict[str, dict[str, str]] | None = None,
    ) -> aws.iam.RolePolicy:
        found = pulumi.Output.all(*self.arns)
        return function.grant(what, found.apply(lambda arns: document(allow([action], arns, when))))

    def _key(self, number: int) -> pulumi.Output[str]:
        context = self._args.defaults.context
        how = {
            "customer_master_key_spec": "RSA_3072",
            "key_usage": "ENCRYPT_DECRYPT",
            "policy": document(account_decides(context), *self._denials()),
        }
        name, alias = f"{self._name}-{number}", f"messages-{number}"
        return kms_key(self, name, context, alias, "what merchants encrypt for", how).arn

    def _denials(self) -> list[Statement]:
        """What no policy of the account can allow to anybody else."""
        context = self._args.defaults.context
        role = context.arn("iam", f"role/{context.name(_READER.replace('_', '-'))}")
        return [
            deny_everybody(
                "OneReader", ["kms:Decrypt"], {"ArnNotEquals": {"aws:PrincipalArn": role}}
            ),
            deny_everybody(
                "OneWay",
                ["kms:Decrypt"],
                {"StringNotEquals": {"kms:EncryptionAlgorithm": ALGORITHM}},
            ),
            # Whoever moves a message to another key opens it there.
            deny_everybody("NowhereElse", ["kms:ReEncrypt*"]),
        ]
