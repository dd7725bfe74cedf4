"""Merchants and their clients, as the directory holds them."""

import pytest
from pydantic import ValidationError

from runtime.contract.scopes import Scope
from runtime.domain.merchant import Merchant, SigningKey

BOTH = (Scope.READ, Scope.WRITE)
ACME = Merchant(name="acme").with_client("one", BOTH, 10)


@pytest.mark.parametrize("name", ["a", "7", "a" * 40, "a-b", "0123"])
def test_a_name_of_small_letters_digits_and_dashes_is_taken(name: str) -> None:
    """From one character to forty."""
    assert Merchant(name=name).name == name


@pytest.mark.parametrize(
    "name", ["", "a" * 41, "Acme", "a_b", "-a", "a-", "a#b", "a\n", "ä", "a b", "../x"]
)
def test_another_name_is_none(name: str) -> None:
    """It would be part of a key, a client's name and an encryption context."""
    with pytest.raises(ValidationError):
        Merchant(name=name)


def test_a_client_speaks_from_the_moment_that_it_is_added_to_its_end() -> None:
    """And nobody else speaks at all."""
    assert ACME.speaks("one")
    assert not ACME.speaks("two")
    assert not ACME.without_client("one").speaks("one")


def test_two_clients_live_side_by_side_and_end_by_themselves() -> None:
    """So that a backend can go over from one to the other."""
    both = ACME.with_client("two", BOTH, 20)
    assert both.living(BOTH) == ["one", "two"]
    assert both.without_client("one").living(BOTH) == ["two"]
    assert both.without_client("one").speaks("two")


def test_live_clients_are_counted_by_their_scopes() -> None:
    """A read-only client takes no place of one that writes, in whatever order scopes are named."""
    both = ACME.with_client("reader", [Scope.READ], 5)
    assert both.living([Scope.READ]) == ["reader"]
    assert both.living([Scope.WRITE, Scope.READ]) == ["one"]


def test_the_oldest_live_client_comes_first() -> None:
    """Whenever it was written down."""
    assert ACME.with_client("older", BOTH, 5).living(BOTH) == ["older", "one"]


def test_a_disabled_merchant_has_no_client_that_speaks() -> None:
    """Each client is ended too, so that a later client lets none of them back in."""
    gone = ACME.with_client("reader", [Scope.READ], 5).disabled()
    assert not gone.live
    assert [client.live for client in gone.clients.values()] == [False, False]
    assert not gone.model_copy(update={"clients": ACME.clients}).speaks("one")
    back = gone.with_client("two", BOTH, 30)
    assert back.live
    assert (back.speaks("one"), back.speaks("two")) == (False, True)


def test_each_change_is_a_version() -> None:
    """Who writes over another's change is found out by it."""
    assert [
        each.version
        for each in (
            Merchant(name="acme"),
            ACME,
            ACME.with_client("two", BOTH, 20),
            ACME.without_client("one"),
            ACME.disabled(),
        )
    ] == [0, 1, 2, 2, 2]


def test_an_unknown_client_can_not_be_ended() -> None:
    """Nothing is changed by a wrong id."""
    with pytest.raises(KeyError):
        ACME.without_client("two")


def test_a_client_without_a_scope_is_none() -> None:
    """It could ask nothing."""
    with pytest.raises(ValidationError):
        ACME.with_client("two", [], 20)


def test_scopes_are_kept_once_and_in_order() -> None:
    """However they were named."""
    named = ACME.with_client("two", [Scope.WRITE, Scope.READ, Scope.WRITE], 20)
    assert named.clients["two"].scopes == BOTH


def test_a_client_that_need_not_encrypt_is_written_as_before() -> None:
    """A version of this code that does not know the option reads all clients without it."""
    acme = Merchant(name="acme").with_client("one", [Scope.READ], 1)
    assert "sealed_only" not in acme.model_dump()["clients"]["one"]
    sealed = acme.with_sealed_only("one", wanted=True)
    assert sealed.model_dump()["clients"]["one"]["sealed_only"] is True
    assert Merchant.model_validate(sealed.model_dump()) == sealed


def test_a_client_signs_with_two_keys_at_most_and_hands_them_on() -> None:
    """Whoever replaces it signs with the same; a client of other scopes does not."""
    keys = [SigningKey(kid=each * 43, x=each * 43) for each in "abc"]
    signing = ACME.with_signing_keys("one", keys[:2])
    assert signing.version == ACME.version + 1
    assert signing.with_client("two", BOTH, 20).clients["two"].signing_keys == (*keys[:2],)
    assert signing.with_client("two", [Scope.READ], 20).clients["two"].signing_keys == ()
    with pytest.raises(ValidationError):
        Merchant.model_validate(signing.with_signing_keys("one", keys).model_dump())


def test_a_client_that_signs_nothing_is_written_as_before() -> None:
    """A version of this code that does not know of keys reads all clients without one."""
    key = SigningKey(kid="a" * 43, x="b" * 43)
    assert "signing_keys" not in ACME.model_dump()["clients"]["one"]
    signing = ACME.with_signing_keys("one", [key])
    assert Merchant.model_validate(signing.model_dump(mode="json")) == signing
    assert signing.with_signing_keys("one", []).clients == ACME.clients


@pytest.mark.parametrize("text", ["a" * 42, "a" * 44, "=" * 43, ""])
def test_a_key_has_32_bytes(text: str) -> None:
    """And so has its name; a directory that holds another is not read."""
    with pytest.raises(ValidationError):
        SigningKey(kid=text, x="b" * 43)
    with pytest.raises(ValidationError):
        SigningKey(kid="a" * 43, x=text)
