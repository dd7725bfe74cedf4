"""The buckets' names."""

from components.lib.bucket_names import audit_buckets, code_buckets, roots_buckets


def test_each_bucket_has_a_name_of_its_own_with_the_account_in_it() -> None:
    """All accounts of the world share them."""
    account = "111122223333"
    every = [*audit_buckets(account), *roots_buckets(account), *code_buckets(account)]
    assert len(set(every)) == 6
    assert all(each.startswith(f"{account}-") for each in every)
