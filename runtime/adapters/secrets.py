"""One secret of Secrets Manager, read when first asked for."""

from typing import TYPE_CHECKING

from runtime.adapters._aws_errors import unavailable
from runtime.domain.errors import UnavailableError

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient


class Secret:
    """The current text of a secret, kept for the life of this object."""

    def __init__(self, client: "SecretsManagerClient", arn: str) -> None:
        self._client = client
        self._arn = arn
        self._text: str | None = None

    def value(self) -> str:
        """The text as it was last read.

        Raises:
            UnavailableError: it was never read, and can't be now.
        """
        return self.fresh() if self._text is None else self._text

    def fresh(self) -> str:
        """The text as it is now, for a caller whose copy was refused.

        Raises:
            UnavailableError: the copy that was read before stays.
        """
        with unavailable("Secrets Manager"):
            text = self._client.get_secret_value(SecretId=self._arn).get("SecretString")
        if not text:
            message = "The secret holds no text."
            raise UnavailableError(message)
        self._text = text
        return text
