"""The MessageOpener port over KMS, whose private keys this test has at hand."""

import json
from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.exceptions import ReadTimeoutError
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc.jwk import OctKey, RSAKey

from runtime.adapters.jwe_messages import LONGEST_HEADER, KmsMessageOpener, kid_of
from runtime.domain.errors import InvalidRequestError, UnavailableError
from runtime.wire.documents import LONGEST_BODY
from tests.fakes.sealing import pair, sealed
from tests.runtime.adapters.aws import AS_NOBODY

if TYPE_CHECKING:
    from collections.abc import Callable

ARN = "arn:aws:kms:eu-west-1:111122223333:key/"
TEXT = b'{"amount": 2500}'


class Answer:
    """What botocore looks at of an HTTP answer."""

    def __init__(self, status: int) -> None:
        self.status_code = status


class Kms:
    """A KMS with RSA keys, which keeps the requests made to it."""

    def __init__(self, *keys: RSAKey) -> None:
        self.keys = {f"{ARN}{key.kid}": key for key in keys}
        self.asked: list[dict[str, Any]] = []
        self.refusal = ""
        self.client = boto3.client("kms", **AS_NOBODY)
        self.client.meta.events.register(
            "provide-client-params.kms.Decrypt", lambda params, **_: self.asked.append(params)
        )
        answer: Callable[..., Any] = self._answer
        self.client.meta.events.register("before-call.kms.Decrypt", answer)

    @property
    def opener(self) -> KmsMessageOpener:
        """What opens by this KMS."""
        return KmsMessageOpener(self.client, list(self.keys))

    def _answer(self, **_: Any) -> tuple[Answer, dict[str, Any]]:
        asked = self.asked[-1]
        if self.refusal:
            return Answer(400), {"Error": {"Code": self.refusal, "Message": "no"}}
        assert asked["EncryptionAlgorithm"] == "RSAES_OAEP_SHA_256"
        try:
            text = _unwrapped(self.keys[asked["KeyId"]], asked["CiphertextBlob"])
        except ValueError:
            return Answer(400), {"Error": {"Code": "InvalidCiphertextException", "Message": ""}}
        return Answer(200), {"Plaintext": text}


def _unwrapped(key: RSAKey, wrapped: bytes) -> bytes:
    from cryptography.hazmat.primitives import hashes  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric import padding  # noqa: PLC0415

    sha = hashes.SHA256()
    found = key.private_key
    assert found is not None
    return found.decrypt(wrapped, padding.OAEP(padding.MGF1(sha), sha, None))


def code_of(kms: Kms, message: str | bytes) -> str:
    """The code of the refusal, which says nothing of the message."""
    text = message.encode() if isinstance(message, str) else message
    with pytest.raises(InvalidRequestError) as refused:
        kms.opener.open(text, LONGEST_BODY)
    assert "2500" not in str(refused.value)
    return str(refused.value.code)


def test_a_message_for_either_key_opens_by_one_call_of_kms() -> None:
    """Both live keys open what was made for them, and KMS is asked once, for that key alone."""
    kms = Kms(pair(), pair("key-2"))
    for count, key in enumerate([pair(), pair("key-2")], start=1):
        assert kms.opener.open(sealed(TEXT, key).encode(), LONGEST_BODY) == TEXT
        assert len(kms.asked) == count
        assert kid_of(kms.asked[-1]["KeyId"]) == key.kid


@pytest.mark.parametrize("length", [0, 1, LONGEST_BODY])
def test_a_text_of_up_to_8_kib_opens(length: int) -> None:
    """The bound is of the text inside, whatever the message around it takes."""
    kms = Kms(pair())
    assert kms.opener.open(sealed("x" * length).encode(), LONGEST_BODY) == b"x" * length


def test_a_longer_text_is_refused_before_kms_is_asked() -> None:
    """One byte more is 413, and costs no call."""
    kms = Kms(pair())
    assert code_of(kms, sealed("x" * (LONGEST_BODY + 1))) == "body_too_large"
    assert kms.asked == []


SECRET = OctKey.generate_key(256)


def _headed(**header: Any) -> str:
    """A message whose header was written by hand."""
    said = urlsafe_b64encode(json.dumps(header).encode()).rstrip(b"=").decode()
    return ".".join([said, *sealed(TEXT).split(".")[1:]])


GOOD = {"alg": "RSA-OAEP-256", "enc": "A256GCM", "kid": "key-1"}


@pytest.mark.parametrize(
    "message",
    [
        sealed(TEXT, alg="RSA-OAEP"),
        sealed(TEXT, enc="A128GCM"),
        sealed(TEXT, enc="A256CBC-HS512"),
        sealed(TEXT, zip="DEF"),
        sealed(TEXT, cty="json"),
        sealed(TEXT, typ="JOSE"),
        sealed(TEXT, kid=None),
        _headed(**GOOD, crit=["exp"], exp=1),
        _headed(**GOOD | {"alg": "dir"}),
        _headed(**GOOD | {"alg": ["RSA-OAEP-256"]}),
        _headed(**GOOD | {"enc": {}}),
        _headed(**GOOD | {"kid": 1}),
        _headed(**GOOD, jwk={"kty": "oct", "k": "AA"}),
        _headed(**GOOD, jku="https://example.com/keys"),
        _headed(),
        "..".join(sealed(TEXT).split(".")[::2]),
        sealed(TEXT).rpartition(".")[0],
        f"{sealed(TEXT)}.AAAA",
        f"{sealed(TEXT)}\n",
        f"{sealed(TEXT)}=",
        "{}",
        "",
        "....",
        "é....",
    ],
)  # fmt: skip
def test_any_other_way_is_refused_before_kms_is_asked(message: str) -> None:
    """No other algorithm, compression, header member or form: 400, and no call where none helps."""
    kms = Kms(pair())
    assert code_of(kms, message) == "encryption_invalid"
    assert kms.asked == [] or message.endswith(("\n", "="))


def test_a_header_is_short() -> None:
    """Past the bound it is not even read; just within it, the name is unknown."""
    kms = Kms(pair())
    over, within = (
        _headed(**GOOD | {"kid": "k" * length})
        for length in (LONGEST_HEADER, LONGEST_HEADER * 3 // 4 - len(json.dumps(GOOD)))
    )
    assert code_of(kms, over) == "encryption_invalid"
    assert code_of(kms, within) == "encryption_key_unknown"
    assert kms.asked == []


def test_an_unknown_key_is_told_apart() -> None:
    """A client whose keys are old learns that it has to ask for new ones."""
    kms = Kms(pair())
    assert code_of(kms, sealed(TEXT, pair("key-2"))) == "encryption_key_unknown"
    assert kms.asked == []


def test_what_was_made_for_another_key_under_this_name_does_not_open() -> None:
    """KMS says that the wrapped key is damaged; the caller hears what he hears of any damage."""
    kms = Kms(pair())
    assert code_of(kms, sealed(TEXT, pair("key-2"), kid="key-1")) == "encryption_invalid"
    assert len(kms.asked) == 1


@settings(max_examples=200, deadline=None)
@given(part=st.integers(0, 4), place=st.integers(0), bit=st.integers(0, 7))
def test_any_changed_bit_is_noticed(part: int, place: int, bit: int) -> None:
    """Header, wrapped key, nonce, text and tag: whatever is altered, nothing opens."""
    kms, parts = Kms(pair()), sealed(TEXT).split(".")
    letters = bytearray(parts[part], "ascii")
    letters[place % len(letters)] ^= 1 << bit
    altered = [*parts[:part], letters.decode("latin-1"), *parts[part + 1 :]]
    assert code_of(kms, ".".join(altered)) in {"encryption_invalid", "encryption_key_unknown"}
    assert len(kms.asked) <= 1


@pytest.mark.parametrize("length", [16, 31, 33, 64])
def test_a_content_key_of_another_length_opens_nothing(length: int) -> None:
    """What KMS unwraps is a key of 256 bits, or the message is refused as damaged."""
    kms = Kms(pair())

    def short(**_: Any) -> tuple[Answer, dict[str, Any]]:
        return Answer(200), {"Plaintext": b"k" * length}

    handler: Callable[..., Any] = short
    kms.client.meta.events.register_first("before-call.kms.Decrypt", handler)
    assert code_of(kms, sealed(TEXT)) == "encryption_invalid"


@pytest.mark.parametrize(
    "code",
    [
        "ThrottlingException",
        "KMSInternalException",
        "DisabledException",
        "KMSInvalidStateException",
        "AccessDeniedException",
        "NotFoundException",
    ],
)
def test_kms_s_own_trouble_is_no_fault_of_the_message(code: str) -> None:
    """The same message may be sent again: it was not judged."""
    kms = Kms(pair())
    kms.refusal = code
    with pytest.raises(UnavailableError, match=code):
        kms.opener.open(sealed(TEXT).encode(), LONGEST_BODY)


def test_no_answer_is_no_judgement() -> None:
    """A time-out says nothing of the message either."""
    kms = Kms(pair())

    def silent(**_: Any) -> None:
        raise ReadTimeoutError(endpoint_url="kms")

    kms.client.meta.events.register_first("before-call.kms.Decrypt", silent)
    with pytest.raises(UnavailableError, match="ReadTimeoutError"):
        kms.opener.open(sealed(TEXT).encode(), LONGEST_BODY)
