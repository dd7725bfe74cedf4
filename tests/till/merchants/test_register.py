"""Merchants in pool and directory: whatever stops half-way lets nobody in, and is mended."""

from typing import Any

import pytest

from runtime.contract.scopes import Scope
from runtime.domain.errors import UnreadableRowError
from tests.fakes.signing import public
from tests.till.merchants.pool import NOW, TABLE, Place, stopped_before
from till.lib.input import InputError

pytestmark = pytest.mark.emulator

WRITE = "dynamodb.TransactWriteItems"
BOTH = tuple(Scope)


def test_an_added_merchant_has_a_client_in_pool_and_directory(here: Place) -> None:
    """Each leads to the other."""
    given = here.register.add("acme")
    assert given.new
    assert here.in_pool() == [given.client_id]
    assert here.register.directory.owner(given.client_id) == "acme"
    acme = here.register.known("acme")
    assert acme.speaks(given.client_id)
    assert (acme.version, acme.clients[given.client_id].made_at) == (1, NOW)


def test_adding_twice_changes_nothing(here: Place) -> None:
    """The second time tells the client that is there."""
    first, second = here.register.add("acme"), here.register.add("acme")
    assert (second.client_id, second.new) == (first.client_id, False)
    assert here.in_pool() == [first.client_id]
    assert here.register.known("acme").version == 1


def test_a_read_only_client_stands_beside_the_other(here: Place) -> None:
    """It is another kind of client, and is added by its scope."""
    full, reader = here.register.add("acme"), here.register.add("acme", [Scope.READ])
    acme = here.register.known("acme")
    assert (acme.living(BOTH), acme.living([Scope.READ])) == (
        [full.client_id],
        [reader.client_id],
    )


def test_a_rotation_leaves_the_old_client_until_it_is_ended(here: Place) -> None:
    """Two live ones, then the new one alone, and then there is room for the next."""
    old = here.register.add("acme").client_id
    here.now += 1
    new = here.register.rotate("acme").client_id
    assert here.register.known("acme").living(BOTH) == [old, new]
    assert here.register.disable("acme", old) == [old]
    assert here.register.known("acme").living(BOTH) == [new]
    assert here.in_pool() == [new]
    assert here.register.rotate("acme").new


def test_a_third_live_client_is_refused_with_the_one_to_end(here: Place) -> None:
    """And nothing is made."""
    old = here.register.add("acme").client_id
    here.now += 1
    here.register.rotate("acme")
    before = here.in_pool()
    with pytest.raises(InputError, match=f"till merchants disable acme --client {old}"):
        here.register.rotate("acme")
    assert here.in_pool() == before


def test_what_is_not_there_can_not_be_rotated(here: Place) -> None:
    """Neither a merchant nor a kind of client."""
    with pytest.raises(InputError, match="There is no merchant acme"):
        here.register.rotate("acme")
    here.register.add("acme")
    with pytest.raises(InputError, match="no live client for payments/read to replace"):
        here.register.rotate("acme", [Scope.READ])
    here.register.disable("acme")
    with pytest.raises(InputError, match="`till merchants add` makes one"):
        here.register.rotate("acme")


def test_a_disabled_merchant_has_no_client_left(here: Place) -> None:
    """Neither in the pool, nor live in the directory, which still knows who they were."""
    clients = sorted(here.register.add("acme", scopes).client_id for scopes in (BOTH, BOTH[:1]))
    assert here.register.disable("acme") == clients
    assert here.in_pool() == []
    acme = here.register.known("acme")
    assert not acme.live
    assert [here.register.directory.owner(each) for each in clients] == ["acme", "acme"]


def test_a_disabled_merchant_comes_back_only_on_purpose(here: Place) -> None:
    """With a new client; the old ones stay ended."""
    old = here.register.add("acme").client_id
    here.register.disable("acme")
    with pytest.raises(InputError, match="was disabled"):
        here.register.add("acme")
    new = here.register.add("acme", again=True).client_id
    acme = here.register.known("acme")
    assert (acme.speaks(old), acme.speaks(new)) == (False, True)


def test_the_clients_of_another_merchant_are_out_of_reach(here: Place) -> None:
    """Neither is ended by the other's name."""
    here.register.add("acme")
    theirs = here.register.add("bistro").client_id
    with pytest.raises(InputError, match=f"acme has no client {theirs}"):
        here.register.disable("acme", theirs)
    here.register.disable("acme")
    assert here.register.known("bistro").speaks(theirs)
    assert here.in_pool() == [theirs]


@pytest.mark.parametrize("command", ["add", "rotate"])
def test_stopped_between_pool_and_directory_the_same_command_goes_on(
    here: Place, command: str
) -> None:
    """The client that was made is let in by nobody, and is the one that the second run takes."""
    if command == "rotate":
        here.register.add("acme")
    again: Any = getattr(here.register, command)
    before = here.in_pool()
    with stopped_before(here.dynamodb, WRITE), pytest.raises(KeyboardInterrupt):
        again("acme")
    (stray,) = set(here.in_pool()) - set(before)
    assert here.register.directory.owner(stray) is None
    assert again("acme") == (stray, True)
    assert len(here.in_pool()) == len(before) + 1


def test_stopped_between_directory_and_pool_nobody_is_let_in(here: Place) -> None:
    """The directory shuts it out already; the same command again takes it from the pool."""
    one = here.register.add("acme").client_id
    stop = "cognito-identity-provider.DeleteUserPoolClient"
    with stopped_before(here.cognito, stop), pytest.raises(KeyboardInterrupt):
        here.register.disable("acme")
    assert not here.register.known("acme").speaks(one)
    assert here.in_pool() == [one]
    version = here.register.known("acme").version
    assert here.register.disable("acme") == [one]
    assert here.in_pool() == []
    assert here.register.known("acme").version == version


def test_an_ended_client_that_is_still_in_the_pool_is_not_taken_over(here: Place) -> None:
    """Whoever has its secret was shut out on purpose."""
    one = here.register.add("acme").client_id
    stop = "cognito-identity-provider.DeleteUserPoolClient"
    with stopped_before(here.cognito, stop), pytest.raises(KeyboardInterrupt):
        here.register.disable("acme", one)
    assert here.register.add("acme").client_id != one


def test_a_client_from_before_the_directory_is_taken_over_with_its_secret(here: Place) -> None:
    """As a stack's program made them: the backend goes on as it is."""
    old = here.clients.make("acme", BOTH)
    assert here.register.add("acme") == (old, True)


def test_of_two_changes_at_one_moment_one_is_refused(here: Place) -> None:
    """And says so; what the other wrote stands."""
    here.register.add("acme")
    theirs = []

    def first(**_: Any) -> None:
        here.dynamodb.meta.events.unregister(f"before-call.{WRITE}", first)
        theirs.append(here.register.rotate("acme").client_id)

    here.dynamodb.meta.events.register(f"before-call.{WRITE}", first)
    with pytest.raises(InputError, match="run the command again"):
        here.register.disable("acme")
    assert here.register.known("acme").speaks(theirs[0])


def test_a_merchant_that_can_not_be_read_is_not_written_over(here: Place) -> None:
    """Somebody must look at it."""
    here.dynamodb.put_item(TableName=TABLE, Item={"id": {"S": "merchant#acme"}, "v": {"N": "7"}})
    with pytest.raises(UnreadableRowError, match="merchant#acme"):
        here.register.add("acme")
    assert here.in_pool() == []


def test_a_client_may_be_told_to_encrypt_and_whoever_replaces_it_is_too(here: Place) -> None:
    """The option is the client's own, a rotation carries it on, and it can be taken back."""
    old = here.register.add("acme").client_id
    reader = here.register.add("acme", [Scope.READ]).client_id
    here.register.seal("acme", old, wanted=True)
    here.now += 1
    new = here.register.rotate("acme").client_id
    clients = here.register.known("acme").clients
    assert [clients[each].sealed_only for each in (old, new, reader)] == [True, True, False]
    here.register.seal("acme", new, wanted=False)
    clients = here.register.known("acme").clients
    assert [clients[each].sealed_only for each in (old, new)] == [True, False]


def test_what_is_so_already_is_not_written_again(here: Place) -> None:
    """The same command twice is one change."""
    client = here.register.add("acme").client_id
    here.register.seal("acme", client, wanted=True)
    version = here.register.known("acme").version
    here.register.seal("acme", client, wanted=True)
    assert here.register.known("acme").version == version


def test_a_client_that_is_not_there_can_not_be_told_to_encrypt(here: Place) -> None:
    """One sentence, and nothing changes."""
    here.register.add("acme")
    with pytest.raises(InputError, match="acme has no client nobody"):
        here.register.seal("acme", "nobody", wanted=True)
    assert here.register.known("acme").version == 1


def test_a_client_s_keys_are_changed_once_and_whoever_replaces_it_has_them(here: Place) -> None:
    """What is so already is not written again; the rotation carries them on."""
    old = here.register.add("acme").client_id
    keys = (public(),)
    for _ in range(2):
        assert here.register.sign("acme", old, lambda _: keys) == keys
    assert here.register.known("acme").version == 2
    here.now += 1
    new = here.register.rotate("acme").client_id
    assert here.register.known("acme").clients[new].signing_keys == keys


def test_a_client_that_is_not_there_has_no_keys(here: Place) -> None:
    """One sentence, and nothing changes."""
    here.register.add("acme")
    with pytest.raises(InputError, match="acme has no client nobody"):
        here.register.sign("acme", "nobody", lambda keys: keys)
    assert here.register.known("acme").version == 1
