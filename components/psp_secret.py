"""The key that opens the account at the payment service provider."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components import _limits as limits
from components._function import PackagedFunction
from components._iam import allow, document
from components._joins import PspAccess
from components._place import Place


@dataclass(frozen=True)
class PspSecretArgs:
    """`version` goes up by one whenever `api_key` changes: a write-only value can't be compared."""

    place: Place
    key_arn: pulumi.Input[str]
    api_key: pulumi.Input[str]
    version: int
    api_base: str
    """Where the key is good."""


class PspSecret(pulumi.ComponentResource):
    """The PSP's API key, written and never read back by the program.

    Creates: the secret and its current version.
    Guarantees: a customer key, a value never in clear in the state (`secret_string_wo`),
    thirty days to take a deletion back where the stack protects what it holds. Only its owner
    can change it: the tags say so, and an alarm on its age calls.
    """

    access: PspAccess

    def __init__(
        self, name: str, args: PspSecretArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("tillstack:index:PspSecret", name, None, opts)
        self._args = args
        secret = aws.secretsmanager.Secret(
            f"{name}-secret",
            name=args.place.name("psp"),
            description="The API key of the payment service provider",
            kms_key_id=args.key_arn,
            recovery_window_in_days=limits.SECRET_RECOVERY_DAYS if args.place.protect else 0,
            tags={
                **args.place.tags("restricted"),
                "rotation": "manual",
                "max-age-days": str(limits.SECRET_DAYS),
            },
            opts=pulumi.ResourceOptions(parent=self, protect=args.place.protect),
        )
        aws.secretsmanager.SecretVersion(
            f"{name}-version",
            secret_id=secret.id,
            secret_string_wo=pulumi.Output.secret(args.api_key),
            secret_string_wo_version=args.version,
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.access = PspAccess(secret.arn, secret.name, args.api_base)
        self.register_outputs({"access": vars(self.access)})

    def grant_read(self, function: PackagedFunction) -> aws.iam.RolePolicy:
        """`function` may read the key, and use the customer key for this secret only."""
        endpoint = self._args.place.endpoint("secretsmanager")
        return function.grant(
            "read-psp-key",
            pulumi.Output.all(self.access.secret_arn, self._args.key_arn).apply(
                lambda arns: document(
                    allow(["secretsmanager:GetSecretValue"], [arns[0]]),
                    allow(
                        ["kms:Decrypt"],
                        [arns[1]],
                        {
                            "StringEquals": {
                                "kms:ViaService": endpoint,
                                "kms:EncryptionContext:SecretARN": arns[0],
                            }
                        },
                    ),
                )
            ),
        )
