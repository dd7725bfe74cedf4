"""How long is waited after each failure of a merchant's endpoint, where a stack says nothing."""

from typing import Final

WEBHOOK_STEPS: Final = (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
"""Seconds: those of Standard Webhooks ("Deliverability and reliability"), three days in all."""
