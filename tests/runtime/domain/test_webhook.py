"""A merchant's endpoint: its secrets, and that merchants without one stay as they were."""

import pytest
from pydantic import ValidationError

from runtime.domain.merchant import Merchant
from runtime.domain.webhook import Webhook, WebhookSecret

OLD, NEW = "a" * 16, "b" * 16


def webhook(*ids: str) -> Webhook:
    """An endpoint with these secrets, oldest first."""
    secrets = tuple(WebhookSecret(id=each, made_at=number) for number, each in enumerate(ids))
    return Webhook(url="https://shop.example.com/hooks", secrets=secrets, made_at=0)


def test_two_secrets_live_at_a_time() -> None:
    """The new one signs first, and the old one goes when nobody needs it."""
    both = webhook(OLD).with_secret(NEW, 1)
    assert both.secret_ids == [NEW, OLD]
    assert both.without_secret(OLD).secret_ids == [NEW]
    with pytest.raises(ValueError, match="two secrets at most"):
        both.with_secret("c" * 16, 2)


@pytest.mark.parametrize("identifier", [OLD, NEW])
def test_the_last_secret_stays(identifier: str) -> None:
    """Nor is one ended that is not there."""
    with pytest.raises(ValueError, match="keeps one secret"):
        webhook(OLD).without_secret(identifier)


@pytest.mark.parametrize("odd", ["", "A" * 16, "a" * 15, "1" * 16, "a" * 16 + "\n"])
def test_a_secret_has_a_name_of_ours(odd: str) -> None:
    """Sixteen letters of base32."""
    with pytest.raises(ValidationError):
        WebhookSecret(id=odd, made_at=0)


def test_an_endpoint_is_never_without_a_secret() -> None:
    """Whatever the directory holds."""
    with pytest.raises(ValidationError):
        webhook()


def test_a_merchant_without_an_endpoint_is_written_as_before() -> None:
    """So that the version before this one reads it."""
    assert "webhook" not in Merchant(name="acme").model_dump(mode="json")
    told = Merchant(name="acme").with_webhook(webhook(OLD))
    assert (told.version, told.webhook) == (1, webhook(OLD))
    assert Merchant.model_validate(told.model_dump(mode="json")) == told
    assert told.with_webhook(None).webhook is None
