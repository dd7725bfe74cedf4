"""The keys that a client signs with, as a person gives and ends them."""

from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.fakes.signing import pem, private, public
from tests.till.merchants.pool import Place
from till.lib.input import InputError
from till.merchants.signing_keys import read, with_key, without_key

OLD, NEW = public("old"), public("new")
SPKI = (Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def half(folder: Path, name: str) -> Path:
    """The public half of a key, in a file."""
    file = folder / f"{name}.pem"
    file.write_bytes(private(name).public_key().public_bytes(*SPKI))
    return file


def test_a_public_key_is_known_by_its_thumbprint(tmp_path: Path) -> None:
    """As the merchant's own library names it."""
    assert read(half(tmp_path, "old")) == OLD


def test_a_private_key_is_refused_without_a_word_of_it(tmp_path: Path) -> None:
    """Its sentence says how the public half is written."""
    file = tmp_path / "acme.pem"
    file.write_bytes(pem())
    with pytest.raises(InputError, match="belongs to the merchant alone") as refused:
        read(file)
    assert pem().decode().splitlines()[1] not in str(refused.value)
    assert "openssl pkey" in str(refused.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "no public key in PEM"),
        (b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", "no public key in PEM"),
        (
            ec.generate_private_key(ec.SECP256R1()).public_key().public_bytes(*SPKI),
            "no Ed25519 key",
        ),
    ],
    ids=("empty", "damaged", "P-256"),
)
def test_what_is_no_ed25519_key_is_one_sentence(tmp_path: Path, text: bytes, said: str) -> None:
    """With what to do next."""
    file = tmp_path / "acme.pem"
    file.write_bytes(text)
    with pytest.raises(InputError, match=said):
        read(file)


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    """With its name."""
    with pytest.raises(InputError, match=r"acme\.pem can't be read: No such file"):
        read(tmp_path / "acme.pem")


def test_two_keys_are_enough() -> None:
    """The newest stands last, the same twice is once, and the third is refused by name."""
    assert with_key(with_key((), OLD), NEW) == (OLD, NEW)
    assert with_key((OLD, NEW), OLD) == (OLD, NEW)
    with pytest.raises(InputError, match=f"{OLD.kid} and {NEW.kid}"):
        with_key((OLD, NEW), public("third"))


def test_the_last_key_is_not_ended_by_accident() -> None:
    """Without one nothing would have to be signed; one that is gone already is no error."""
    assert without_key((OLD, NEW), OLD.kid) == (NEW,)
    assert without_key((NEW,), OLD.kid) == (NEW,)
    assert without_key((), OLD.kid) == ()
    with pytest.raises(InputError, match="need no signature any more"):
        without_key((OLD,), OLD.kid)


@pytest.mark.emulator
def test_a_rotation_as_it_is_typed(
    here: Place, types: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One key, two, the new one, none; each says what is so now, and the list does."""
    types("add", "acme")
    (client,) = here.in_pool()
    for words, kids in (
        (("--key", half(tmp_path, "old")), [OLD.kid]),
        (("--key", half(tmp_path, "new")), [OLD.kid, NEW.kid]),
        (("--end", OLD.kid), [NEW.kid]),
        ((), [NEW.kid]),
        (("--none",), []),
    ):
        capsys.readouterr()
        assert types("signatures", "acme", "--client", client, *map(str, words)) == 0
        told = " or ".join(kids)
        assert (f"are signed by {told}, " if kids else "need no signature") in (
            capsys.readouterr().out
        )
        found = here.register.known("acme").clients[client].signing_keys
        assert [each.kid for each in found] == kids
        types("list")
        assert ("(signed)" in capsys.readouterr().out.replace("\n", "")) is bool(kids)


@pytest.mark.emulator
def test_a_wrong_key_changes_nothing(
    here: Place, types: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 2, one sentence."""
    types("add", "acme")
    (client,) = here.in_pool()
    capsys.readouterr()
    assert types("signatures", "acme", "--client", client, "--key", str(tmp_path / "no.pem")) == 2
    assert "can't be read" in capsys.readouterr().err
    assert here.register.known("acme").version == 1
