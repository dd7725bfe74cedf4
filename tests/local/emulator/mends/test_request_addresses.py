"""What a function is told of the address that was asked."""

import pytest

from local.emulator.mends.request_addresses import address


@pytest.mark.parametrize(
    ("host", "path"),
    [
        ("127.0.0.1:4566", "/restapis/abc/live/_user_request_/v1/payments"),
        ("abc.execute-api.localhost:4566", "/live/v1/payments"),
        ("pay.example.com", "/v1/payments"),
        ("Pay.Example.com:443", "/v1/payments"),
    ],
)
def test_the_path_is_the_one_that_was_asked_for_at_the_host(host: str, path: str) -> None:
    """With the stage, but for a domain of its own; here also with what the emulator puts first."""
    found = address({"Host": host}, "abc", "live", "/v1/payments", "pay.example.com".__eq__)
    assert found == {"domainName": host, "path": path}
