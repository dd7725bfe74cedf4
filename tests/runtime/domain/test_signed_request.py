"""The port of request signatures."""

from runtime.adapters.http_signatures import HttpSignatures
from runtime.domain.signed_request import RequestSignatures
from tests.fakes.signing import FakeSignatures
from tests.fakes.system import FakeClock


def test_adapter_and_fake_are_the_port() -> None:
    """Mypy holds their shapes against it here."""
    ports: list[RequestSignatures] = [HttpSignatures(FakeClock()), FakeSignatures()]
    assert all(callable(each.check) for each in ports)
