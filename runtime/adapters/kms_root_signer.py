"""The key that signs roots, in KMS: an elliptic curve (NIST P-256), ECDSA with SHA-256."""

from base64 import b64encode
from typing import TYPE_CHECKING, Final

from runtime.adapters.aws_errors import unavailable

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient

ALGORITHM: Final = "ECDSA_SHA_256"


class KmsRootSigner:
    """The RootSigner port."""

    def __init__(self, client: "KMSClient", key_arn: str) -> None:
        self._client = client
        self._arn = key_arn

    def public_key(self) -> bytes:
        """Its public half: DER, SubjectPublicKeyInfo.

        Raises:
            UnavailableError: no answer; the same call may be made again.
        """
        with unavailable("KMS"):
            return self._client.get_public_key(KeyId=self._arn)["PublicKey"]

    def sign(self, sha256: str) -> str:
        """Base64 of the signature over a hash in hex.

        Raises:
            UnavailableError: no answer; the same call may be made again.
        """
        with unavailable("KMS"):
            answer = self._client.sign(
                KeyId=self._arn,
                Message=bytes.fromhex(sha256),
                MessageType="DIGEST",
                SigningAlgorithm=ALGORITHM,
            )
        return b64encode(answer["Signature"]).decode()
