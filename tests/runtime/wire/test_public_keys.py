"""The set of public keys on the wire."""

from joserfc.jwk import KeySet

from runtime.wire.public_keys import public_key_set
from tests.fakes.sealing import FakePublicKeys


def test_a_library_reads_the_set_and_finds_no_private_half() -> None:
    """Joserfc takes it as it is: two RSA keys to encrypt with, by one algorithm."""
    shown = public_key_set(FakePublicKeys().current()).model_dump()
    keys = KeySet.import_key_set(shown).keys  # type: ignore[arg-type]  # plain JSON here
    assert [each.kid for each in keys] == ["key-1", "key-2"]
    assert not any(each.is_private for each in keys)
    assert {(each["use"], each["alg"]) for each in shown["keys"]} == {("enc", "RSA-OAEP-256")}
