"""Our own stand-ins for our own ports: in memory, typed, deterministic."""

from tests.fakes.circuit import FakeCircuitStore
from tests.fakes.field_cipher import FakeFieldCipher
from tests.fakes.ledger import FakeLedger
from tests.fakes.mail import FakeEmailEvents, FakeMailer
from tests.fakes.message_queue import FakeMessageQueue
from tests.fakes.open_rows import FakeOpenRows
from tests.fakes.payment_queries import FakePaymentQueries
from tests.fakes.psp import FakePsp
from tests.fakes.system import FakeClock, FakeMetrics, FakeRandom

__all__ = [
    "FakeCircuitStore",
    "FakeClock",
    "FakeEmailEvents",
    "FakeFieldCipher",
    "FakeLedger",
    "FakeMailer",
    "FakeMessageQueue",
    "FakeMetrics",
    "FakeOpenRows",
    "FakePaymentQueries",
    "FakePsp",
    "FakeRandom",
]
