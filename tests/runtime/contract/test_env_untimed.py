"""Functions without times: what they are told, and not told."""

from runtime.contract.env_untimed import ExpirePayersEnv, ReceiveWebhookEnv, SignLedgerEnv


def test_what_is_told_is_told_of_no_time() -> None:
    """Whoever imports these models builds none of the stack's times."""
    told = ExpirePayersEnv, ReceiveWebhookEnv, SignLedgerEnv
    assert not [each for each in told if "TIMING" in each.model_fields]


def test_a_webhook_knows_no_entry() -> None:
    """It looks at a payment and tells the queue: the ledger's other table is none of its."""
    assert "ENTRIES_TABLE" not in ReceiveWebhookEnv.model_fields
