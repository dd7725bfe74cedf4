"""The certificates that vouch for callers' own (mutual TLS), read from a file and judged.

API Gateway takes a trust store whose certificates it can't use with a warning that nobody reads,
and then refuses every caller (API Gateway, "Troubleshoot certificate warnings"): so it is judged
before.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa

SHORTEST_RSA: Final = 2_048
SHORTEST_EC: Final = 256
"""Bits of a key, as API Gateway wants them (API Gateway, "Configuring your truststore")."""
WEAK: Final = (hashes.MD5, hashes.SHA1)


class TrustStoreError(ValueError):
    """One sentence about the file, which goes on where its name ends."""


def read(file: Path, now: datetime) -> str:
    """The file's text: certificates of authorities, in PEM, each good now.

    Raises:
        TrustStoreError: it can't be read, holds a private key, or a certificate that is none of an
            authority, or is over, not yet begun, or weak.
    """
    try:
        text = file.read_text(encoding="ascii")
    except OSError as error:
        raise TrustStoreError(f"can't be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise TrustStoreError("is no text of certificates in PEM") from None
    if "PRIVATE KEY" in text:
        message = "holds a private key, which belongs to the authority alone: leave it out"
        raise TrustStoreError(message)
    try:
        found = x509.load_pem_x509_certificates(text.encode())
    except ValueError:
        raise TrustStoreError("holds no certificate in PEM, or one that is damaged") from None
    for number, each in enumerate(found, 1):
        _judge(f"certificate {number} of {len(found)}", each, now)
    return text


def _judge(which: str, found: x509.Certificate, now: datetime) -> None:
    if not _authority(found):
        message = f"{which} is of no authority: name the one that signs callers' certificates"
        raise TrustStoreError(message)
    if found.not_valid_after_utc < now:
        raise TrustStoreError(f"{which} ended on {found.not_valid_after_utc:%Y-%m-%d}")
    if found.not_valid_before_utc > now:
        raise TrustStoreError(f"{which} begins on {found.not_valid_before_utc:%Y-%m-%d}")
    if isinstance(found.signature_hash_algorithm, WEAK):
        raise TrustStoreError(f"{which} is signed with less than SHA-256")
    if not _strong(found):
        raise TrustStoreError(
            f"{which} has another key than RSA of {SHORTEST_RSA} bits or ECDSA of {SHORTEST_EC}, "
            "or more"
        )


def _authority(found: x509.Certificate) -> bool:
    try:
        return bool(found.extensions.get_extension_for_class(x509.BasicConstraints).value.ca)
    except (x509.ExtensionNotFound, ValueError):
        return False


def _strong(found: x509.Certificate) -> bool:
    try:
        key = found.public_key()
    except ValueError:
        return False
    if isinstance(key, rsa.RSAPublicKey):
        return key.key_size >= SHORTEST_RSA
    return isinstance(key, ec.EllipticCurvePublicKey) and key.key_size >= SHORTEST_EC


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)
