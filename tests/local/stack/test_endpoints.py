"""The endpoints of a local stack's merchants."""

import pytest

from local.stack import collect
from local.stack.endpoints import enrol, secrets_of
from local.stack.merchants import MERCHANTS, directory
from local.stack.stack import LocalStack
from runtime.domain.webhook import Webhook, WebhookSecret

pytestmark = pytest.mark.emulator

TWO = ("a2b3c4d5e6f7a2b3", "b2b3c4d5e6f7a2b3")


@pytest.fixture(name="stack")
def _stack(telling_stack: LocalStack) -> LocalStack:
    return telling_stack


def test_each_merchant_is_told_at_its_own_backend(stack: LocalStack) -> None:
    """At the receiver of this stack; enrolled again, each has a new secret and knows it."""
    assert stack.receiver
    known = directory(stack.emulator, stack.outputs)
    before = {name: known.known(name).webhook for name in MERCHANTS}
    enrol(stack.emulator, stack.outputs, stack.receiver)
    for name in MERCHANTS:
        webhook = known.known(name).webhook
        assert webhook
        assert webhook.url == stack.receiver.url(name)
        assert webhook != before[name]
        told = secrets_of(stack.emulator, stack.outputs, name, webhook)
        assert collect.shops(stack)[name]._secrets == tuple(told)


def test_secrets_are_those_of_the_merchant_newest_first(stack: LocalStack) -> None:
    """Each its own, and another for another merchant; without an endpoint there is none."""
    made = tuple(WebhookSecret(id=each, made_at=1) for each in TWO)
    webhook = Webhook(url="https://shop.example.com/", secrets=made, made_at=1)
    one, other = (
        secrets_of(stack.emulator, stack.outputs, name, webhook) for name in ("acme", "bistro")
    )
    assert len({*one, *other}) == 4
    newest = webhook.without_secret(TWO[0])
    assert secrets_of(stack.emulator, stack.outputs, "acme", newest) == one[:1]
    assert secrets_of(stack.emulator, stack.outputs, "acme", None) == []
