"""The operators' function behind the gateway."""

import json
from dataclasses import dataclass

import pulumi

from components.core import PaymentCore
from components.lib import limits
from components.notifier import Notifier
from components.parts.function import PackagedFunction
from components.parts.gateway_function import gateway_function


@dataclass(frozen=True)
class OperatorApiArgs:
    """What `operate_payments` works on and tells."""

    core: PaymentCore
    notifier: Notifier


class OperatorApi(pulumi.ComponentResource):
    """Where people resolve what no machine could: list, read the raw ledger, resolve, resend.

    Creates: the function `operate_payments`.
    Guarantees: a role of its own that opens no sealed field, more reserved concurrency than the
    gateway lets in.
    """

    operate_payments: PackagedFunction

    def __init__(
        self, name: str, args: OperatorApiArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("tillstack:index:OperatorApi", name, None, opts)
        self.operate_payments = gateway_function(
            self,
            name,
            args.core.defaults,
            "operate_payments",
            {
                **args.core.ledger.tables.environment,
                **args.core.directory.environment,
                **args.core.psp.access.environment,
                "NOTIFICATION_QUEUE_URL": args.notifier.refs.url,
                "FOUR_EYES_ABOVE": json.dumps(dict(args.core.settings.four_eyes_above)),
                "LIVEMODE": json.dumps(args.core.settings.livemode),
                "TIMING": args.core.settings.timing_json,
            },
            limits.OPERATOR_TIMEOUT_SECONDS,
            calls_psp=True,
        )
        args.core.ledger.grant_operate_payments(self.operate_payments)
        args.core.directory.grant_list(self.operate_payments)
        args.notifier.grant_send(self.operate_payments)
        args.core.psp.grant_read(self.operate_payments)
        self.register_outputs({"operate_payments": self.operate_payments})

    @property
    def functions(self) -> list[PackagedFunction]:
        """All that it makes."""
        return [self.operate_payments]
