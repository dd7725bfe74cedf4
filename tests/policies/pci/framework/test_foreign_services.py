"""What must be AWS's own is let be, for one service each."""

from policies.pci.framework.arns import Arn, within
from policies.pci.framework.foreign_services import (
    LAYERS,
    LOAD_BALANCERS,
    chats,
    edge,
    keeps_bucket,
    lends,
    lent,
    writes_logs,
)
from policies.pci.framework.tokens import QUEUE, SLACK_CHANNEL

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


def test_a_chat_is_configured_in_a_region_of_its_own() -> None:
    """One of four, said by that one property of that one type."""
    assert chats(SLACK_CHANNEL, "region", "eu-west-1")
    assert not chats(SLACK_CHANNEL, "region", "eu-west-2")
    assert not chats(SLACK_CHANNEL, "configurationName", "eu-west-1")
    assert not chats(QUEUE, "region", "eu-west-1")


def test_a_bucket_of_images_is_of_its_region() -> None:
    """By its whole name."""
    assert keeps_bucket("prod-eu-central-1-starport-layer-bucket", HERE)
    assert not keeps_bucket("prod-us-east-1-starport-layer-bucket", HERE)


def test_a_bucket_of_packages_is_lent_whole_and_by_its_name() -> None:
    """Amazon Linux's, of whichever region; nothing that only begins or ends like it."""
    assert keeps_bucket("al2023-repos-eu-central-1-de612dc2", HERE)
    assert lends("arn:aws:s3:::al2023-repos-eu-central-1-de612dc2/*")
    assert lends("arn:aws-us-gov:s3:::al2023-repos-us-gov-west-1-de612dc2/*")
    for other in ("x-al2023-repos-eu-central-1-de612dc2", "al2023-repos-eu-central-1-de612dc2x"):
        assert not lends(f"arn:aws:s3:::{other}/*")
    assert not lends("arn:aws:s3:::al2023-repos-*-de612dc2/*")
    assert not lends("*")
