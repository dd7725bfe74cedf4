"""What the conformance suite runs: an adapter behind the PSP port, and a provider with a book."""

import itertools
from collections.abc import Callable, Iterator

import pytest

from local import psp as local_psp
from runtime.adapters.stripe_psp import StripePsp
from runtime.domain import payment as payments
from runtime.domain.payment import Payment
from runtime.domain.private import Clear
from runtime.domain.psp import Psp, PspObject
from tests.fakes.payments import Harness

MakePayment = Callable[..., Payment]
Prepared = Callable[[str], tuple[Payment, str]]

_numbers = itertools.count()


@pytest.fixture(scope="session")
def provider() -> Iterator[local_psp.LocalPsp]:
    """One provider for the session; payments tell the tests apart."""
    with local_psp.running() as server:
        yield server


@pytest.fixture(scope="session")
def psp(provider: local_psp.LocalPsp) -> Iterator[StripePsp]:
    """The adapter, patient enough for a busy machine."""
    adapter = _adapter(provider, read=10)
    yield adapter
    adapter.close()


@pytest.fixture(scope="session")
def hasty(provider: local_psp.LocalPsp) -> Iterator[StripePsp]:
    """The adapter with a read timeout so short that a held answer is soon given up."""
    adapter = _adapter(provider, read=0.3)
    yield adapter
    adapter.close()


def _adapter(provider: local_psp.LocalPsp, read: float) -> StripePsp:
    return StripePsp(provider.base_url, lambda: provider.key, livemode=False, connect=2, read=read)


@pytest.fixture(scope="session")
def make_payment() -> MakePayment:
    """Builds an accepted payment over 25.00 EUR with an id of its own."""

    def make(**fields: object) -> Payment:
        identifier = payments.payment_id("acme", f"conformance-{next(_numbers)}")
        return Harness().accepted(payment_id=identifier, **fields)

    return make


@pytest.fixture
def prepared(psp: Psp, make_payment: MakePayment) -> Prepared:
    """Prepares a payment with a payment method; returns the payment and its ref."""

    def prepare(payment_method: str) -> tuple[Payment, str]:
        payment = make_payment()
        made = psp.prepare(payment, Clear(payment_method), 1)
        assert isinstance(made, PspObject)
        return payment, made.ref

    return prepare


@pytest.fixture
def captures(provider: local_psp.LocalPsp) -> Callable[[Payment], list[tuple[int, str]]]:
    """What the provider really took for a payment: amount and currency of each capture."""

    def of(payment: Payment) -> list[tuple[int, str]]:
        return [
            (capture["amount"], capture["currency"])
            for capture in provider.book()["captures"]
            if capture["payment_id"] == payment.payment_id
        ]

    return of
