"""One secret, cached and read again."""

import time
from collections.abc import Iterator

import boto3
import pytest
from moto import mock_aws

from runtime.adapters.secrets import Secret
from runtime.domain.errors import UnavailableError
from tests.fakes.system import FakeClock
from tests.runtime.adapters.aws import AS_NOBODY


class Store:
    """A Secrets Manager with one secret, which counts what is read of it."""

    def __init__(self) -> None:
        self.client = boto3.client("secretsmanager", **AS_NOBODY)
        self.arn = self.client.create_secret(Name="psp", SecretString="first")["ARN"]
        self.reads = 0
        self.told: list[tuple[str, float]] = []
        self.client.meta.events.register("before-call.secrets-manager.GetSecretValue", self._count)

    def secret(self, arn: str = "", days: int = 0) -> Secret:
        """The secret, as it is read so many days from now."""
        clock = FakeClock(int(time.time()) + days * 86_400)
        return Secret(self.client, arn or self.arn, clock, lambda *told: self.told.append(told))

    def _count(self, **_: object) -> None:
        self.reads += 1


@pytest.fixture(name="store")
def _store() -> Iterator[Store]:
    with mock_aws():
        yield Store()


def test_nothing_is_read_before_it_is_needed(store: Store) -> None:
    """The secret is read at the first use, and once."""
    secret = store.secret()
    assert store.reads == 0
    assert [secret.value(), secret.value()] == ["first", "first"]
    assert store.reads == 1


def test_a_rotated_secret_is_seen_when_it_is_read_again(store: Store) -> None:
    """The copy stays until somebody asks for a fresh one, and is that one from then on."""
    secret = store.secret()
    secret.value()
    store.client.put_secret_value(SecretId=store.arn, SecretString="second")
    assert secret.value() == "first"
    assert [secret.fresh(), secret.value()] == ["second", "second"]


def test_a_secret_that_can_t_be_read_is_unavailable(store: Store) -> None:
    """A missing secret is an error with its code; the copy that was read stays."""
    secret = store.secret()
    secret.value()
    store.client.delete_secret(SecretId=store.arn, ForceDeleteWithoutRecovery=True)
    with pytest.raises(UnavailableError, match="ResourceNotFoundException"):
        secret.fresh()
    assert secret.value() == "first"


def test_a_secret_without_text_is_unavailable(store: Store) -> None:
    """A binary secret is not what was meant, and an empty one is no key."""
    arn = store.client.create_secret(Name="binary", SecretBinary=b"first")["ARN"]
    with pytest.raises(UnavailableError, match="no text"):
        store.secret(arn).value()


def test_the_text_is_not_in_its_picture(store: Store) -> None:
    """A secret that ends in a log shows nothing of itself."""
    secret = store.secret()
    secret.value()
    assert "first" not in repr(secret)


def test_each_reading_tells_how_old_the_text_is(store: Store) -> None:
    """By name, in days; a copy that is at hand tells nothing."""
    secret = store.secret(days=80)
    secret.value()
    secret.value()
    ((name, days),) = store.told
    assert name == "psp"
    assert days == pytest.approx(80, abs=0.01)
