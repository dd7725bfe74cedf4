"""The five customer-managed keys."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pulumi
import pulumi_aws as aws

from components.lib import limits
from components.lib.context import StackContext
from components.lib.event_bus import event_bus_arn
from components.lib.iam import (
    Statement,
    account_decides,
    allow,
    allow_service,
    document,
    from_account,
    from_source,
)
from components.lib.key_arns import KeyArns
from components.lib.naming import ALARMS, MAIL_EVENTS
from components.lib.settings import ProgramSettings
from components.parts.grantee import Grantee
from components.parts.kms_key import kms_key

PURPOSES = ("payment_method", "customer")
"""What is sealed, and opened by different functions."""


@dataclass(frozen=True)
class KeysArgs:
    """Where the keys live, whether the engine may delete them, and whom they serve."""

    context: StackContext
    settings: ProgramSettings


class SealingUse(NamedTuple):
    """Whom the sealing key serves."""

    key_id: pulumi.Output[str]
    sealers: Sequence[Grantee]
    openers: Mapping[str, Sequence[Grantee]]
    """Purpose → who opens it."""


class Keys(pulumi.ComponentResource):
    """One key for each kind of thing, so that a grant on one opens nothing else.

    Creates: keys and aliases for `data` (tables, secret, environments), `sealing` (customer
    fields; no AWS service uses it), `queue`, `logs` and `alerts` (topics).
    Guarantees: yearly rotation (PCI DSS 3.7.4), thirty days before a deletion, and key policies
    that name the account and the services that need the key, never a role: roles get the use of
    a key by grants that are conditioned on the service or on the encryption context. The policy of
    `sealing` is `SealingLock`'s.
    """

    data_arn: pulumi.Output[str]
    sealing_arn: pulumi.Output[str]
    queue_arn: pulumi.Output[str]
    logs_arn: pulumi.Output[str]
    alerts_arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: KeysArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("tillstack:index:Keys", name, None, opts)
        self._name = name
        self._args = args
        self._sealers: list[Grantee] = []
        self._openers: dict[str, list[Grantee]] = {purpose: [] for purpose in PURPOSES}
        self.data_arn = self._key("data", "tables, secrets and environments", []).arn
        self._sealing_key = self._key("sealing", "customer fields inside a payment", None)
        self.sealing_arn = self._sealing_key.arn
        self.queue_arn = self._key("queue", "messages", _for_queues(args)).arn
        self.logs_arn = self._key("logs", "log groups", [_for_logs(args.context)]).arn
        self.alerts_arn = self._key("alerts", "topics", _for_alerts(args.context)).arn
        self.register_outputs(
            {
                "data_arn": self.data_arn,
                "sealing_arn": self.sealing_arn,
                "queue_arn": self.queue_arn,
                "logs_arn": self.logs_arn,
                "alerts_arn": self.alerts_arn,
            }
        )

    @property
    def arns(self) -> KeyArns:
        """All five, for a component that needs several."""
        return KeyArns(
            data=self.data_arn,
            sealing=self.sealing_arn,
            queue=self.queue_arn,
            logs=self.logs_arn,
            alerts=self.alerts_arn,
        )

    @property
    def sealing_use(self) -> SealingUse:
        """The key of what is sealed, and every grant on it until now."""
        return SealingUse(self._sealing_key.key_id, self._sealers, self._openers)

    def grant_seal(self, function: Grantee) -> aws.iam.RolePolicy:
        """`function` may seal fields of every purpose; it can't open any."""
        self._sealers.append(function)
        return self._sealing(function, "seal-fields", "kms:GenerateDataKey", PURPOSES)

    def grant_open_payment_method(self, function: Grantee) -> aws.iam.RolePolicy:
        """`function` may open payment methods and nothing else that is sealed."""
        return self._open(function, "open-payment-method", "payment_method")

    def grant_open_customer(self, function: Grantee) -> aws.iam.RolePolicy:
        """`function` may open a customer's name and address and nothing else that is sealed."""
        return self._open(function, "open-customer", "customer")

    def _open(self, function: Grantee, what: str, purpose: str) -> aws.iam.RolePolicy:
        self._openers[purpose].append(function)
        return self._sealing(function, what, "kms:Decrypt", [purpose])

    def _sealing(
        self, function: Grantee, what: str, action: str, purposes: Sequence[str]
    ) -> aws.iam.RolePolicy:
        when = {"StringEquals": {"kms:EncryptionContext:purpose": list(purposes)}}
        return function.grant(
            what, self.sealing_arn.apply(lambda arn: document(allow([action], [arn], when)))
        )

    def _key(self, name: str, holds: str, services: Sequence[Statement] | None) -> aws.kms.Key:
        """A key that these services may use too; None: its policy is another's."""
        context = self._args.context
        own = None if services is None else document(account_decides(context), *services)
        how = {
            "enable_key_rotation": True,
            "rotation_period_in_days": limits.KEY_ROTATION_DAYS,
            "policy": own,
        }
        return kms_key(self, f"{self._name}-{name}", context, name, holds, how)


def _for_logs(context: StackContext) -> Statement:
    """CloudWatch Logs, for this stack's groups only; the context is the group's ARN."""
    groups = [
        f"/aws/lambda/{context.name('*')}",
        f"/aws/apigateway/{context.name('*')}",
        f"/aws/vpc/{context.name('*')}",
        f"/aws/cloudtrail/{context.name('*')}",
        f"/aws/ec2/{context.name('*')}",
        "API-Gateway-Execution-Logs_*",
        f"aws-waf-logs-{context.project}-{context.stack}",
    ]
    group_arns = [context.arn("logs", f"log-group:{group}") for group in groups]
    return allow_service(
        context.regional_principal("logs"),
        ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
        "*",
        {"ArnLike": {"kms:EncryptionContext:aws:logs:arn": group_arns}},
    )


def _for_queues(args: KeysArgs) -> list[Statement]:
    """Who puts something into queues that this key encrypts, beside our own roles.

    SNS what SES told, and pages that it lost; EventBridge the events that it lost.
    """
    context, bus = args.context, event_bus_arn(args.context, args.settings)
    topics = [context.arn("sns", context.name(each)) for each in (MAIL_EVENTS, ALARMS)]
    sources = {"sns.amazonaws.com": topics, "events.amazonaws.com": [bus] if bus else []}
    actions = ["kms:Decrypt", "kms:GenerateDataKey"]
    return [
        allow_service(service, actions, "*", from_source(*arns))
        for service, arns in sources.items()
        if arns
    ]


def _for_alerts(context: StackContext) -> list[Statement]:
    """Alarms and SES publish to topics that are encrypted with this key."""
    sources = {
        "cloudwatch.amazonaws.com": context.arn("cloudwatch", f"alarm:{context.name('*')}"),
        "ses.amazonaws.com": context.arn("ses", f"configuration-set/{context.name('*')}"),
    }
    return [
        allow_service(
            service, ["kms:Decrypt", "kms:GenerateDataKey"], "*", from_account(context, source)
        )
        for service, source in sources.items()
    ]
