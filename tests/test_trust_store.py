"""Which files vouch for callers: what is wrong is said before anything is deployed."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import NameOID

from local.policy_check.policy_check import stand_ins
from stack_settings import SettingsError, parse
from trust_store import TrustStoreError, read

NOW = datetime(2026, 11, 29, tzinfo=UTC)
DAY = timedelta(days=1)
GOOD = Path("tests/fakes/client-authority.pem")
Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey
EC = ec.generate_private_key(ec.SECP256R1())


def certificate(
    *,
    key: Key = EC,
    ca: bool | None = True,
    begins: datetime = NOW - DAY,
    over: datetime = NOW + DAY,
    hashed: hashes.SHA256 | None = hashes.SHA256(),  # noqa: B008 - it has no state
) -> str:
    """A self-signed certificate, in PEM."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Clients")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(begins)
        .not_valid_after(over)
    )
    if ca is not None:
        made = made.add_extension(x509.BasicConstraints(ca, None), critical=True)
    signed = made.sign(key, hashed)
    return signed.public_bytes(serialization.Encoding.PEM).decode()


def private() -> str:
    """A private key, in PEM."""
    return EC.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


def written(folder: Path, text: str | bytes) -> Path:
    """A file with this text."""
    file = folder / "trusted.pem"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def test_certificates_of_authorities_are_taken_as_they_stand(tmp_path: Path) -> None:
    """One or more, of RSA or ECDSA."""
    later = certificate(key=rsa.generate_private_key(65_537, 2_048), over=NOW + 2 * DAY)
    text = certificate() + later
    assert read(written(tmp_path, text), NOW) == text
    assert read(GOOD, NOW) == GOOD.read_text()


WRONG: dict[str, tuple[Callable[[], str | bytes], str]] = {
    "private key": (lambda: certificate() + private(), "holds a private key"),
    "nothing": (lambda: "", "holds no certificate in PEM"),
    "not PEM": (lambda: "trust me", "holds no certificate in PEM"),
    "bytes": (lambda: b"\xff\xfe", "is no text of certificates"),
    "damaged": (lambda: certificate().replace("MII", "MIJ", 1), "holds no certificate in PEM"),
    "leaf": (lambda: certificate(ca=False), "certificate 1 of 1 is of no authority"),
    "without constraints": (lambda: certificate(ca=None), "is of no authority"),
    "second is a leaf": (
        lambda: certificate() + certificate(ca=False),
        "certificate 2 of 2 is of no authority",
    ),
    "over": (lambda: certificate(over=NOW - DAY, begins=NOW - 2 * DAY), "ended on 2026-11-28"),
    "not begun": (lambda: certificate(begins=NOW + DAY, over=NOW + 2 * DAY), "begins on"),
    "another kind of key": (
        lambda: certificate(key=ed25519.Ed25519PrivateKey.generate(), hashed=None),
        "has another key than RSA of 2048 bits",
    ),
    "short key": (
        lambda: certificate(key=ec.generate_private_key(ec.SECP224R1())),
        "has another key than RSA of 2048 bits",
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_vouches_for_nobody_is_one_sentence(tmp_path: Path, what: str) -> None:
    """With which certificate of the file it is, and nothing of what the file holds."""
    make, said = WRONG[what]
    with pytest.raises(TrustStoreError, match=said) as refused:
        read(written(tmp_path, make()), NOW)
    assert "MII" not in str(refused.value)


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    """As the system says it."""
    with pytest.raises(TrustStoreError, match="can't be read: No such file"):
        read(tmp_path / "none.pem", NOW)


def test_a_preview_names_the_setting_and_how_to_mend_it() -> None:
    """Before anything exists."""
    domain = {
        "name": "pay.example.com",
        "certificateArn": "arn:aws:acm:eu-central-1:111122223333:certificate/x",
        "trustStore": "none.pem",
    }
    given = {**stand_ins("local"), "domain": json.dumps(domain)}
    needed = {
        "aws:region": "eu-central-1",
        "aws:allowedAccountIds": '["111122223333"]',
        "pspKey": "sk_test_x",
        "senderAddress": "pay@example.com",
    }
    with pytest.raises(SettingsError, match=r"the file can't be read.*domain\.trustStore"):
        parse({**given, **needed}, livemode=False)
