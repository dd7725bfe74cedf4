"""The operators' handler over a harness's fakes."""

from typing import Any

from runtime.handlers.operate_payments import respond
from runtime.invocation.http import HttpResponse
from tests.fakes.open_rows import listing
from tests.fakes.payments import Harness


def answered(harness: Harness, request: dict[str, Any]) -> HttpResponse:
    """The handler's answer to a request."""
    return respond(
        request,
        ports=harness.operating(),
        listing=lambda: listing(harness.ledger, harness.clock),
    )
