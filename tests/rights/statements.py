"""Each statement of each role, and the flow that needs it; or why the emulator can't tell."""

from collections.abc import Iterator, Mapping
from typing import Final

from tests.rights.removal import Statement

NEEDED: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "accept-payment": {
        "accept-payment": ("accepts",) * 4,
        "know-callers": ("accepts",) * 3,
        "open-messages": ("accepts encrypted",),
        "seal-fields": ("accepts",),
        "send-payments": ("accepts",) * 2,
    },
    "cancel-payment": {
        "cancel-payment": ("cancels",) * 4,
        "know-callers": ("cancels",) * 3,
    },
    "notify-customer": {
        "notify-customer": ("tells", "tells", "loses a mail", "tells"),
        "open-customer": ("tells",),
        "send-mail": ("tells",),
        "send-notifications": ("tells later",) * 2,
    },
    "operate-payments": {
        "operate-payments": (
            *("shows entries", "shows entries", "resolves", "lists rows", "shows entries"),
        ),
        "list-merchants": ("lists rows of all",) * 2,
        "read-psp-key": ("resolves",) * 2,
        "send-notifications": ("resolves",) * 2,
    },
    "process-dead-letter": {
        "process-payment": ("ends",) * 4,
        "open-payment-method": ("ends",),
        "read-psp-key": ("ends",) * 2,
        "send-events": ("ends",) * 2,
        "send-payments": ("ends later",) * 2,
        "send-notifications": ("ends",) * 2,
    },
    "process-payment": {
        "process-payment": ("processes",) * 4,
        "open-payment-method": ("processes",),
        "read-psp-key": ("processes",) * 2,
        "send-events": ("processes",) * 2,
        "send-payments": ("processes later",) * 2,
        "send-notifications": ("processes",) * 2,
    },
    "read-payments": {
        "read-payments": ("reads one", "lists events", "reads entries", "lists", "reads one"),
        "know-callers": ("reads one",) * 3,
        "show-message-keys": ("shows keys",),
    },
    "receive-email-event": {"receive-email-event": ("hears of a mail",) * 4},
    "receive-webhook": {
        "read-payment": ("hears",) * 2,
        "read-webhook-secrets": ("hears",) * 2,
        "send-payments": ("hears",) * 2,
    },
    "reconcile-payments": {
        "reconcile-payments": ("reconciles",) * 4,
        "list-merchants": ("reconciles",) * 2,
        "read-psp-key": ("reconciles",) * 2,
        "send-payments": ("reconciles",) * 2,
    },
    "expire-payers": {
        "expire-payers": ("expires",) * 4,
        "list-merchants": ("expires",) * 2,
    },
    "deliver-events": {
        "read-payments": ("delivers",) * 3,
        "find-merchants": ("delivers",) * 2,
        "move-events": ("delivers",) * 2,
        "derive-secrets": ("delivers",),
        "put-events": ("publishes",),
    },
    "sign-ledger": {
        "sign-ledger": ("signs",) * 3,
        "list-merchants": ("signs",) * 2,
        "sign-roots": ("signs",) * 2,
        "keep-roots": ("signs",) * 4,
    },
    "sweep-events": {
        "list-merchants": ("wakes",) * 2,
        "sweep-events": ("wakes",) * 2,
        "send-events": ("wakes",) * 2,
        "mail-merchants": ("mails a merchant",),
    },
    "sweep-payments": {
        "sweep-payments": ("sweeps",) * 4,
        "send-payments": ("sweeps",) * 2,
        "measure-payments": ("sweeps",),
        "send-notifications": ("sweeps mails",) * 2,
    },
}
"""Role → policy → for each of its statements, the flow that fails without it."""

BESIDE: Final = dict.fromkeys(("lists by reference", "shows events"), "read-payments")
"""Flow → whose it is: it uses another part of a statement that a flow above needs."""

UNASKED: Final = {
    "write-logs": "the emulator writes a function's log by itself, whoever's role it has",
    "send-traces": "nobody listens for traces, and without a right to send them nothing fails",
    "read-environment": "the emulator hands a function its variables without asking the key",
    "consume-payments": "a mapping takes from its queue in the emulator's own name",
    "consume-dead-letters": "a mapping takes from its queue in the emulator's own name",
    "consume-notifications": "a mapping takes from its queue in the emulator's own name",
    "consume-events": "a mapping takes from its queue in the emulator's own name",
    "consume-email-events": "a mapping takes from its queue in the emulator's own name",
}
"""Policy → why the emulator never asks for it; `local/rights/unasked.py` asks as AWS does."""


def needed() -> Iterator[tuple[Statement, str]]:
    """Every statement of the table with its flow."""
    for role, policies in NEEDED.items():
        for policy, flows in policies.items():
            for place, flow in enumerate(flows):
                yield Statement(role, policy, place), flow
