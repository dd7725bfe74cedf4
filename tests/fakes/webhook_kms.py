"""KMS as far as secrets of endpoints ask: an HMAC under a key that never leaves it."""

import hashlib
import hmac
from typing import TYPE_CHECKING, Any, Final, cast

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient

KEY_ARN: Final = "arn:aws:kms:eu-west-1:123456789012:key/webhooks"


class FakeKms:
    """Answers `generate_mac` alone, always the same for the same text."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []

    def generate_mac(self, **asked: Any) -> dict[str, bytes]:
        """As boto3's client."""
        self.asked.append(asked)
        key = hashlib.sha256(asked["KeyId"].encode()).digest()
        return {"Mac": hmac.digest(key, asked["Message"], "sha256")}

    @property
    def client(self) -> "KMSClient":
        """Itself, by the type of what it stands for."""
        return cast("KMSClient", self)
