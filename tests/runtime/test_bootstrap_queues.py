"""The ports of functions that take messages; `test_bootstrap.py` warms them."""

from runtime import bootstrap, bootstrap_queues


def test_what_takes_messages_is_joined_here_alone() -> None:
    """Nothing is joined when the module is imported: no client, no environment."""
    joined = {name for name in vars(bootstrap_queues) if name.endswith("_ports")}
    assert joined == {
        f"{each}_ports"
        for each in (
            "deliver_events",
            "notify_customer",
            "process_payment",
            "receive_email_event",
        )
    }
    assert not joined & set(vars(bootstrap))
