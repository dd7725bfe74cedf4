"""Sealing that hides nothing and still checks merchant and purpose."""

import json
from base64 import b64decode, b64encode

from runtime.domain.errors import UnavailableError
from runtime.domain.private import Clear, Sealed
from tests.fakes.faults import Faults


class FakeFieldCipher(Faults):
    """Base64 of merchant, purpose and text; opens only for the same merchant and purpose."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[tuple[str, str]] = []

    def seal(self, merchant: str, purpose: str, text: Clear) -> Sealed:
        """The three, tagged and readable by `open` alone."""
        with self.strike("seal"):
            parts = [merchant, purpose, text.get_secret_value()]
            return Sealed(b64encode(json.dumps(parts).encode()).decode())

    def unseal(self, merchant: str, purpose: str, sealed: Sealed) -> Clear:
        """The text again.

        Raises:
            UnavailableError: another merchant or purpose.
        """
        with self.strike("open"):
            self.opened.append((merchant, purpose))
            owner, use, text = json.loads(b64decode(sealed.get_secret_value()))
            if (owner, use) != (merchant, purpose):
                message = "Sealed for another merchant or purpose."
                raise UnavailableError(message)
            return Clear(text)
