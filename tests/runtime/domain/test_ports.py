"""Our fakes implement our ports."""

import inspect
from typing import Any

import pytest

from runtime.domain import email_event, open_rows, ports
from tests import fakes


@pytest.mark.parametrize(
    ("port", "fake"),
    [
        (ports.Clock, fakes.FakeClock),
        (ports.Random, fakes.FakeRandom),
        (ports.Metrics, fakes.FakeMetrics),
        (ports.Ledger, fakes.FakeLedger),
        (ports.PaymentQueries, fakes.FakePaymentQueries),
        (open_rows.OpenRows, fakes.FakeOpenRows),
        (ports.MessageQueue, fakes.FakeMessageQueue),
        (ports.FieldCipher, fakes.FakeFieldCipher),
        (ports.Mailer, fakes.FakeMailer),
        (email_event.EmailEventParser, fakes.FakeEmailEvents),
    ],
)
def test_a_fake_takes_the_same_arguments_as_its_port(port: type[Any], fake: type[Any]) -> None:
    """Each method of the port exists on the fake with the same parameters."""
    for name, method in inspect.getmembers(port, inspect.isfunction):
        if not name.startswith("_"):
            wanted = list(inspect.signature(method).parameters)
            assert list(inspect.signature(getattr(fake, name)).parameters) == wanted
