"""The key that the secrets of merchants' endpoints are derived from."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.lib.context import StackContext
from components.lib.iam import Statement, account_decides, allow, deny_everybody, document
from components.parts.grantee import Grantee
from components.parts.kms_key import kms_key

_SIGNER = "deliver_events"
_ALGORITHM = {"kms:MacAlgorithm": "HMAC_SHA_256"}
"""The one use of it."""


@dataclass(frozen=True)
class WebhookKeyArgs:
    """Where the key lives."""

    context: StackContext


class WebhookKey(pulumi.ComponentResource):
    """A secret of an endpoint is this key's code of merchant and secret's id: it is kept nowhere.

    Creates: an HMAC key of 256 bits and its alias `webhooks`.
    Guarantees: a key policy by which one function alone of this stack derives, and only by HMAC
    with SHA-256; whom the account lets besides is for IAM to say, as `till merchants webhook
    secret` asks for it; thirty days before a deletion. KMS rotates no such key: a merchant's
    secret is replaced by the one of another id (docs/runbooks/webhooks.md).
    """

    arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: WebhookKeyArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("tillstack:index:WebhookKey", name, None, opts)
        how = {
            "customer_master_key_spec": "HMAC_256",
            "key_usage": "GENERATE_VERIFY_MAC",
            "policy": document(account_decides(args.context), *_denials(args.context)),
        }
        holds = "what merchants' webhook secrets are derived from"
        self.arn = kms_key(self, f"{name}-key", args.context, "webhooks", holds, how).arn
        self.register_outputs({"arn": self.arn})

    @property
    def environment(self) -> dict[str, pulumi.Input[str]]:
        """As the function that signs reads it."""
        return {"WEBHOOK_KEY_ARN": self.arn}

    @property
    def exports(self) -> dict[str, pulumi.Output[str]]:
        """The key's ARN, as the stack exports it."""
        return {"webhook_key_arn": self.arn}

    def grant_derive(self, function: Grantee) -> aws.iam.RolePolicy:
        """`function` may derive secrets; the key's policy names it too."""
        return function.grant(
            "derive-secrets",
            self.arn.apply(
                lambda arn: document(
                    allow(["kms:GenerateMac"], [arn], {"StringEquals": _ALGORITHM})
                )
            ),
        )


def _denials(context: StackContext) -> list[Statement]:
    """What no policy of the account can allow to another role of the stack, or otherwise."""
    ours, one = (
        context.arn("iam", f"role/{context.name(each)}")
        for each in ("*", _SIGNER.replace("_", "-"))
    )
    others = {
        "ArnLike": {"aws:PrincipalArn": ours},
        "ArnNotEquals": {"aws:PrincipalArn": one},
    }
    return [
        deny_everybody("OneSigner", ["kms:GenerateMac"], others),
        deny_everybody("OneMacAlgorithm", ["kms:GenerateMac"], {"StringNotEquals": _ALGORITHM}),
    ]
