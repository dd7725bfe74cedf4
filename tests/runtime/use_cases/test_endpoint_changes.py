"""An endpoint that a person changes while a lane of it is at work, over fakes."""

import pytest

from runtime.domain.webhook import WebhookSecret
from tests.fakes.endpoint import REFUSED, SECRET, telling
from tests.runtime.use_cases.telling import Telling


@pytest.mark.parametrize("ids", [(), ("b2c3d4e5f6a7b2c3",)], ids=["taken away", "another secret"])
def test_a_change_of_the_endpoint_counts_from_the_next_batch_on(ids: tuple[str, ...]) -> None:
    """A lane that waits for a moment sends nothing more by what has ended meanwhile."""
    world, merchant = Telling(), telling()
    world.harness.succeeded()
    secrets = tuple(WebhookSecret(id=each, made_at=1) for each in ids)
    after = merchant.webhook and merchant.webhook.model_copy(update={"secrets": secrets})
    changed = merchant.model_copy(update={"webhook": after if ids else None})
    world.sender.answers.append(REFUSED)
    world.on_wait = lambda: world.directory.merchants.update(acme=changed)
    assert world.deliver().taken == 2 + len(ids)
    signed = [each.headers["Webhook-Signature"].split(".")[0] for each in world.sender.posted]
    assert signed == [f"v1,{SECRET}"] * 3 + [f"v1,{each}" for each in ids]
