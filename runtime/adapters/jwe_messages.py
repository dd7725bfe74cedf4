"""Encrypted bodies: compact JWE (RFC 7516), whose content key only KMS can unwrap.

One way and no other: RSA-OAEP-256 and A256GCM. joserfc does everything but the unwrapping, by a
registry that holds these two algorithms and three names of header members, so no header can ask
for another, for compression, or for a key from elsewhere.
"""

import secrets
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal, NoReturn

from joserfc.errors import JoseError
from joserfc.jwa import JWE_ENC_MODELS, JWEKeyEncryption
from joserfc.jwe import JWERegistry, Recipient, decrypt_compact
from joserfc.jwk import OctKey
from joserfc.registry import JWE_HEADER_REGISTRY
from joserfc.util import urlsafe_b64decode
from pydantic import BaseModel, ConfigDict, ValidationError

from runtime.adapters.aws_errors import SDK_ERRORS, code_of
from runtime.contract.codes import Code
from runtime.domain.errors import InvalidRequestError, UnavailableError

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient

ALGORITHM: Final = "RSA-OAEP-256"
ENCRYPTION: Final = "A256GCM"
KMS_ALGORITHM: Final = "RSAES_OAEP_SHA_256"
"""The same as KMS calls it; its mask is made with SHA-256 too, as RFC 7518 wants it."""

WRAPPED_BYTES: Final = 384
"""Of a content key: as long as the RSA key, which has 3,072 bits."""
CONTENT_KEY_BYTES: Final = 32
LONGEST_HEADER: Final = 512
"""Bytes of the header in base64url: what is needed takes 120."""

_PARTS: Final = 5
_INVALID: Final = (
    "The body is no compact JWE of RSA-OAEP-256 and A256GCM for a key of GET /v1/keys, or it is "
    "damaged."
)


def kid_of(key_arn: str) -> str:
    """What a key is called in a JWE and in GET /v1/keys: its id in KMS."""
    return key_arn.rpartition("/")[2]


class _Header(BaseModel):
    """What stands in the header, and nothing else does."""

    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)

    alg: Literal["RSA-OAEP-256"]
    enc: Literal["A256GCM"]
    kid: str


class _UnwrappedByKms(JWEKeyEncryption):
    """RSA-OAEP-256 for joserfc, with a private key that never leaves KMS."""

    name = ALGORITHM
    description = "RSAES OAEP using SHA-256 and MGF1 with SHA-256, in KMS"

    def __init__(self, client: "KMSClient") -> None:
        self._client = client

    def encrypt_cek(self, cek: bytes, recipient: Recipient[Any]) -> NoReturn:
        """Nothing here encrypts for merchants.

        Raises:
            NotImplementedError: always.
        """
        raise NotImplementedError

    def decrypt_cek(self, recipient: Recipient[OctKey]) -> bytes:
        """The content key; one that opens nothing, where KMS says that the wrapped one is damaged.

        So whoever tries wrapped keys learns no more than that the whole does not open (RFC 7516,
        11.5).

        Raises:
            UnavailableError: no answer; the same call may be made again.
        """
        key, wrapped = recipient.recipient_key, recipient.encrypted_key
        if not key or not wrapped or len(wrapped) != WRAPPED_BYTES:
            return secrets.token_bytes(CONTENT_KEY_BYTES)
        try:
            return self._client.decrypt(
                KeyId=key.raw_value.decode(),
                CiphertextBlob=wrapped,
                EncryptionAlgorithm=KMS_ALGORITHM,
            )["Plaintext"]
        except self._client.exceptions.InvalidCiphertextException:
            return secrets.token_bytes(CONTENT_KEY_BYTES)
        except SDK_ERRORS as error:
            message = f"KMS did not open the content key: {code_of(error)}."
            raise UnavailableError(message) from error


class KmsMessageOpener:
    """The MessageOpener port: one call of KMS for each message."""

    def __init__(self, client: "KMSClient", key_arns: Sequence[str]) -> None:
        # For joserfc a key's value is its ARN: that is all that this side of KMS has.
        self._keys: Mapping[str, OctKey] = {kid_of(arn): OctKey.import_key(arn) for arn in key_arns}
        self._registry = JWERegistry(algorithms=[ALGORITHM, ENCRYPTION])
        self._registry.algorithms = {
            "alg": {ALGORITHM: _UnwrappedByKms(client)},
            "enc": {each.name: each for each in JWE_ENC_MODELS if each.name == ENCRYPTION},
            "zip": {},
        }
        self._registry.header_registry = {
            name: JWE_HEADER_REGISTRY[name] for name in _Header.model_fields
        }

    def open(self, message: bytes, longest: int) -> bytes:
        """The text inside a compact JWE, of `longest` bytes at most.

        Raises:
            InvalidRequestError: it is none of ours, is damaged, or holds more.
            UnavailableError: no answer; the same call may be made again.
        """
        key = self._key(message, longest)
        try:
            opened = decrypt_compact(message, key, registry=self._registry)
        except (JoseError, ValueError):
            pass  # Told below, without what the message holds.
        else:
            if opened.plaintext is not None:
                return opened.plaintext
        raise InvalidRequestError(Code.ENCRYPTION_INVALID, _INVALID)

    def _key(self, message: bytes, longest: int) -> OctKey:
        """The key that the message names, once its form is right: KMS is asked for no other."""
        parts = message.split(b".")
        if len(parts) != _PARTS or len(parts[0]) > LONGEST_HEADER:
            raise InvalidRequestError(Code.ENCRYPTION_INVALID, _INVALID)
        # GCM adds nothing to a text, and base64url without padding has four letters for three.
        if len(parts[3]) * 3 // 4 > longest:
            raise InvalidRequestError(
                Code.BODY_TOO_LARGE, f"The body must not hold more than {longest} bytes."
            )
        try:
            header = _Header.model_validate_json(urlsafe_b64decode(parts[0]))
        except (ValidationError, ValueError):
            raise InvalidRequestError(Code.ENCRYPTION_INVALID, _INVALID) from None
        if header.kid not in self._keys:
            raise InvalidRequestError(
                Code.ENCRYPTION_KEY_UNKNOWN, "No key of this name is in use: ask GET /v1/keys."
            )
        return self._keys[header.kid]
