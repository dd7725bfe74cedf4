"""Who calls, and for how long it is remembered."""

import pytest

from runtime.contract.scopes import Scope
from runtime.contract.throttle import Throttle
from runtime.domain.errors import (
    ClientDisabledError,
    MerchantUnknownError,
    ScopeMissingError,
    UnavailableError,
    UnreadableRowError,
)
from runtime.domain.signed_request import SignedRequest
from runtime.use_cases.know_caller import LIFE, MOST, Callers
from tests.fakes.directory import FakeDirectory, directory_of
from tests.fakes.signing import FakeSignatures, public
from tests.fakes.system import FakeClock, FakeMetrics

WIDE = Throttle(rate=1_000, burst=4_000)


class Container:
    """A container with its memory, its clock and the directory behind it."""

    def __init__(self) -> None:
        self.directory = directory_of({"one": "acme", "two": "acme", "three": "bistro"})
        self.clock = FakeClock()
        self.signatures = FakeSignatures()
        metrics, signatures = FakeMetrics(), lambda: self.signatures
        self.callers = Callers(self.directory, self.clock, metrics, WIDE, signatures)

    def asks(self, client_id: str | None, scope: Scope = Scope.WRITE) -> str:
        """Whose call it is."""
        return self.callers.caller_of(client_id, scope).merchant


@pytest.fixture
def container() -> Container:
    """One that was just started."""
    return Container()


def test_the_merchant_is_the_client_s(container: Container) -> None:
    """Two clients of one merchant are one merchant, and another's is another."""
    assert [container.asks(each) for each in ("one", "two", "three")] == ["acme", "acme", "bistro"]


@pytest.mark.parametrize("client_id", ["nobody", "", None])
def test_who_is_not_in_the_directory_is_unknown(
    container: Container, client_id: str | None
) -> None:
    """And a token without a client asks the directory nothing."""
    with pytest.raises(MerchantUnknownError):
        container.asks(client_id)
    assert container.directory.asked == ([("owner", "nobody")] if client_id else [])


def test_a_known_caller_asks_nobody(container: Container) -> None:
    """The directory is asked for a client once, and for its merchant once in `LIFE` seconds.

    The first call draws a token as of a bucket that nobody knows; the second knows it.
    """
    for _ in range(3):
        container.asks("one")
        container.asks("two")
    draw = ("draw", "acme")
    assert container.directory.asked == [("owner", "one"), draw, ("owner", "two"), draw]
    container.clock.advance(LIFE - 1)
    container.asks("one")
    assert len(container.directory.asked) == 4
    container.clock.advance(1)
    container.asks("one")
    assert container.directory.asked[4:] == [draw]


def test_an_ended_client_opens_nothing_after_the_memory_s_life(container: Container) -> None:
    """For less than `LIFE` seconds it may still be let in; then it is told that it has ended."""
    assert [container.asks("one"), container.asks("one")] == ["acme", "acme"]
    acme = container.directory.merchants["acme"]
    container.directory.merchants["acme"] = acme.without_client("one")
    container.clock.advance(LIFE - 1)
    assert container.asks("one") == "acme"
    container.clock.advance(1)
    with pytest.raises(ClientDisabledError):
        container.asks("one")
    assert container.asks("two") == "acme"


def test_a_disabled_merchant_opens_nothing_with_any_client(container: Container) -> None:
    """One that is asked for the first time is refused at once."""
    directory = container.directory
    directory.merchants["acme"] = directory.merchants["acme"].disabled()
    for client_id in ("one", "two"):
        with pytest.raises(ClientDisabledError):
            container.asks(client_id)
    assert container.asks("three") == "bistro"


def test_a_clock_that_was_set_back_remembers_nothing(container: Container) -> None:
    """Else a client that was disabled might be let in for as long as the clock was wrong."""
    container.asks("one"), container.asks("one")
    container.clock.advance(-1)
    container.asks("one")
    assert container.directory.asked.count(("draw", "acme")) == 3


def test_a_client_that_was_just_added_is_let_in_at_once(container: Container) -> None:
    """Nothing is remembered of who was unknown, nor of a merchant that was not there."""
    with pytest.raises(MerchantUnknownError):
        container.asks("four")
    container.directory.add("acme", "four")
    assert container.asks("four") == "acme"


def test_a_new_client_of_a_remembered_merchant_is_let_in_at_once(container: Container) -> None:
    """What is remembered does not name the client, so the directory is asked again, and once."""
    container.asks("one"), container.asks("one")
    container.directory.add("acme", "four")
    for _ in range(2):
        assert container.asks("four") == "acme"
    assert container.directory.asked[3:] == [("owner", "four"), ("draw", "acme")]


def test_a_client_that_its_merchant_does_not_name_is_unknown(container: Container) -> None:
    """Half an entry lets nobody in, and leaves the merchant's other clients alone."""
    container.directory.strays["stray"] = "acme"
    with pytest.raises(MerchantUnknownError):
        container.asks("stray")
    assert container.asks("two") == "acme"


def test_a_client_without_its_merchant_is_unknown(container: Container) -> None:
    """Half an entry lets nobody in."""
    container.asks("one")
    container.directory.merchants.clear()
    container.clock.advance(LIFE)
    with pytest.raises(MerchantUnknownError):
        container.asks("one")


def test_a_read_only_client_reads_and_does_not_write(container: Container) -> None:
    """Whatever its token says."""
    container.directory.add("acme", "reader", [Scope.READ])
    assert container.asks("reader", Scope.READ) == "acme"
    with pytest.raises(ScopeMissingError, match="payments/write"):
        container.asks("reader", Scope.WRITE)


@pytest.mark.parametrize("method", ["owner", "draw"])
@pytest.mark.parametrize("error", [UnavailableError("away"), UnreadableRowError("odd")])
def test_a_directory_that_can_not_be_read_is_no_word_about_the_client(
    container: Container, method: str, error: Exception
) -> None:
    """The error goes on as it is, and the next call asks again."""
    container.directory.fail_next(method, error)
    with pytest.raises(type(error)):
        container.asks("one")
    assert container.asks("one") == "acme"


def test_a_memory_that_has_run_out_is_not_believed_while_the_directory_is_away(
    container: Container,
) -> None:
    """Else an outage would let in whoever was disabled in it."""
    container.asks("one")
    container.clock.advance(LIFE)
    for _ in range(2):
        container.directory.fail_next("draw", UnavailableError("away"))
        with pytest.raises(UnavailableError):
            container.asks("one")


def test_the_memory_is_bounded() -> None:
    """However many call one container, it remembers `MOST` of them at a time."""
    directory = FakeDirectory()
    for number in range(MOST + 1):
        directory.add(f"m{number}", f"c{number}")
    callers = Callers(directory, FakeClock(), FakeMetrics(), WIDE, FakeSignatures)
    for number in (*range(MOST + 1), MOST):
        callers.caller_of(f"c{number}", Scope.READ)
    directory.asked.clear()
    callers.caller_of(f"c{MOST}", Scope.READ)
    assert directory.asked == []
    callers.caller_of("c0", Scope.READ)
    assert set(directory.asked) == {("owner", "c0"), ("draw", "m0")}


def test_only_of_who_has_keys_a_signature_is_asked(container: Container) -> None:
    """By its own keys; of anybody else's request nothing is even read."""
    acme = container.directory.merchants["acme"].with_signing_keys("one", [public()])
    container.directory.merchants["acme"] = acme
    request = SignedRequest("GET", "pay.example.com", "/", [], [], b"")
    for client_id in ("one", "two"):
        caller = container.callers.caller_of(client_id, Scope.READ)
        container.callers.prove(caller, lambda: request)
    assert container.signatures.asked == [(request, (public(),))]
