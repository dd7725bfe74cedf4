"""The three functions behind the gateway."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi

from components import _limits as limits
from components._function import PackagedFunction, PackagedFunctionArgs
from components._key_arns import KeyArns
from components._place import Place
from components._routes import concurrency


@dataclass(frozen=True)
class ApiFunctionsArgs:
    """What the functions read from their environment, the gateway's throttle and the keys."""

    place: Place
    payments_table: pulumi.Input[str]
    entries_table: pulumi.Input[str]
    merchants: pulumi.Input[str]
    """JSON object: client id → merchant."""
    payment_queue_url: pulumi.Input[str]
    currencies: str
    """JSON array of lower-case ISO 4217 codes."""
    livemode: bool
    timing: str
    """JSON: seconds that the domain waits."""
    rate: int
    burst: int
    layers: Sequence[pulumi.Input[str]]
    keys: KeyArns


class ApiFunctions(pulumi.ComponentResource):
    """Accept, read, cancel: each with a role of its own, so that reading can change nothing.

    Creates: the functions `receive_payment`, `read_payments` and `cancel_payment`.
    Guarantees: snapshots for a quick start, more reserved concurrency than the gateway lets in.
    """

    receive: PackagedFunction
    read: PackagedFunction
    cancel: PackagedFunction

    def __init__(
        self, name: str, args: ApiFunctionsArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("tillstack:index:ApiFunctions", name, None, opts)
        self._name = name
        self._args = args
        ledger = {
            "PAYMENTS_TABLE": args.payments_table,
            "ENTRIES_TABLE": args.entries_table,
            "MERCHANTS": args.merchants,
        }
        accept = {
            "PAYMENT_QUEUE_URL": args.payment_queue_url,
            "SEALING_KEY_ARN": args.keys.sealing,
            "CURRENCIES": args.currencies,
            "LIVEMODE": str(args.livemode).lower(),
            "TIMING": args.timing,
        }
        self.receive = self._function("receive_payment", {**ledger, **accept})
        self.read = self._function("read_payments", ledger)
        self.cancel = self._function("cancel_payment", ledger)
        self.register_outputs({"receive": self.receive, "read": self.read, "cancel": self.cancel})

    @property
    def by_handler(self) -> dict[str, PackagedFunction]:
        """Handler's name → its function, as the gateway's routes name them."""
        return {
            "receive_payment": self.receive,
            "read_payments": self.read,
            "cancel_payment": self.cancel,
        }

    def _function(
        self, handler: str, environment: Mapping[str, pulumi.Input[str]]
    ) -> PackagedFunction:
        args = self._args
        return PackagedFunction(
            f"{self._name}-{handler.replace('_', '-')}",
            PackagedFunctionArgs(
                place=args.place,
                handler=handler,
                environment=environment,
                memory_mb=limits.API_FUNCTION_MEMORY_MB,
                timeout_seconds=limits.API_FUNCTION_TIMEOUT_SECONDS,
                concurrency=concurrency(handler, args.rate, args.burst),
                layers=args.layers,
                keys=args.keys,
                snap_start=True,
            ),
            opts=pulumi.ResourceOptions(parent=self),
        )
