"""The roots of the ledger as files: copied from their bucket, and read again offline.

They lie in the folder under the names that they have in the bucket: a copy of the bucket by any
other tool is read as well.
"""

import gzip
import hashlib
import os
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_public_key,
    load_pem_public_key,
)
from pydantic import ValidationError

from runtime.adapters.s3_root_store import (
    KEYS,
    ROOTS,
    S3RootStore,
    key_name,
    leaves_name,
    root_name,
)
from runtime.domain.ledger_roots import SETTLED_DAYS, Leaf, SignedRoot, day_after
from till.lib.input import InputError

_PEM: Final = b"-----BEGIN"


class Copied(NamedTuple):
    """What was copied."""

    roots: int
    leaves: int


def copy_roots(store: S3RootStore, first: str, last: str, folder: Path) -> Copied:
    """Copy what is signed of the days from `first` to `last` into a folder that is not there.

    The roots of a week later list the same days once more. Files are readable by you alone.

    Raises:
        UnavailableError: no answer, or a file that a root names is not there.
        UnreadableRowError: a root has no form that this version reads.
    """
    end = day_after(last, SETTLED_DAYS)
    roots = [store.get(day) for day in store.days() if first <= day <= end]
    folder.mkdir(parents=True)
    names = {root_name(each.root.day) for each in roots}
    leaves = {leaves_name(one.sha256) for each in roots for one in each.root.leaves}
    keys = {key_name(each.root.key) for each in roots}
    for name in sorted(names | leaves | keys):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(store.read(name))
    return Copied(len(names), len(leaves))


def roots_in(folder: Path) -> Iterator[tuple[str, SignedRoot | None]]:
    """Each file's day, as its name says, and what is in it; None where that is no root of it.

    Raises:
        InputError: there is no such folder.
    """
    if not folder.is_dir():
        message = f"{folder} is no folder: name the folder `roots` that `till export` wrote."
        raise InputError(message)
    for file in sorted((folder / ROOTS).glob("*.json")):
        try:
            found = SignedRoot.model_validate_json(file.read_bytes())
        except ValidationError:
            yield file.stem, None
        else:
            yield file.stem, found if found.root.day == file.stem else None


def leaves_in(folder: Path, sha256: str) -> list[Leaf] | None:
    """The leaves whose lines have that hash; None where no such file is whole."""
    try:
        lines = gzip.decompress((folder / leaves_name(sha256)).read_bytes())
    except (OSError, EOFError, zlib.error):
        return None
    if hashlib.sha256(lines).hexdigest() != sha256:
        return None
    try:
        return [Leaf.model_validate_json(line) for line in lines.splitlines()]
    except ValidationError:
        return None


def keys_of(folder: Path, given: Sequence[Path]) -> Mapping[str, EllipticCurvePublicKey]:
    """Fingerprint → public key: those that are given, or else those that lie beside the roots.

    Raises:
        InputError: a file holds no public key of an elliptic curve.
    """
    files = given or sorted((folder / KEYS).glob("*.der"))
    return {fingerprint(key): key for key in map(_key, files)}


def fingerprint(key: EllipticCurvePublicKey) -> str:
    """The sha256 of its DER, by which a root names it."""
    der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(der).hexdigest()


def _key(file: Path) -> EllipticCurvePublicKey:
    data = file.read_bytes()
    try:
        found = (load_pem_public_key if data.startswith(_PEM) else load_der_public_key)(data)
    except (ValueError, UnsupportedAlgorithm):
        found = None
    if not isinstance(found, EllipticCurvePublicKey):
        message = (
            f"{file} is no public key of an elliptic curve: give what `aws kms get-public-key` "
            "answers, as DER or PEM."
        )
        raise InputError(message)
    return found
