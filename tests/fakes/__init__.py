"""Our own stand-ins for our own ports: in memory, typed, deterministic."""

from tests.fakes.archive import FakeArchive
from tests.fakes.circuit import FakeCircuitStore
from tests.fakes.ledger import FakeLedger
from tests.fakes.mail import FakeMailer, FakeMailEvents
from tests.fakes.mailbox import FakeMailbox
from tests.fakes.psp import FakePsp
from tests.fakes.system import FakeClock, FakeDice, FakeMeter
from tests.fakes.vault import FakeVault

__all__ = [
    "FakeArchive",
    "FakeCircuitStore",
    "FakeClock",
    "FakeDice",
    "FakeLedger",
    "FakeMailEvents",
    "FakeMailbox",
    "FakeMailer",
    "FakeMeter",
    "FakePsp",
    "FakeVault",
]
