"""The rules, by topic."""

from .at_rest import SQS_CMK_ENCRYPTION

RULES = [SQS_CMK_ENCRYPTION]
"""Every rule of the pack, in the order in which it reports."""
