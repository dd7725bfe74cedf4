"""The public halves of asymmetric KMS keys, as merchants encrypt for them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from joserfc.jwk import RSAKey

from runtime.adapters.aws_errors import unavailable
from runtime.adapters.jwe_messages import kid_of
from runtime.domain.messages import PublicKey

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient


class KmsPublicKeys:
    """The PublicKeys port. A key's public half never changes, so KMS is asked once for each."""

    def __init__(self, client: "KMSClient", key_arns: Sequence[str]) -> None:
        self._client = client
        self._arns = key_arns
        self._known: dict[str, PublicKey] = {}

    def current(self) -> Sequence[PublicKey]:
        """Every key that opens messages now; the first is the one to use.

        Raises:
            UnavailableError: no answer; the same call may be made again.
        """
        for arn in self._arns:
            if arn not in self._known:
                self._known[arn] = self._asked(arn)
        return [self._known[arn] for arn in self._arns]

    def _asked(self, arn: str) -> PublicKey:
        with unavailable("KMS"):
            spki = self._client.get_public_key(KeyId=arn)["PublicKey"]
        numbers = RSAKey.import_key(spki).as_dict(private=False)
        return PublicKey(kid=kid_of(arn), n=str(numbers["n"]), e=str(numbers["e"]))
