"""The signed roots in memory, and a key of the same kind as KMS's."""

import hashlib
from base64 import b64encode
from collections.abc import Sequence

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from runtime.domain.errors import ConflictError
from runtime.domain.ledger_roots import SignedRoot
from tests.fakes.faults import Faults


class FakeRootStore(Faults):
    """Holds `roots` by day, `leaves` and `keys` by sha256."""

    def __init__(self) -> None:
        super().__init__()
        self.roots: dict[str, SignedRoot] = {}
        self.leaves: dict[str, bytes] = {}
        self.keys: dict[str, bytes] = {}

    def days(self) -> Sequence[str]:
        """The days that have a root, oldest first."""
        with self.strike("days"):
            return sorted(self.roots)

    def get(self, day: str) -> SignedRoot:
        """The root of a day that has one."""
        with self.strike("get"):
            return self.roots[day]

    def put(self, signed: SignedRoot) -> None:
        """Keep a root where its day has none.

        Raises:
            ConflictError: the day has one.
        """
        with self.strike("put"):
            if signed.root.day in self.roots:
                message = "The root is written already."
                raise ConflictError(message)
            self.roots[signed.root.day] = signed

    def put_leaves(self, sha256: str, lines: bytes) -> None:
        """Keep the lines."""
        with self.strike("put_leaves"):
            assert hashlib.sha256(lines).hexdigest() == sha256
            self.leaves[sha256] = lines

    def put_key(self, fingerprint: str, public_key: bytes) -> None:
        """Keep the public key."""
        with self.strike("put_key"):
            assert hashlib.sha256(public_key).hexdigest() == fingerprint
            self.keys[fingerprint] = public_key


class FakeRootSigner(Faults):
    """Signs as KMS does, with a key that lives as long as the object."""

    def __init__(self) -> None:
        super().__init__()
        self._key = ec.generate_private_key(ec.SECP256R1())

    def public_key(self) -> bytes:
        """Its public half, DER."""
        with self.strike("public_key"):
            return self._key.public_key().public_bytes(
                Encoding.DER, PublicFormat.SubjectPublicKeyInfo
            )

    def sign(self, sha256: str) -> str:
        """Base64 of the signature."""
        with self.strike("sign"):
            made = self._key.sign(bytes.fromhex(sha256), ec.ECDSA(Prehashed(SHA256())))
            return b64encode(made).decode()
