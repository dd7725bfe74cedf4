"""Data keys: asked for once, whoever misses them."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from typing import Any

import pytest
from aws_encryption_sdk.exceptions import CacheKeyError
from aws_encryption_sdk.materials_managers import DecryptionMaterials
from aws_encryption_sdk.structures import DataKey, MasterKeyInfo
from botocore.exceptions import ClientError

from runtime.adapters.data_keys import DataKeyCache
from runtime.adapters.field_cipher import SdkFieldCipher
from runtime.domain.errors import UnavailableError
from runtime.domain.private import Clear, Sealed
from tests.fakes.rotating_kms import RotatingKms

THREADS = 10
PATIENCE = 0.5
"""Seconds in which a second call would come, if one did."""
LONGEST = 20
"""Seconds for a second call that must come."""


class SlowKms(RotatingKms):
    """A KMS whose first answer waits for a second call, and goes when none comes."""

    def __init__(self, *, away: bool = False, patience: float = PATIENCE) -> None:
        super().__init__()
        self.away, self._patience = away, patience
        self.asked, self.met, self._second = list[str](), list[bool](), Event()

    def generate_data_key(self, **asked: Any) -> dict[str, Any]:
        """See KMS."""
        self._wait("GenerateDataKey")
        return super().generate_data_key(**asked)

    def decrypt(self, **asked: Any) -> dict[str, Any]:
        """See KMS."""
        self._wait("Decrypt")
        return super().decrypt(**asked)

    def _wait(self, call: str) -> None:
        self.asked.append(call)
        if len(self.asked) > 1:
            self._second.set()
        self.met.append(self._second.wait(self._patience))
        if self.away:
            refusal = {"Error": {"Code": "ThrottlingException", "Message": ""}}
            raise ClientError(refusal, call)  # type: ignore[arg-type] # botocore's own shape, in part


def sealed_at_once(cipher: SdkFieldCipher) -> list[Sealed | UnavailableError]:
    """What each of ten threads gets that seal one text at once."""
    together = Barrier(THREADS)

    def one(_: int) -> Sealed | UnavailableError:
        together.wait()
        try:
            return cipher.seal("acme", "customer", Clear("Jane"))
        except UnavailableError as error:
            return error

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, range(THREADS)))


def test_ten_threads_that_miss_one_key_ask_once() -> None:
    """One asks, the others wait and find the key, to seal and to open."""
    kms = SlowKms()
    sealed = sealed_at_once(kms.cipher())
    assert kms.asked == ["GenerateDataKey"]
    cipher, together = kms.cipher(), Barrier(THREADS)
    kms.asked.clear()

    def opened(text: Sealed | UnavailableError) -> Clear:
        assert isinstance(text, Sealed)
        together.wait()
        return cipher.unseal("acme", "customer", text)

    with ThreadPoolExecutor(THREADS) as pool:
        assert set(pool.map(opened, sealed)) == {Clear("Jane")}
    assert kms.asked == ["Decrypt"]


def test_who_waits_for_a_call_that_fails_fails_with_it() -> None:
    """Ten threads don't ask one after the other while the key service is away; later calls do."""
    kms = SlowKms(away=True)
    cipher = kms.cipher()
    answers = sealed_at_once(cipher)
    assert all("ThrottlingException" in str(each) for each in answers)
    assert len(kms.asked) < THREADS
    kms.away = False
    assert isinstance(cipher.seal("acme", "customer", Clear("Jane")), Sealed)


def test_another_context_waits_for_nobody() -> None:
    """Two merchants' keys are asked for at one time."""
    kms, both = SlowKms(patience=LONGEST), Barrier(2)
    cipher = kms.cipher()

    def seal(merchant: str) -> Sealed:
        both.wait()
        return cipher.seal(merchant, "customer", Clear("Jane"))

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(seal, ("acme", "other")))
    assert kms.met == [True, True]


def test_a_key_that_was_dropped_meanwhile_is_no_error() -> None:
    """Two threads find one entry too old: the SDK's own cache fails the second."""
    cache = DataKeyCache(capacity=1)
    key = DataKey(MasterKeyInfo("aws-kms", "key"), data_key=b"clear", encrypted_data_key=b"sealed")
    entry = cache.put_decryption_materials(b"name", DecryptionMaterials(data_key=key))
    cache.remove(entry)
    cache.remove(entry)
    with pytest.raises(CacheKeyError):
        cache.get_decryption_materials(b"name")
