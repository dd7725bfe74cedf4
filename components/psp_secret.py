"""What we and the payment service provider know each other by."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.lib import limits
from components.lib.context import StackContext
from components.lib.iam import allow, document
from components.lib.outputs import PspAccess
from components.parts.function import PackagedFunction


@dataclass(frozen=True)
class WriteOnly:
    """A value that is written and never read back, so it can't be compared."""

    text: str
    version: int
    """Goes up by one whenever the text changes."""


@dataclass(frozen=True)
class PspSecretArgs:
    """Both directions: the key that we call with, and the secrets that sign what we are told."""

    context: StackContext
    key_arn: pulumi.Input[str]
    api_key: WriteOnly
    api_base: str
    """Where the key is good."""
    webhook_secrets: WriteOnly
    """JSON array; every one of them is good."""


class PspSecret(pulumi.ComponentResource):
    """The PSP's API key and webhook secrets, written and never read back by the program.

    Creates: two secrets and their current versions.
    Guarantees: a reader of one can't read the other, a customer key, values never in clear in the
    state (`secret_string_wo`), thirty days to take a deletion back where the stack protects what
    it holds. Only their owner can change them: the tags say so, and an alarm on their age calls.
    """

    access: PspAccess

    def __init__(
        self, name: str, args: PspSecretArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("tillstack:index:PspSecret", name, None, opts)
        self._args = args
        key = self._secret(name, "psp", "The API key of the payment service provider", args.api_key)
        webhook = self._secret(
            f"{name}-webhook",
            "psp-webhook",
            "What signs the events of the payment service provider",
            args.webhook_secrets,
        )
        self.access = PspAccess(key.arn, key.name, args.api_base, webhook.arn, webhook.name)
        self.register_outputs({"access": vars(self.access)})

    def grant_read(self, function: PackagedFunction) -> aws.iam.RolePolicy:
        """`function` may read the key, and use the customer key for this secret only."""
        return self._grant(function, "read-psp-key", self.access.secret_arn)

    def grant_verify(self, function: PackagedFunction) -> aws.iam.RolePolicy:
        """`function` may read the webhook secrets, and use the customer key for them only."""
        return self._grant(function, "read-webhook-secrets", self.access.webhook_secret_arn)

    def _secret(
        self, name: str, secret_name: str, description: str, value: WriteOnly
    ) -> aws.secretsmanager.Secret:
        """A secret that holds `value`."""
        context = self._args.context
        secret = aws.secretsmanager.Secret(
            f"{name}-secret",
            name=context.name(secret_name),
            description=description,
            kms_key_id=self._args.key_arn,
            recovery_window_in_days=limits.SECRET_RECOVERY_DAYS if context.protect else 0,
            tags={
                **context.tags("restricted"),
                "rotation": "manual",
                "max-age-days": str(limits.SECRET_DAYS),
            },
            opts=pulumi.ResourceOptions(parent=self, protect=context.protect),
        )
        aws.secretsmanager.SecretVersion(
            f"{name}-version",
            secret_id=secret.id,
            secret_string_wo=pulumi.Output.secret(value.text),
            secret_string_wo_version=value.version,
            opts=pulumi.ResourceOptions(parent=self),
        )
        return secret

    def _grant(
        self, function: PackagedFunction, what: str, secret_arn: pulumi.Input[str]
    ) -> aws.iam.RolePolicy:
        endpoint = self._args.context.endpoint("secretsmanager")
        return function.grant(
            what,
            pulumi.Output.all(secret_arn, self._args.key_arn).apply(
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
