"""What counts as taken by an endpoint."""

import pytest

from runtime.domain.webhook_ports import FAILURES, WebhookAnswer


@pytest.mark.parametrize("status", [200, 202, 204, 299])
def test_any_status_of_2xx_takes_an_event(status: int) -> None:
    """As Standard Webhooks says."""
    assert WebhookAnswer(status).taken


@pytest.mark.parametrize("status", [101, 103, 199, 300, 302, 308, 400, 410, 429, 500, 999])
def test_no_other_status_does(status: int) -> None:
    """A redirect and an interim answer are none."""
    assert not WebhookAnswer(status).taken


@pytest.mark.parametrize("failure", sorted(FAILURES))
def test_no_answer_takes_nothing(failure: str) -> None:
    """Whatever the reason."""
    assert not WebhookAnswer(None, failure).taken
