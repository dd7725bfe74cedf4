"""What the trust store needs."""

from till.permissions._trust_store import TRUST_STORE


def test_only_the_stack_s_own_buckets_are_reached() -> None:
    """By their names; a bucket of anybody else is out of reach, and no object lock or ACL is."""
    needs = [each for found in TRUST_STORE.values() for each in found]
    for each in needs:
        if each.actions.startswith("s3:"):
            assert [one.split(":::")[1].split("/")[0] for one in each.resources] == [
                "tillstack-<stack>-*"
            ]
        assert "Acl" not in each.actions.replace("GetBucketAcl", "")
