"""The ports of encrypted bodies."""

from runtime.domain.messages import MessageOpener, PublicKeys
from tests.fakes.sealing import FakeOpener, FakePublicKeys, sealed


def test_the_fakes_are_what_the_ports_ask_for() -> None:
    """What is encrypted for the first of the keys opens; the type check holds the shapes."""
    opener: MessageOpener = FakeOpener()
    keys: PublicKeys = FakePublicKeys()
    assert keys.current()[0].kid == "key-1"
    assert opener.open(sealed("text").encode(), 4) == b"text"
