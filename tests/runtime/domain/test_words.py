"""Words and numbers that stand in stored rows, in answers, alarms and pages, letter by letter."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from enum import StrEnum
from types import ModuleType
from typing import Any, Final

import pytest

import runtime.domain
import runtime.use_cases

WORDS: Final = {
    "FailureReason": "failing rate_limited locked_out",
    "State": "closed open probing",
    "Reason": "bounced complained suppressed rejected rendering_failed expired terms_changed"
    " erased",
    "DeliveryStatus": "pending delivered given_up",
    "EntryType": "accepted attempt_started attempt_ended verified succeeded failed canceled review"
    " proposed resolved notification erased",
    "EventType": "payment.accepted payment.processing payment.succeeded payment.failed"
    " payment.canceled payment.requires_review payment.notification_undeliverable",
    "MailStatus": "none due sending sent undeliverable",
    "Status": "queued processing verifying succeeded failed canceled requires_review",
    "OutcomeKind": "approved declined pending retryable unknown rejected misconfigured",
    "PspState": "not_charged declined needs_payer pending held canceled paid",
    "ChargeShown": "none unpaid held captured",
    "Received": "nothing all other",
    "Verdict": "open closed paid review",
    "Effect": "nothing look up charge fail for the window ask for the mail mail mark the mail"
    " tell the merchant",
    "Transition": "accept claim claim_again retry_later read_back decline succeed try_again fail"
    " park resolve cancel reopen give_up set_aside",
    "Stage": "ended settled",
    "Difference": "paid_after_failed not_paid other_money other_terms not_ours left_over unread",
}
SENTENCES: Final = {"Then"}
"""Enumerations for people, whose words may change."""

NUMBERS: Final[dict[str, dict[str, Any]]] = {
    "domain.circuit": {"FAILURES": 5, "WINDOW_CALLS": 20, "WINDOW_SECONDS": 60},
    "domain.ledger": {"GENESIS": "0" * 64},
    "domain.payment": {"MAX_ATTEMPTS": 4, "OPEN_SHARDS": 16, "DAY_SHARDS": 4},
    "domain.prepare_keys": {"EARLY": (0, 60, 600), "EVERY": 3600},
    "domain.restore_check": {"ENTRIES_LATER": 5, "WRITTEN_WITHIN": 60},
    "domain.terms": {"LONGEST": 80},
    "use_cases.read_payments": {
        "DAY": 86_400,
        "LEDGER_BEGINS": 1_767_225_600,
        "DAYS_PER_PAGE": 31,
        "ROWS_PER_PAGE": 500,
        "READ_AHEAD": 100,
        "CLOCK_SKEW": 300,
        "LAST_SECOND": 9_999_999_999,
        "BEFORE": "before_",
    },
    "use_cases.receive_webhook": {"KEPT": 1_000},
    "use_cases.recheck_failed_payment": {"AFTER_MAIL": 2},
    "use_cases.reconcile_payments": {"WINDOW": 259_200, "PAGE": 100, "TIME_TO_STOP": 30},
    "use_cases.scheduling": {"AFTER_LEASE": 1},
    "use_cases.deliver_events": {"TOGETHER": 8, "TIME_TO_SEND": 20, "MOMENT": 1},
    "use_cases.sweep_events": {"TIME_TO_STOP": 10},
    "domain.delivery": {"SPREAD": 0.1, "STREAK": 5, "REST": 60, "GONE": 410, "LATE": 900}
    | {"LONGEST_REST": 3_600, "PAUSED_AFTER": 86_400, "KEPT": 2_592_000},
    "domain.webhook": {"MOST_SECRETS": 2, "SECRET_AGE": 31_536_000},
    "use_cases.sweep_payments": {"PER_SHARD": 1_000, "BACKLOG": 1_000, "TIME_TO_STOP": 10},
    "use_cases.check_terms": {"CODE": "terms_changed"},
    "use_cases.compose_email": {"NAMELESS": {"en": "customer", "pt": "cliente"}},
    "use_cases.resolve_review": {"OVERRULED": {"amount", "not_refunded", "not_disputed"}},
    "domain.card_data": {"IDENTIFIERS": ("Idempotency-Key", "reference", "metadata")},
}


def modules() -> Iterator[ModuleType]:
    """Both rooms, file by file."""
    for room in (runtime.domain, runtime.use_cases):
        for found in pkgutil.iter_modules(room.__path__, f"{room.__name__}."):
            yield importlib.import_module(found.name)


def enumerations() -> dict[str, type[StrEnum]]:
    """Those that the rooms define."""
    return {
        one.__name__: one
        for module in modules()
        for _, one in inspect.getmembers(module, inspect.isclass)
        if one.__module__ == module.__name__ and issubclass(one, StrEnum)
    }


def test_every_enumeration_is_written_down_here() -> None:
    """A new one is added with the words that will be stored."""
    assert set(enumerations()) == {*WORDS, *SENTENCES}


@pytest.mark.parametrize("name", WORDS)
def test_stored_words_never_change(name: str) -> None:
    """A row, an entry or an alarm of an earlier day holds these."""
    assert " ".join(enumerations()[name]) == WORDS[name]


@pytest.mark.parametrize("module", NUMBERS)
def test_promised_numbers_are_these(module: str) -> None:
    """As the pages, the alarms and the stored keys have them: a change is made in both places."""
    found: Any = vars(importlib.import_module(f"runtime.{module}"))
    assert {name: found[name] for name in NUMBERS[module]} == NUMBERS[module]
