"""The FieldCipher port over the AWS Encryption SDK."""

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from typing import Any

import aws_encryption_sdk as sdk
import boto3
import pytest
from aws_encryption_sdk.identifiers import CommitmentPolicy
from aws_encryption_sdk.key_providers.kms import KMSMasterKey
from botocore.exceptions import ReadTimeoutError
from moto import mock_aws

from runtime.adapters.data_keys import MOST_BYTES
from runtime.adapters.field_cipher import SUITE, SdkFieldCipher, UnsealableError
from runtime.domain.errors import UnavailableError
from runtime.domain.private import Clear, Sealed
from tests.fakes.rotating_kms import RotatingKms
from tests.runtime.adapters.aws import AS_NOBODY, replies_lost

TEXT = Clear('{"email": "jane@example.com"}')
OLD = {"merchant": "acme", "purpose": "customer"}
"""The context of the first release."""


class Kms:
    """A KMS with one key, which keeps the requests made to it."""

    def __init__(self) -> None:
        self.client = boto3.client("kms", **AS_NOBODY)
        self.arn = self.client.create_key()["KeyMetadata"]["Arn"]
        self.asked: list[dict[str, Any]] = []
        self.client.meta.events.register(
            "provide-client-params.kms", lambda params, **_: self.asked.append(dict(params))
        )

    def cipher(self) -> SdkFieldCipher:
        """A cipher with an empty cache: another function's."""
        return SdkFieldCipher(self.client, self.arn)

    def refuse(self, call: str, code: str) -> None:
        """From now on the call is refused."""

        def answer(**_: Any) -> tuple[Any, dict[str, Any]]:
            return _Refused, {"Error": {"Code": code, "Message": "no"}}

        handler: Callable[..., Any] = answer
        self.client.meta.events.register(f"before-call.kms.{call}", handler)


class _Refused:
    status_code = 400


@pytest.fixture(name="kms")
def _kms() -> Iterator[Kms]:
    with mock_aws():
        yield Kms()


@pytest.mark.parametrize("text", ["", "jane@example.com", "Zoë 😀", "x" * 10_000])
def test_another_function_opens_what_was_sealed(kms: Kms, text: str) -> None:
    """The text comes back whole, and was not readable in between."""
    sealed = kms.cipher().seal("acme", "customer", Clear(text))
    assert text == "" or text.encode() not in b64decode(sealed.get_secret_value(), validate=True)
    assert kms.cipher().unseal("acme", "customer", sealed) == Clear(text)


def test_the_key_is_asked_with_merchant_purpose_and_schema_version(kms: Kms) -> None:
    """Both KMS calls carry the context, so that a key policy can condition on it."""
    kms.cipher().unseal("acme", "customer", kms.cipher().seal("acme", "customer", TEXT))
    made, opened = kms.asked
    assert made["EncryptionContext"] == {**OLD, "schema_version": "1"}
    assert opened["EncryptionContext"] == made["EncryptionContext"]
    assert opened["KeyId"] == made["KeyId"] == kms.arn


def test_the_suite_commits_to_its_key_and_is_not_signed(kms: Kms) -> None:
    """The header names AES_256_GCM_HKDF_SHA512_COMMIT_KEY (0x0478)."""
    header = b64decode(kms.cipher().seal("acme", "customer", TEXT).get_secret_value())
    assert header[:3] == bytes.fromhex("020478")


@pytest.mark.parametrize(("merchant", "purpose"), [("other", "customer"), ("acme", "other")])
def test_a_text_in_another_s_row_does_not_open(kms: Kms, merchant: str, purpose: str) -> None:
    """A sealed text moved to another merchant or purpose is refused, also from the cache."""
    cipher = kms.cipher()
    sealed = cipher.seal("acme", "customer", TEXT)
    assert cipher.unseal("acme", "customer", sealed) == TEXT
    with pytest.raises(UnsealableError) as caught:
        cipher.unseal(merchant, purpose, sealed)
    assert "acme" not in str(caught.value)


def test_data_keys_are_used_again(kms: Kms) -> None:
    """One context costs one call to seal and one to open; another context has its own key."""
    cipher = kms.cipher()
    sealed = [cipher.seal("acme", "customer", TEXT) for _ in range(5)]
    assert len(kms.asked) == 1
    assert len({one.get_secret_value() for one in sealed}) == 5
    for one in sealed:
        cipher.unseal("acme", "customer", one)
    assert len(kms.asked) == 2
    cipher.seal("acme", "payment_method", Clear("pm_card_visa"))
    assert len(kms.asked) == 3


def test_a_data_key_seals_no_more_bytes_than_its_bound(kms: Kms) -> None:
    """Long texts ask for a new data key long before they are a thousand."""
    cipher, text = kms.cipher(), Clear("x" * (MOST_BYTES // 4))
    for _ in range(4):
        cipher.seal("acme", "customer", text)
    assert len(kms.asked) == 1
    cipher.seal("acme", "customer", Clear("y"))
    assert len(kms.asked) == 2


def sealed_with(kms: Kms, context: dict[str, str]) -> Sealed:
    """A text of another release, which said this context."""
    key = KMSMasterKey(key_id=kms.arn, client=kms.client)
    client = sdk.EncryptionSDKClient(
        commitment_policy=CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT
    )
    sealed, _ = client.encrypt(
        source=TEXT.get_secret_value(),
        key_provider=key,
        encryption_context=context,
        algorithm=SUITE,
    )
    return Sealed(b64encode(sealed).decode())


def test_a_text_of_the_first_release_opens(kms: Kms) -> None:
    """It says no schema version, and only its own merchant and purpose open it."""
    sealed = sealed_with(kms, OLD)
    assert kms.cipher().unseal("acme", "customer", sealed) == TEXT
    assert kms.asked[-1]["EncryptionContext"] == OLD
    for merchant, purpose in (("other", "customer"), ("acme", "payment_method")):
        with pytest.raises(UnsealableError):
            kms.cipher().unseal(merchant, purpose, sealed)


def test_a_text_of_a_later_schema_does_not_open(kms: Kms) -> None:
    """What it holds would be read wrong."""
    sealed = sealed_with(kms, {**OLD, "schema_version": "2"})
    with pytest.raises(UnsealableError):
        kms.cipher().unseal("acme", "customer", sealed)


def test_a_rotation_of_the_key_leaves_every_text_open() -> None:
    """KMS keeps the material that a data key was made under: the ARN stays, and so do the texts."""
    kms = RotatingKms()
    texts = []
    for number in range(3):
        text = Clear(f"text {number}")
        texts.append((text, kms.cipher().seal("acme", "customer", text)))
        kms.rotate()
    assert kms.used == [0, 1, 2]
    cipher = kms.cipher()
    assert [cipher.unseal("acme", "customer", sealed) for _, sealed in texts] == [
        text for text, _ in texts
    ]


def test_material_that_is_gone_opens_nothing() -> None:
    """A rotation is not a deletion: were the old material dropped, its texts would be lost."""
    kms = RotatingKms()
    sealed = kms.cipher().seal("acme", "customer", TEXT)
    kms.rotate()
    kms.forget(0)
    with pytest.raises(UnsealableError):
        kms.cipher().unseal("acme", "customer", sealed)


def test_no_damage_opens(kms: Kms) -> None:
    """Whichever byte is changed, and wherever it is cut, the text does not open."""
    cipher = kms.cipher()
    sealed = b64decode(cipher.seal("acme", "customer", TEXT).get_secret_value())
    damaged = [
        *(sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :] for at in range(len(sealed))),
        *(sealed[:at] for at in range(0, len(sealed), 7)),
    ]
    for one in damaged:
        # Where the data key now names another key, moto refuses access.
        with pytest.raises((UnsealableError, UnavailableError)):
            cipher.unseal("acme", "customer", Sealed(b64encode(one).decode()))


@pytest.mark.parametrize("sealed", ["", "not base64!", "aGVsbG8=", "é"])
def test_what_was_never_sealed_does_not_open(kms: Kms, sealed: str) -> None:
    """Any other text is one error, without the text."""
    with pytest.raises(UnsealableError) as caught:
        kms.cipher().unseal("acme", "customer", Sealed(sealed))
    assert str(caught.value) == "The sealed customer does not open."


def test_a_text_under_another_key_does_not_open(kms: Kms) -> None:
    """Only this stack's key is ever asked."""
    other = Kms()
    with pytest.raises(UnsealableError):
        kms.cipher().unseal("acme", "customer", other.cipher().seal("acme", "customer", TEXT))


@pytest.mark.fault(
    "F53",
    sees="503 `service_unavailable`; accepted payments wait",
    does="Nothing is half done: acceptance seals before it writes, workers open before they claim",
    person="enables the key, or asks for a higher rate",
)
@pytest.mark.parametrize(
    "code", ["ThrottlingException", "AccessDeniedException", "DisabledException"]
)
def test_a_refusal_of_kms_is_unavailable(kms: Kms, code: str) -> None:
    """What KMS does not do now, a key switched off included, says nothing about the text."""
    sealed = kms.cipher().seal("acme", "customer", TEXT)
    kms.refuse("Decrypt", code)
    kms.refuse("GenerateDataKey", code)
    with pytest.raises(UnavailableError, match=code):
        kms.cipher().seal("acme", "customer", TEXT)
    with pytest.raises(UnavailableError, match=code):
        kms.cipher().unseal("acme", "customer", sealed)


def test_a_data_key_that_kms_does_not_know_is_for_good(kms: Kms) -> None:
    """KMS's verdict on the data key itself is about the sealed text."""
    sealed = kms.cipher().seal("acme", "customer", TEXT)
    kms.refuse("Decrypt", "InvalidCiphertextException")
    with pytest.raises(UnsealableError):
        kms.cipher().unseal("acme", "customer", sealed)


def test_no_answer_of_kms_is_unavailable(kms: Kms) -> None:
    """A timeout is nobody's verdict on the text."""
    sealed = kms.cipher().seal("acme", "customer", TEXT)
    with replies_lost(kms.client, "kms.Decrypt"), pytest.raises(UnavailableError) as caught:
        kms.cipher().unseal("acme", "customer", sealed)
    assert isinstance(caught.value.__cause__, ReadTimeoutError)
    with replies_lost(kms.client, "kms.GenerateDataKey"), pytest.raises(UnavailableError):
        kms.cipher().seal("acme", "customer", TEXT)
