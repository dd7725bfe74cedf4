"""What must be AWS's own is let be, for one service each."""

from policies.pci.framework.arns import Arn, within
from policies.pci.framework.foreign_services import (
    LAYERS,
    LOAD_BALANCERS,
    edge,
    keeps_bucket,
    lent,
    writes_logs,
)

HERE = frozenset({"eu-central-1"})


def arn(text: str) -> Arn:
    """The one in a text."""
    (found,) = within(text)
    return found


def test_what_aws_keeps_is_lent() -> None:
    """Its policies, data identifiers and layers; nothing else of the same accounts."""
    assert lent(arn("arn:aws:iam::aws:policy/ReadOnlyAccess"))
    assert lent(arn("arn:aws:dataprotection::aws:data-identifier/EmailAddress"))
    for account in LAYERS:
        assert lent(arn(f"arn:aws:lambda:eu-central-1:{account}:layer:x:1"))
        assert not lent(arn(f"arn:aws:lambda:eu-central-1:{account}:function:x"))
        assert not lent(arn(f"arn:aws:sqs:eu-central-1:{account}:x"))


def test_load_balancers_write_logs_in_their_own_region() -> None:
    """Another region's account does not."""
    assert writes_logs(LOAD_BALANCERS["eu-central-1"], HERE)
    assert not writes_logs(LOAD_BALANCERS["us-east-1"], HERE)


def test_the_edge_is_served_from_one_region() -> None:
    """Certificates of edge domains; nothing else there."""
    assert edge(arn("arn:aws:acm:us-east-1:111122223333:certificate/x"))
    assert not edge(arn("arn:aws:acm:us-west-2:111122223333:certificate/x"))
    assert not edge(arn("arn:aws:sqs:us-east-1:111122223333:x"))


def test_a_bucket_of_images_is_of_its_region() -> None:
    """By its whole name."""
    assert keeps_bucket("prod-eu-central-1-starport-layer-bucket", HERE)
    assert not keeps_bucket("prod-us-east-1-starport-layer-bucket", HERE)
