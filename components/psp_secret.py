"""What we and the payment service provider know each other by."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.lib import limits
from components.lib.environment import METRICS_NAMESPACE
from components.lib.iam import allow, deny_insecure, document
from components.lib.outputs import PspAccess, StackDefaults
from components.lib.settings import PspSettings
from components.parts.alarm import Watch, alarm
from components.parts.grantee import Grantee
from runtime.contract.metrics import SECRET_AGE_DAYS, Said


@dataclass(frozen=True)
class PspSecretArgs:
    """Both directions: the key that we call with, and the secrets that sign what we are told."""

    defaults: StackDefaults
    settings: PspSettings


class PspSecret(pulumi.ComponentResource):
    """The PSP's API key and webhook secrets, written and never read back by the program.

    Creates: two secrets, their policies and current versions, an alarm on the age of each.
    Guarantees: a reader of one can't read the other, TLS only, a customer key, no value in the
    state (`secret_string_wo`), thirty days to take a deletion back where the stack protects what
    it holds. Only their owner can change them: the tags say so, and an alarm on their age calls.
    """

    access: PspAccess

    def __init__(
        self, name: str, args: PspSecretArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("tillstack:index:PspSecret", name, None, opts)
        self._defaults = args.defaults
        settings = args.settings
        key = self._secret(
            name,
            "psp",
            "The API key of the payment service provider",
            settings.psp_key_text,
            settings.psp_key_version,
        )
        webhook = self._secret(
            f"{name}-webhook",
            "psp-webhook",
            "What signs the events of the payment service provider",
            settings.webhook_secrets_json,
            settings.webhook_secrets_version,
        )
        self._age(name, "psp-key", "key", key)
        self._age(f"{name}-webhook", "psp-webhook", "webhook secret", webhook)
        self.access = PspAccess(key.arn, settings.psp_api_base, webhook.arn)
        self.register_outputs({"access": vars(self.access)})

    def grant_read(self, function: Grantee) -> aws.iam.RolePolicy:
        """`function` may read the key, and use the customer key for this secret only."""
        return self._grant(function, "read-psp-key", self.access.secret_arn)

    def grant_verify(self, function: Grantee) -> aws.iam.RolePolicy:
        """`function` may read the webhook secrets, and use the customer key for them only."""
        return self._grant(function, "read-webhook-secrets", self.access.webhook_secret_arn)

    def _secret(
        self, name: str, secret_name: str, description: str, text: str, version: int
    ) -> aws.secretsmanager.Secret:
        """A secret that holds `text`."""
        context = self._defaults.context
        secret = aws.secretsmanager.Secret(
            f"{name}-secret",
            name=context.name(secret_name),
            description=description,
            kms_key_id=self._defaults.keys.data,
            recovery_window_in_days=limits.SECRET_RECOVERY_DAYS if context.protect else 0,
            tags={
                **context.tags("restricted"),
                "rotation": "manual",
                "max-age-days": str(limits.SECRET_DAYS),
            },
            opts=pulumi.ResourceOptions(parent=self, protect=context.protect),
        )
        aws.secretsmanager.SecretPolicy(
            f"{name}-over-tls",
            secret_arn=secret.arn,
            # In a secret's own policy `*` is the secret.
            policy=document(deny_insecure("secretsmanager:*", "*")),
            block_public_policy=True,
            opts=pulumi.ResourceOptions(parent=self),
        )
        aws.secretsmanager.SecretVersion(
            f"{name}-version",
            secret_id=secret.id,
            secret_string_wo=pulumi.Output.secret(text),
            secret_string_wo_version=version,
            opts=pulumi.ResourceOptions(parent=self),
        )
        return secret

    def _age(
        self, name: str, alarm_name: str, what: str, secret: aws.secretsmanager.Secret
    ) -> None:
        watch = Watch(
            f"{alarm_name}-age",
            Said(
                f"The {what} of the payment service provider must be replaced within two weeks.",
                "secrets",
            ),
            METRICS_NAMESPACE,
            SECRET_AGE_DAYS,
            {"secret": secret.name},
            statistic="Maximum",
            threshold=limits.SECRET_WARNING_DAYS,
            # The age is told when a secret is read; in between the alarm stays as it is.
            missing="ignore",
        )
        alarm(self, f"{name}-age", self._defaults, watch)

    def _grant(
        self, function: Grantee, what: str, secret_arn: pulumi.Input[str]
    ) -> aws.iam.RolePolicy:
        endpoint = self._defaults.context.endpoint("secretsmanager")
        return function.grant(
            what,
            pulumi.Output.all(secret_arn, self._defaults.keys.data).apply(
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
