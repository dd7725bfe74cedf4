"""Merchants' backends: they ask, repeat, contradict themselves, cancel and give up."""

import hashlib
import json
from random import Random
from typing import TYPE_CHECKING, Final

from runtime.contract.currencies import CURRENCIES
from runtime.domain.errors import (
    IdempotencyKeyReusedError,
    PaymentMissingError,
    PaymentNotCancelableError,
    UnavailableError,
)
from runtime.domain.events import event_id
from runtime.domain.payment import payment_id
from runtime.wire.payment_request import PaymentRequest
from simulator.book import CARDS
from simulator.contradictions import CONTRADICTIONS
from simulator.endpoints import MERCHANTS
from simulator.hands import meddle
from simulator.invocation import Invocation
from simulator.mailer import BOUNCING
from simulator.observed import ApiReply, Ask
from simulator.publishing import ask_bus_now
from simulator.telling import ask_now
from simulator.use_cases import run_accept, run_cancel

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulator.harness import Harness

ACCEPT_LASTS: Final = 30
"""Seconds of the acceptor; the client hears 504 much earlier, which is the same to us."""

LONGEST_PAUSE: Final = 600
"""Seconds between two tries of a client."""

LOCALES: Final = ("en", "en-GB", "pt", "pt-BR", "de", "fr-CH")
"""In languages that our mails have, with a country and without, and in others."""


def make_ask(
    merchant: str,
    key: str,
    amount: int,
    card: str,
    email: str,
    currency: str = "eur",
    locale: str = "en",
) -> Ask:
    """A request as its JSON would be read."""
    document = {
        "amount": amount,
        "currency": currency,
        "payment_method": card,
        "customer": {"email": email, "locale": locale},
    }
    body = json.dumps(document, sort_keys=True, separators=(",", ":"))
    return Ask(
        merchant,
        key,
        PaymentRequest.model_validate(document),
        body,
        hashlib.sha256(body.encode()).hexdigest(),
    )


class Client:
    """One payment's client: keeps asking until it is answered, as the API tells it to."""

    def __init__(self, harness: "Harness", ask: Ask) -> None:
        self._harness = harness
        self.ask = ask
        self.id = payment_id(ask.merchant, ask.key)
        harness.observed.asks.append(ask)

    def submit(self) -> None:
        """Ask; after 5xx or no answer, ask again with the same key."""
        self._harness.scheduler.start(lambda: self._submit(self.ask))

    def cancel(self) -> None:
        """Take it back."""
        self._harness.scheduler.start(self._cancel)

    def meddle(self) -> None:
        """It has nothing to do with it: a hand changes the amount of its payment."""
        meddle(self._harness, self.id, "amount")

    def send_again(self) -> None:
        """A person has the payment's first event sent again, where there is one yet."""
        self._first_again(ask_now)

    def put_again(self) -> None:
        """A person has it put on the bus again."""
        self._first_again(ask_bus_now)

    def _first_again(self, ask: "Callable[[Harness, str], None]") -> None:
        first = event_id(self.id, 1)
        if first in self._harness.observed.bodies:
            self._harness.scheduler.start(lambda: ask(self._harness, first))

    def contradict(self) -> None:
        """The same key for another body."""
        request = self.ask.request
        other = make_ask(
            self.ask.merchant,
            self.ask.key,
            request.amount + CURRENCIES[request.currency].step,
            request.payment_method.get_secret_value(),
            request.customer.email.get_secret_value(),
            request.currency,
            request.customer.locale,
        )
        self._harness.observed.asks.append(other)
        self._harness.scheduler.start(lambda: self._submit(other))

    def _submit(self, ask: Ask, tries: int = 0) -> None:
        harness = self._harness
        run = Invocation(harness, "acceptor", ACCEPT_LASTS)
        status, payment = 504, None
        try:
            accepted = run_accept(harness, ask, run)
            status, payment = 202, accepted.payment
            harness.coverage.counts["requests repeated"] += accepted.replayed
        except IdempotencyKeyReusedError:
            status = 422
        except UnavailableError:
            status = 503
        finally:
            if not harness.scheduler.closed:
                harness.answered(ApiReply(ask, status, run.request_id, payment))
                if status >= 500:
                    harness.scheduler.after(
                        harness.fault_injection.within(1, min(20 * 2**tries, LONGEST_PAUSE)),
                        lambda: harness.scheduler.start(lambda: self._submit(ask, tries + 1)),
                    )

    def _cancel(self) -> None:
        run = Invocation(self._harness, "canceler", ACCEPT_LASTS)
        try:
            run_cancel(self.ask, self.id, run)
        except (PaymentMissingError, PaymentNotCancelableError, UnavailableError) as error:
            self._harness.note(run.request_id, type(error).__name__)


def send_clients(harness: "Harness") -> None:
    """Plan what the clients of a history will do."""
    fault_injection, options, scheduler = (
        harness.fault_injection,
        harness.options,
        harness.scheduler,
    )
    rng = fault_injection.rng
    # Drawn apart, so that what a seed drew before is what it draws now.
    apart = Random(f"requests {harness.seed}")  # noqa: S311 - reproducible on purpose.
    lying = Random(f"contradictions {harness.seed}")  # noqa: S311 - as above.
    latest = min(options.horizon // 2, 3_600)
    for number in range(options.payments):
        card = options.card or rng.choices(list(CARDS), weights=list(CARDS.values()))[0]
        if lying.random() < options.contradicts:
            card = lying.choice(CONTRADICTIONS)
        email = BOUNCING if rng.random() < 0.1 else f"payer{number}@example.com"
        merchant, units = rng.choice(MERCHANTS), rng.randint(50, 9_999)
        currency, locale = apart.choice(list(CURRENCIES)), apart.choice(LOCALES)
        rule = CURRENCIES[currency]
        amount = rule.minimum + units * rule.step
        key = f"key-{harness.seed}-{number}"
        ask = make_ask(merchant, key, amount, card, email, currency, locale)
        client = Client(harness, ask)
        start = rng.randint(0, latest)
        scheduler.after(start, client.submit)
        for act in (client.submit, client.cancel, client.contradict):
            while fault_injection.chance(options.repeat):
                scheduler.after(start + rng.choice((0, 0, 1, 5, 60, 600)), act)
