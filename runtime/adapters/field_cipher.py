"""Field-level encryption: the AWS Encryption SDK under one customer-managed key."""

from base64 import b64decode, b64encode
from typing import TYPE_CHECKING, Any, Final

import aws_encryption_sdk as sdk
from aws_encryption_sdk.exceptions import (
    AWSEncryptionSDKClientError,
    DecryptKeyError,
    GenerateKeyError,
)
from aws_encryption_sdk.identifiers import Algorithm, CommitmentPolicy
from aws_encryption_sdk.key_providers.kms import KMSMasterKey
from botocore.exceptions import ClientError
from cryptography.exceptions import InvalidTag

from runtime.adapters.aws_errors import SDK_ERRORS, code_of
from runtime.adapters.data_keys import DataKeys
from runtime.contract.schema_versions import SEALED_SCHEMA
from runtime.domain.errors import PermanentError, UnavailableError
from runtime.domain.private import Clear, Sealed

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient

SCHEMA_VERSION: Final = "schema_version"
"""The context's third key."""

SUITE: Final = Algorithm.AES_256_GCM_HKDF_SHA512_COMMIT_KEY
"""Committing, and unsigned: only our own functions, which may both seal and open, would sign."""

_READABLE: Final = frozenset({None, str(SEALED_SCHEMA)})
"""Schema versions that open; texts of the first release have none."""

_WRONG_CIPHERTEXT: Final = frozenset({"InvalidCiphertextException", "IncorrectKeyException"})
"""KMS, "Decrypt": what no later call will mend."""


class UnsealableError(PermanentError):
    """The sealed text is damaged, or was sealed under another key, merchant or purpose."""


class _Key(KMSMasterKey):  # type: ignore[misc]  # the SDK is published without types
    """The SDK forgets why KMS did not decrypt; this remembers whether KMS was to blame."""

    def _decrypt_data_key(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super()._decrypt_data_key(*args, **kwargs)
        except DecryptKeyError as error:
            cause = error.__cause__
            if isinstance(cause, ClientError) and code_of(cause) not in _WRONG_CIPHERTEXT:
                message = f"KMS did not open the data key: {code_of(cause)}."
                raise UnavailableError(message) from cause
            raise


class SdkFieldCipher:
    """The FieldCipher port. Data keys are cached, so that KMS is asked once per context and use."""

    def __init__(self, client: "KMSClient", key_arn: str) -> None:
        self._sdk = sdk.EncryptionSDKClient(
            commitment_policy=CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT,
            max_encrypted_data_keys=1,
        )
        self._materials = DataKeys(_Key(key_id=key_arn, client=client))

    def seal(self, merchant: str, purpose: str, text: Clear) -> Sealed:
        """The sealed text.

        Raises:
            UnavailableError: no answer; the same call may be made again.
        """
        try:
            sealed, _ = self._sdk.encrypt(
                source=text.get_secret_value().encode(),
                materials_manager=self._materials,
                encryption_context={
                    **_context(merchant, purpose),
                    SCHEMA_VERSION: str(SEALED_SCHEMA),
                },
                algorithm=SUITE,
            )
        except (GenerateKeyError, *SDK_ERRORS) as error:
            message = f"KMS made no data key: {code_of(_root(error))}."
            raise UnavailableError(message) from error
        return Sealed(b64encode(sealed).decode())

    def unseal(self, merchant: str, purpose: str, sealed: Sealed) -> Clear:
        """The text again; only with the same merchant and purpose.

        Raises:
            UnavailableError: no answer; the same call may be made again.
            UnsealableError: it was not sealed by this stack for this payment and purpose.
        """
        try:
            text, header = self._sdk.decrypt(
                source=b64decode(sealed.get_secret_value(), validate=True),
                materials_manager=self._materials,
            )
            # The context in the header is authenticated; whose it is must still be compared.
            found = header.encryption_context
            ours = _context(merchant, purpose).items() <= found.items()
            if ours and found.get(SCHEMA_VERSION) in _READABLE:
                return Clear(text.decode())
        except SDK_ERRORS as error:
            message = f"KMS did not open the data key: {code_of(error)}."
            raise UnavailableError(message) from error
        except (AWSEncryptionSDKClientError, InvalidTag, ValueError):
            pass  # Told below, without what the text holds.
        message = f"The sealed {purpose} does not open."
        raise UnsealableError(message)


def _context(merchant: str, purpose: str) -> dict[str, str]:
    return {"merchant": merchant, "purpose": purpose}


def _root(error: Exception) -> Exception:
    cause = error.__cause__
    return cause if isinstance(cause, Exception) else error
