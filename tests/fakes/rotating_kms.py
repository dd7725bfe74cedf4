"""KMS's client for one key whose material changes: moto and the emulator keep one for ever.

As KMS has it ("Rotate AWS KMS keys"): what is new is made under the current material, and what is
old is opened by the material that it was made under.
"""

import secrets
from collections.abc import Mapping
from typing import Any, Final

from botocore.client import BaseClient
from botocore.exceptions import ClientError
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from runtime.adapters.field_cipher import SdkFieldCipher

KEY: Final = "arn:aws:kms:eu-central-1:111122223333:key/00000000-0000-0000-0000-000000000000"
_NONCE: Final = 12


class RotatingKms(BaseClient):
    """The two calls that sealing makes; the SDK takes nothing but a client of botocore's class."""

    def __init__(self) -> None:
        self._material: list[AESGCM] = [_new()]
        self.used: list[int] = []
        """Which material each data key was made under."""

    def rotate(self) -> None:
        """RotateKeyOnDemand, or a year later."""
        self._material.append(_new())

    def forget(self, number: int) -> None:
        """What KMS does to no material before the key itself is deleted."""
        self._material[number] = _new()

    def generate_data_key(self, **asked: Any) -> dict[str, Any]:
        """A data key, in clear and under the current material."""
        number, clear = len(self._material) - 1, secrets.token_bytes(asked["NumberOfBytes"])
        nonce = secrets.token_bytes(_NONCE)
        self.used.append(number)
        sealed = self._material[number].encrypt(nonce, clear, _bound(asked))
        blob = bytes([number]) + nonce + sealed
        return {"Plaintext": clear, "CiphertextBlob": blob, "KeyId": asked["KeyId"]}

    def decrypt(self, **asked: Any) -> dict[str, Any]:
        """The data key again, by the material that it names.

        Raises:
            ClientError: the material is another now, or it is another context.
        """
        blob = asked["CiphertextBlob"]
        material, nonce, sealed = self._material[blob[0]], blob[1 : 1 + _NONCE], blob[1 + _NONCE :]
        try:
            clear = material.decrypt(nonce, sealed, _bound(asked))
        except InvalidTag:
            refusal = {"Error": {"Code": "InvalidCiphertextException", "Message": ""}}
            raise ClientError(refusal, "Decrypt") from None  # type: ignore[arg-type] # botocore's own shape, in part
        return {"Plaintext": clear, "KeyId": asked["KeyId"]}

    def cipher(self) -> SdkFieldCipher:
        """A cipher with an empty cache over this key."""
        return SdkFieldCipher(self, KEY)  # type: ignore[arg-type] # of KMS's client, two calls


def _new() -> AESGCM:
    return AESGCM(AESGCM.generate_key(256))


def _bound(asked: Mapping[str, Any]) -> bytes:
    return repr(sorted(asked["EncryptionContext"].items())).encode()
