"""The RootStore port over S3, as moto plays it."""

import gzip
from collections.abc import Iterator
from typing import Any

import pytest
from moto import mock_aws

from runtime.adapters.s3_root_store import S3RootStore, key_name, leaves_name, root_name
from runtime.domain.errors import ConflictError, UnavailableError, UnreadableRowError
from runtime.domain.ledger import GENESIS
from runtime.domain.ledger_roots import Root, SignedRoot
from tests.runtime.adapters.aws import create_bucket

BUCKET = "roots"


@pytest.fixture(name="client")
def _client() -> Iterator[Any]:
    """A client of an empty bucket that locks."""
    with mock_aws():
        yield create_bucket(BUCKET, locks=True)


def signed(day: str, signature: str = "c2ln") -> SignedRoot:
    """A root that lists nothing."""
    root = Root(ledger="payments", day=day, leaves=(), previous=GENESIS, signed_at=1, key="a" * 64)
    return SignedRoot(root=root, signature=signature)


def test_roots_are_read_as_they_were_written_and_listed_in_order(client: Any) -> None:
    """From a stack without any on; more than one page of them too."""
    store = S3RootStore(client, BUCKET)
    assert store.days() == []
    for day in ("2026-11-30", "2026-11-29"):
        store.put(signed(day))
        assert store.get(day) == signed(day)
    assert store.days() == ["2026-11-29", "2026-11-30"]
    for number in range(1_000):
        client.put_object(Bucket=BUCKET, Key=root_name(f"2030-{number:04d}"), Body=b"")
    assert len(store.days()) == 1_002


def test_a_root_is_never_written_over(client: Any) -> None:
    """Who is second hears of it, and the first stays, its one version."""
    store = S3RootStore(client, BUCKET)
    store.put(signed("2026-11-29"))
    with pytest.raises(ConflictError, match="2026-11-29"):
        store.put(signed("2026-11-29", "b3RoZXI="))
    assert store.get("2026-11-29").signature == "c2ln"
    assert len(client.list_object_versions(Bucket=BUCKET)["Versions"]) == 1


def test_leaves_and_keys_are_kept_once(client: Any) -> None:
    """Named by their hash: what is there is the same."""
    store = S3RootStore(client, BUCKET)
    for _ in range(2):
        store.put_leaves("b" * 64, b"line\n")
        store.put_key("c" * 64, b"der")
    assert gzip.decompress(store.read(leaves_name("b" * 64))) == b"line\n"
    assert store.read(key_name("c" * 64)) == b"der"
    assert len(client.list_object_versions(Bucket=BUCKET)["Versions"]) == 2


@pytest.mark.parametrize("text", [b"", b"{}", b'{"root": {"v": 2}, "signature": ""}'])
def test_what_is_no_root_is_not_read_as_one(client: Any, text: bytes) -> None:
    """A later version's is not guessed at either."""
    client.put_object(Bucket=BUCKET, Key=root_name("2026-11-29"), Body=text)
    with pytest.raises(UnreadableRowError, match="2026-11-29"):
        S3RootStore(client, BUCKET).get("2026-11-29")


def test_a_bucket_that_does_not_answer_is_unavailable(client: Any) -> None:
    """Each call says so with S3's code."""
    store = S3RootStore(client, "another")
    for call in (
        store.days,
        lambda: store.get("2026-11-29"),
        lambda: store.put(signed("2026-11-29")),
        lambda: store.put_leaves("b" * 64, b""),
        lambda: store.put_key("b" * 64, b""),
    ):
        with pytest.raises(UnavailableError, match="NoSuchBucket"):
            call()
