"""Failures that Stripe keeps under the call's key, played to a payment's first call of a method."""

from dataclasses import dataclass, field

from local.psp import params
from local.psp.behaviours import KeptFailure
from local.psp.errors import server_error
from local.psp.intents import Intent


@dataclass
class FirstCalls:
    """Which first calls have failed already."""

    failed: set[tuple[str, str]] = field(default_factory=set)
    """Payment and method."""

    def refuse(self, method: str, intent: Intent) -> None:
        """Before the deed.

        Raises:
            ApiError: this call's key plays another request's.
        """
        if self._fails(method, intent, KeptFailure.IDEMPOTENCY_ERROR):
            raise params.key_reused(same_endpoint=True)

    def lose(self, method: str, intent: Intent) -> None:
        """After the deed.

        Raises:
            ApiError: this call plays a failure of the provider's.
        """
        if self._fails(method, intent, KeptFailure.ERROR_500):
            raise server_error(500, stored=True)

    def _fails(self, method: str, intent: Intent, failure: KeptFailure) -> bool:
        call = (intent.metadata.get("payment_id", intent.id), method)
        if intent.behaviour.first.get(method) is not failure or call in self.failed:
            return False
        self.failed.add(call)
        return True
