"""URLs are found in a text, and say whose they are."""

import pytest

from policies.pci.framework.urls import Named, allowed, aws_service, buckets, named, within

ADDRESSES = ("https://api.example.com/v1", "mail.example.com")


def test_urls_are_found_in_a_text() -> None:
    """Of any scheme, between quotes; one that can't be read leads nowhere that is known."""
    found = within("see 'https://a.example/x' and wss://b.example, not c.example")
    assert [each.hostname for each in found] == ["a.example", "b.example,"]
    assert [each.hostname for each in within("http://[::1 http://a:b/")] == [None, None]
    assert not allowed(within("http://[::1")[0], ADDRESSES)


@pytest.mark.parametrize(
    ("url", "fine"),
    [
        ("https://api.example.com/v1", True),
        ("https://api.example.com/v1/charges?x=1", True),
        ("ftp://mail.example.com/anything", True),
        ("http://localhost:8080/x", True),
        ("http://127.0.0.2/x", True),
        ("http://[::1]:8080/x", True),
        ("http://169.254.169.254/latest/meta-data/x", True),
        ("http://169.254.169.253/latest/meta-data/x", False),
        ("http://www.w3.org/1999/xhtml", True),
        ("https://api.example.com/v11", False),
        ("https://api.example.com/v2", False),
        ("https://api.example.com/v1/../v2", False),
        ("http://api.example.com/v1", False),
        ("https://api.example.com:8443/v1", False),
        ("https://me@api.example.com/v1", False),
        ("https://api.example.com@evil.example/v1", False),
        ("https://api.example.com.evil.example/v1", False),
        ("https://10.0.0.1/v1", False),
    ],
)
def test_an_address_is_a_scheme_a_host_and_a_path(url: str, fine: bool) -> None:  # noqa: FBT001 - a parameter
    """Nothing beside it, and nothing that only begins like it."""
    (found,) = within(url)
    assert allowed(found, ADDRESSES) is fine


@pytest.mark.parametrize(
    ("url", "bucket"),
    [
        ("s3://shop/x", "shop"),
        ("https://shop.s3.amazonaws.com/x", "shop"),
        ("https://shop.s3.eu-central-1.amazonaws.com/x", "shop"),
        ("https://shop.s3.dualstack.eu-central-1.amazonaws.com/x", "shop"),
        ("https://shop.pictures.s3.eu-central-1.amazonaws.com/x", "shop.pictures"),
        ("https://s3.eu-central-1.amazonaws.com/shop/x", "shop"),
        ("https://s3.amazonaws.com/", None),
        ("https://sqs.eu-central-1.amazonaws.com/111122223333/shop", None),
        ("https://shop.s3.example.com/x", None),
    ],
)
def test_a_url_of_s3_leads_to_a_bucket(url: str, bucket: str | None) -> None:
    """By the host, by the path, or by its own scheme."""
    (found,) = within(url)
    assert buckets(found) == ([bucket] if bucket else [])


@pytest.mark.parametrize(
    ("url", "thing"),
    [
        ("https://abc.execute-api.eu-central-1.amazonaws.com/live", "abc"),
        ("https://abc.lambda-url.eu-central-1.on.aws/", "abc"),
        ("https://abc.cloudfront.net/", "abc"),
        ("https://shop.auth.eu-central-1.amazoncognito.com/login", "shop"),
        ("https://sqs.eu-central-1.amazonaws.com.cn/1/x", None),
        ("https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_x", None),
        ("https://shop.s3.eu-central-1.amazonaws.com/x", None),
    ],
)
def test_a_host_of_awss_may_be_anybodys(url: str, thing: str | None) -> None:
    """The first part of it says whose; an endpoint of a service is nobody's."""
    (found,) = within(url)
    assert aws_service(found)
    assert named(found) == (Named(found.hostname or "", thing) if thing else None)


def test_another_host_is_not_awss() -> None:
    """However much of AWS's name it has in it."""
    (found,) = within("https://sqs.amazonaws.com.example/x")
    assert not aws_service(found)
    assert named(found) is None
