"""One secret of Secrets Manager, read when first asked for."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from runtime.adapters.aws_errors import unavailable
from runtime.domain.errors import UnavailableError
from runtime.domain.ports import Clock

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient

_DAY_SECONDS = 86_400


class Secret:
    """The current text of a secret, kept for the life of this object.

    Each reading tells the secret's name and the age of its text in days (PCI DSS 8.6.3).
    """

    def __init__(
        self,
        client: "SecretsManagerClient",
        arn: str,
        clock: Clock,
        tell_age: Callable[[str, float], None],
    ) -> None:
        self._client = client
        self._arn = arn
        self._clock = clock
        self._tell_age = tell_age
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
            answer = self._client.get_secret_value(SecretId=self._arn)
        text = answer.get("SecretString")
        if not text:
            message = "The secret holds no text."
            raise UnavailableError(message)
        seconds = self._clock.now() - answer["CreatedDate"].timestamp()
        self._tell_age(answer["Name"], seconds / _DAY_SECONDS)
        self._text = text
        return text
