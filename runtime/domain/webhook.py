"""Where a merchant is told, as the directory holds it."""

from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

MOST_SECRETS: Final = 2
"""Secrets that events are signed with: the old one and the new, while one replaces the other."""
SECRET_AGE: Final = 365 * 24 * 3600
"""Seconds after which a secret is to be replaced."""

SecretId = Annotated[str, Field(pattern=r"^[a-z2-7]{16}$")]


class _Model(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True
    )


class WebhookSecret(_Model):
    """A secret by its name: what it is follows from the name and a key that never leaves KMS."""

    id: SecretId
    made_at: int
    """Unix seconds."""


class Webhook(_Model):
    """The one endpoint of a merchant."""

    url: Annotated[str, Field(min_length=1, max_length=2048)]
    """https; `runtime.domain.webhook_url` says which."""
    contact: Annotated[str, Field(max_length=254)] | None = None
    """The e-mail address of whoever mends the endpoint."""
    secrets: Annotated[tuple[WebhookSecret, ...], Field(min_length=1, max_length=MOST_SECRETS)]
    """Oldest first; each signs every event."""
    made_at: int
    """Unix seconds: what happened to a payment that was accepted earlier is not told by itself."""

    @property
    def secret_ids(self) -> list[str]:
        """Newest first, as they sign."""
        return [each.id for each in reversed(self.secrets)]

    def with_secret(self, identifier: str, at: int) -> "Webhook":
        """With one more.

        Raises:
            ValueError: there are two already.
        """
        if len(self.secrets) == MOST_SECRETS:
            message = "An endpoint has two secrets at most."
            raise ValueError(message)
        return self.model_copy(
            update={"secrets": (*self.secrets, WebhookSecret(id=identifier, made_at=at))}
        )

    def without_secret(self, identifier: str) -> "Webhook":
        """Without this one.

        Raises:
            ValueError: it has no such secret, or no other.
        """
        left = tuple(each for each in self.secrets if each.id != identifier)
        if not left or len(left) == len(self.secrets):
            message = "An endpoint keeps one secret, and ends only one that it has."
            raise ValueError(message)
        return self.model_copy(update={"secrets": left})
