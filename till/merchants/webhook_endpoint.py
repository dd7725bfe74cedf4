"""What each command of `till merchants webhook` makes of a merchant's endpoint. Pure."""

from base64 import b32encode
from typing import Final

from pydantic import TypeAdapter, ValidationError

from runtime.domain.webhook import MOST_SECRETS, Webhook, WebhookSecret
from runtime.domain.webhook_url import url_fault
from runtime.wire.fields import Email
from till.lib.input import InputError

ID_BYTES: Final = 10
"""Of chance in a secret's name: 16 letters and digits."""
_EMAIL: Final[TypeAdapter[str]] = TypeAdapter(Email)


def secret_id(chance: bytes) -> str:
    """The name of a new secret, of `ID_BYTES` bytes of chance."""
    return b32encode(chance).decode().lower()


def url_of(url: str, *, loopback: bool) -> str:
    """The address of an endpoint; `loopback`: whether one of this machine will do.

    Raises:
        InputError: it is none.
    """
    fault = url_fault(url, loopback=loopback)
    if fault is None:
        return url
    # What was typed is not repeated: it may hold a password, and this may be a log.
    message = (
        f"--url is no address of an endpoint. {fault} Name one that everybody reaches, such as "
        "https://shop.example.com/webhooks. Nothing was changed."
    )
    raise InputError(message)


def contact_of(contact: str) -> str | None:
    """An e-mail address; None of an empty text, which takes away the one that is there.

    Raises:
        InputError: it is none.
    """
    try:
        return _EMAIL.validate_python(contact) if contact else None
    except ValidationError:
        message = f"{contact!r} is no e-mail address. Nothing was changed."
        raise InputError(message) from None


def placed(
    before: Webhook | None, url: str | None, contact: str | None, now: int, identifier: str
) -> Webhook:
    """The endpoint there, by whom it is mended; None leaves what is so, and '' names nobody.

    A new one has a secret of this name, made at `now` (Unix seconds).

    Raises:
        InputError: there is none, and no address was named.
    """
    named = {} if contact is None else {"contact": contact or None}
    if before is not None:
        return before.model_copy(update={**named, **({} if url is None else {"url": url})})
    if url is None:
        message = "The merchant has no endpoint yet: name its address with --url."
        raise InputError(message)
    secrets = (WebhookSecret(id=identifier, made_at=now),)
    return Webhook(url=url, secrets=secrets, made_at=now, **named)


def existing(webhook: Webhook | None, merchant: str) -> Webhook:
    """The endpoint.

    Raises:
        InputError: there is none.
    """
    if webhook is not None:
        return webhook
    message = (
        f"The merchant {merchant} has no endpoint: `till merchants webhook set {merchant} --url …` "
        "makes one."
    )
    raise InputError(message)


def rotated(webhook: Webhook, merchant: str, now: int, identifier: str) -> Webhook:
    """With one more secret, of this name.

    Raises:
        InputError: there are two already.
    """
    if len(webhook.secrets) < MOST_SECRETS:
        return webhook.with_secret(identifier, now)
    old, new = (each.id for each in webhook.secrets)
    message = (
        f"The endpoint of {merchant} has two secrets, {old} and the newer {new}, and nothing was "
        "changed. End the older one once the merchant believes the newer: "
        f"`till merchants webhook end {merchant} --secret {old}`."
    )
    raise InputError(message)


def ended(webhook: Webhook, merchant: str, identifier: str) -> Webhook:
    """Without this secret.

    Raises:
        InputError: there is no such secret, or no other.
    """
    known(webhook, merchant, identifier)
    if len(webhook.secrets) > 1:
        return webhook.without_secret(identifier)
    message = (
        f"{identifier} is the only secret of {merchant}'s endpoint, and nothing was changed: "
        f"`till merchants webhook rotate {merchant}` makes another first."
    )
    raise InputError(message)


def known(webhook: Webhook, merchant: str, identifier: str) -> str:
    """The name of a secret that the endpoint has.

    Raises:
        InputError: it has none of this name.
    """
    if identifier in webhook.secret_ids:
        return identifier
    message = (
        f"The endpoint of {merchant} has no secret {identifier}; it has "
        f"{' and '.join(webhook.secret_ids)}. Nothing was changed or written."
    )
    raise InputError(message)
