"""A finished payment, and lies about it that the checks must find."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from runtime.domain.email_event import Reason
from runtime.domain.ledger import Entry, EntryType
from runtime.domain.payment import MailStatus, Status, payment_id
from runtime.domain.psp import PspState
from simulator.batch import quiet
from simulator.book import PAYS, Capture, ChargeCall
from simulator.clients import Client, make_ask
from simulator.fault_injection import Options
from simulator.hands import Hand
from simulator.harness import Harness
from simulator.history import come_to_rest, sweep_every_minute
from simulator.observed import Observed, Said

ID = payment_id("acme", "key-1")
Lie = Callable[[Observed], None]


def finished(card: str = PAYS) -> Observed:
    """One payment that came to rest without a fault, but for one mail that was refused at first."""
    harness = Harness("test", Options())
    harness.lies = {"mail": ["throttled"]}
    client = Client(harness, make_ask("acme", "key-1", 2_500, card, "payer@example.com"))
    harness.scheduler.after(0, client.submit)
    sweep_every_minute(harness)
    try:
        with quiet():
            come_to_rest(harness)
    finally:
        harness.scheduler.close()
    return harness.observed


def row(**changes: Any) -> Lie:
    """A lie on the row."""

    def apply(observed: Observed) -> None:
        observed.store.rows[ID] = observed.store.rows[ID].model_copy(update=changes)

    return apply


def entry(position: int, **changes: Any) -> Lie:
    """A lie in an entry, by its place."""

    def apply(observed: Observed) -> None:
        lines = observed.store.lines[ID]
        lines[position] = lines[position].model_copy(update=changes)

    return apply


def data(position: int, **changes: Any) -> Lie:
    """A lie in an entry's data."""

    def apply(observed: Observed) -> None:
        entry(position, data={**observed.store.lines[ID][position].data, **changes})(observed)

    return apply


def unseen(lie: Lie) -> Lie:
    """The same lie before anybody has looked at the payment."""

    def apply(observed: Observed) -> None:
        observed.seen.clear()
        lie(observed)

    return apply


def mail(**changes: Any) -> Lie:
    """A lie in the mail that was sent."""

    def apply(observed: Observed) -> None:
        observed.mails[0] = observed.mails[0]._replace(**changes)

    return apply


def unclaimed_mails(observed: Observed) -> None:
    """More mails than claims."""
    observed.mails.extend(observed.mails * 2)


def open_object(observed: Observed) -> None:
    """An object that can still be charged."""
    for intent in observed.book.intents.values():
        intent.state = PspState.NOT_CHARGED


def confirmed_orphan(observed: Observed) -> None:
    """An object that no row names and somebody confirmed."""
    known = next(iter(observed.book.intents.values()))
    observed.book.intents["pi_orphan"] = replace(known, ref="pi_orphan")


def left_over(observed: Observed) -> None:
    """An object that no row names can still be charged."""
    known = next(iter(observed.book.intents.values()))
    observed.book.intents["pi_left"] = replace(known, ref="pi_left", state=PspState.NOT_CHARGED)


def charged_again(observed: Observed) -> None:
    """Money was taken once more."""
    observed.book.captures.append(Capture(ID, 2_500, "eur"))


def not_charged(observed: Observed) -> None:
    """Money was never taken."""
    observed.book.captures.clear()


def unannounced_call(observed: Observed) -> None:
    """A charge call that no entry announced."""
    observed.book.calls.append(ChargeCall(ID, 2))


def uncalled_attempt(observed: Observed) -> None:
    """An attempt whose call never left."""
    observed.book.calls.clear()


def repeated_call(observed: Observed) -> None:
    """A charge call that left twice under one number."""
    observed.book.calls.append(ChargeCall(ID, 1))


def early_mail(observed: Observed) -> None:
    """A mail that was refused was tried again at once."""
    lines = observed.lines(ID)
    refused = next(one for one in lines if _is_due(one))
    entry(lines.index(refused) + 1, at=refused.at)(observed)


def _is_due(line: Entry) -> bool:
    record = line.data.get("notification")
    return isinstance(record, dict) and record["status"] == MailStatus.DUE


def unheard(observed: Observed) -> None:
    """The mail bounced, and the service said so to nobody."""
    sent = observed.store.rows[ID].notification
    observed.said[sent.message_id or ""] = Said(sent.id or "", Reason.BOUNCED)


def unalarmed(observed: Observed) -> None:
    """A mail is undeliverable, and no alarm rang."""
    lines = observed.store.lines[ID]
    record = {**lines[-1].data["notification"], "status": MailStatus.UNDELIVERABLE}
    data(len(lines) - 1, notification=record)(observed)


def given_up_early(observed: Observed) -> None:
    """The notifier gave a mail up of which nobody said that its address is wrong."""
    unalarmed(observed)
    data(len(observed.store.lines[ID]) - 1, reason=Reason.REJECTED)(observed)


def expired_early(observed: Observed) -> None:
    """The notifier gave a mail up because it was due for a day, on the first one."""
    unalarmed(observed)
    data(len(observed.store.lines[ID]) - 1, reason=Reason.EXPIRED)(observed)


def unheard_refusal(observed: Observed) -> None:
    """A mail was put off because our account is paused, and no alarm rang."""
    refused = next(one for one in observed.lines(ID) if _is_due(one) and one.actor == "notifier")
    observed.refused.add((refused.data["notification"]["id"], refused.request_id))


def changed_early(observed: Observed) -> None:
    """A hand changed the amount while the payment was queued, and nobody has parked it."""
    before = observed.store.rows[ID]
    hand = Hand("amount", "amount", 9_900, before.amount, Status.QUEUED, 1)
    observed.hands[ID] = [hand]
    row(amount=hand.wrong)(observed)


def silent(observed: Observed) -> None:
    """A payment is in front of a person, and nobody was called."""
    observed.alarms.clear()


def marked_by_nobody(observed: Observed) -> None:
    """A mail is undeliverable by the word of a service that never gave it."""
    unalarmed(observed)
    entry(len(observed.store.lines[ID]) - 1, actor="mailer")(observed)


def one_decided(observed: Observed) -> None:
    """A resolution where two people must decide, and nobody proposed it."""
    observed.four_eyes = True
    entry(3, type=EntryType.RESOLVED)(observed)
