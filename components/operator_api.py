"""The operators' function behind the gateway."""

import json
from dataclasses import dataclass

import pulumi

from components.lib import limits
from components.lib.outputs import FunctionDefaults, PspAccess, QueueRefs, Tables
from components.parts.function import PackagedFunction, PackagedFunctionArgs
from components.parts.routes import concurrency


@dataclass(frozen=True)
class OperatorApiArgs:
    """What `operate_payments` works on and tells."""

    defaults: FunctionDefaults
    tables: Tables
    notifications: QueueRefs
    psp: PspAccess


class OperatorApi(pulumi.ComponentResource):
    """Where people resolve what no machine could: read the raw ledger, resolve, resend.

    Creates: the function `operate_payments`.
    Guarantees: a role of its own that opens no sealed field, more reserved concurrency than the
    gateway lets in.
    """

    operate_payments: PackagedFunction

    def __init__(
        self, name: str, args: OperatorApiArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("tillstack:index:OperatorApi", name, None, opts)
        handler = "operate_payments"
        self.operate_payments = PackagedFunction(
            f"{name}-operate-payments",
            PackagedFunctionArgs(
                defaults=args.defaults,
                handler=handler,
                environment={
                    **args.tables.environment,
                    **args.psp.environment,
                    "NOTIFICATION_QUEUE_URL": args.notifications.url,
                    "LIVEMODE": json.dumps(args.defaults.livemode),
                    "TIMING": args.defaults.timing,
                },
                memory_mb=limits.API_FUNCTION_MEMORY_MB,
                timeout_seconds=limits.OPERATOR_TIMEOUT_SECONDS,
                # The stack's throttle is the merchants'; an operator's method has its own.
                concurrency=concurrency(handler, rate=0, burst=0),
                snap_start=True,
            ),
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.register_outputs({"operate_payments": self.operate_payments})
