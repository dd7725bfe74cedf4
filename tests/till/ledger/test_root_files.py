"""Roots on their way from the bucket to a folder, and back into memory."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from moto import mock_aws

from runtime.adapters.s3_root_store import S3RootStore, leaves_name
from runtime.domain.errors import UnavailableError
from runtime.domain.ledger_roots import SETTLED_DAYS, day_after
from tests.runtime.adapters.aws import create_bucket
from tests.till.ledger.signed import Signed
from till.ledger.root_files import copy_roots, keys_of, leaves_in, roots_in
from till.lib.input import InputError

BUCKET = "roots"


@pytest.fixture(name="client")
def _client() -> Iterator[Any]:
    """A client of an empty bucket."""
    with mock_aws():
        yield create_bucket(BUCKET)


def put(client: Any, signed: Signed) -> S3RootStore:
    """The store with all that was signed."""
    store, held = S3RootStore(client, BUCKET), signed.nights.roots
    for each in held.roots.values():
        store.put(each)
    for sha256, text in held.leaves.items():
        store.put_leaves(sha256, text)
    for fingerprint, key in held.keys.items():
        store.put_key(fingerprint, key)
    return store


def test_a_copy_holds_the_days_and_the_week_in_which_they_settle(
    client: Any, tmp_path: Path
) -> None:
    """With what its roots name, as it is in the bucket, for nobody else's eyes."""
    signed, folder = Signed(tmp_path / "signed"), tmp_path / "copy"
    store = put(client, signed)
    copied = copy_roots(store, signed.day, signed.day, folder)
    assert copied.roots == SETTLED_DAYS + 1
    found = dict(roots_in(folder))
    assert sorted(found) == [day_after(signed.day, each) for each in range(SETTLED_DAYS + 1)]
    assert all(found[day] == signed.nights.roots.roots[day] for day in found)
    listed = signed.nights.roots.roots[signed.day].root.leaves[0]
    leaves = leaves_in(folder, listed.sha256)
    assert leaves is not None
    assert len(leaves) == listed.payments == 2
    assert list(keys_of(folder, [])) == list(signed.nights.roots.keys)
    assert {each.stat().st_mode & 0o777 for each in folder.glob("*/*")} == {0o600}


def test_a_bucket_that_lacks_what_a_root_names_is_no_copy(client: Any, tmp_path: Path) -> None:
    """It is said at once, and not by whoever verifies it years later."""
    signed = Signed(tmp_path / "signed")
    store = put(client, signed)
    listed = signed.nights.roots.roots[signed.day].root.leaves[0]
    client.delete_object(Bucket=BUCKET, Key=leaves_name(listed.sha256))
    with pytest.raises(UnavailableError, match="NoSuchKey"):
        copy_roots(store, signed.day, signed.day, tmp_path / "copy")


@pytest.mark.parametrize("kind", [Encoding.DER, Encoding.PEM])
def test_a_key_that_is_given_is_the_one_that_counts(tmp_path: Path, kind: Encoding) -> None:
    """In either form; those beside the roots are left alone."""
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    file = tmp_path / "noted"
    file.write_bytes(key.public_bytes(kind, PublicFormat.SubjectPublicKeyInfo))
    (found,) = keys_of(tmp_path / "nowhere", [file]).values()
    assert found == key


def test_a_key_of_another_kind_is_refused(tmp_path: Path) -> None:
    """The stack has none such."""
    key = rsa.generate_private_key(65_537, 2_048).public_key()
    file = tmp_path / "rsa"
    file.write_bytes(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
    with pytest.raises(InputError, match="elliptic curve"):
        keys_of(tmp_path, [file])
