"""Signatures of Standard Webhooks, by secrets that a key in KMS derives: none is stored."""

import hmac
from base64 import b64encode
from collections.abc import Sequence
from threading import Lock
from typing import TYPE_CHECKING, Final

from runtime.adapters.aws_errors import unavailable

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient

ALGORITHM: Final = "HMAC_SHA_256"


def derive(kms: "KMSClient", key_arn: str, merchant: str, secret_id: str) -> bytes:
    """The secret of an endpoint, 32 bytes: the same for the same key, merchant and id.

    Raises:
        UnavailableError: no answer; the same call may be made again.
    """
    text = f"tillstack webhook secret\n{merchant}\n{secret_id}"
    with unavailable("KMS"):
        answer = kms.generate_mac(KeyId=key_arn, Message=text.encode(), MacAlgorithm=ALGORITHM)
    return answer["Mac"]


def secret_text(raw: bytes) -> str:
    """A secret as a merchant is given it: `whsec_` and Base64."""
    return f"whsec_{b64encode(raw).decode()}"


def signature(secret: bytes, event_id: str, at: int, body: bytes) -> str:
    """One signature, `v1,…`, over the id, the time (Unix seconds) and the body as it is sent."""
    signed = b".".join((event_id.encode(), str(at).encode(), body))
    return f"v1,{b64encode(hmac.digest(secret, signed, 'sha256')).decode()}"


class KmsWebhookSigner:
    """The WebhookSigner port. Each secret is asked of KMS once; safe to share between threads."""

    def __init__(self, client: "KMSClient", key_arn: str) -> None:
        self._client = client
        self._arn = key_arn
        self._lock = Lock()
        self._secrets: dict[tuple[str, str], bytes] = {}

    def sign(
        self, merchant: str, secret_ids: Sequence[str], event_id: str, at: int, body: bytes
    ) -> str:
        """The header `webhook-signature`: a signature for each secret, in the order given.

        Raises:
            UnavailableError: no answer; the same call may be made again.
        """
        secrets = [self._secret(merchant, each) for each in secret_ids]
        return " ".join(signature(each, event_id, at, body) for each in secrets)

    def _secret(self, merchant: str, secret_id: str) -> bytes:
        # Whoever comes while the first one asks waits for its answer, and asks nobody.
        with self._lock:
            found = self._secrets.get((merchant, secret_id))
            if found is None:
                found = derive(self._client, self._arn, merchant, secret_id)
                self._secrets[merchant, secret_id] = found
            return found
