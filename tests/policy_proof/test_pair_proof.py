"""Pairs of changes: one hides nothing of the other."""

from functools import cache

from policy_proof import run
from policy_proof.mutant import Source
from policy_proof.tally import Tally

_NO_NAME = (
    "aws:cloudwatch/logGroup:LogGroup name: empty (api-accept-payment-logs name)",
    (
        "aws:lambda/function:Function loggingConfig.logGroup: empty "
        "(api-accept-payment-function loggingConfig.logGroup)"
    ),
)
LEFT: frozenset[str] = frozenset(
    {
        # A key of this kind can't rotate: KMS would refuse what is asked for.
        (
            "pair: kms-rotation: aws:kms/key:Key enableKeyRotation: drop (keys-alerts "
            "enableKeyRotation) beside aws:kms/key:Key customerMasterKeySpec: RSA_3072 "
            "(keys-alerts "
            "customerMasterKeySpec)"
        ),
        # Both are called by the same, empty name; AWS takes neither.
        f"pair: lambda-log-group-managed: {_NO_NAME[0]} beside {_NO_NAME[1]}",
        f"pair: lambda-log-group-managed: {_NO_NAME[1]} beside {_NO_NAME[0]}",
    }
)
"""Changes of which the other one takes the effect away, by name and with the reason."""


@cache
def tally() -> Tally:
    """The same pairs each time."""
    return run.together(run.PAIRS)


def test_neither_of_two_changes_hides_the_other() -> None:
    """Each that matters is reported beside any other of the same or of a linked resource."""
    assert set(tally().unseen) == LEFT
    assert tally().made[Source.PAIRS] > 500
