"""The scheduled functions' ports over the adapters; `test_bootstrap.py` warms them."""

from runtime import bootstrap, bootstrap_schedules


def test_a_run_is_given_its_own_clock_and_time() -> None:
    """Nothing is joined when the module is imported: no client, no environment."""
    joined = {name for name in vars(bootstrap_schedules) if name.endswith("_ports")}
    assert joined == {
        f"{each}_ports"
        for each in (
            "expire_payers",
            "reconcile_payments",
            "sign_ledger",
            "sweep_events",
            "sweep_payments",
            "tell_drill_age",
        )
    }
    assert not joined & set(vars(bootstrap))
