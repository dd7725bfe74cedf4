"""Time and chance, as this machine has them."""

import random
import secrets
import time


class SystemClock:
    """The Clock port over the machine's time."""

    def now(self) -> int:
        """Unix seconds."""
        return int(time.time())


class SystemRandom:
    """The Random port over the kernel's randomness.

    A seeded generator would repeat itself in every environment that is restored from
    one snapshot (Lambda, "Handling uniqueness with Lambda SnapStart").
    """

    def token(self) -> str:
        """32 hex digits."""
        return secrets.token_hex(16)

    def fraction(self) -> float:
        """Uniform in [0, 1)."""
        return random.SystemRandom().random()
