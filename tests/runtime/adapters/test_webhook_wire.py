"""What is left of an exchange: time and bytes, neither of which begins anew."""

import pytest

from runtime.adapters.webhook_wire import AnswerTooLargeError, BoundedSocket, Bounds, trusting
from tests.runtime.adapters.endpoint import certified


def test_what_was_read_is_not_read_again() -> None:
    """16 KB in all, and then nothing."""
    bounds = Bounds(60)
    assert bounds.bytes() == 16_384
    bounds.read(16_000)
    assert bounds.bytes() == 384
    bounds.read(384)
    with pytest.raises(AnswerTooLargeError):
        bounds.bytes()


def test_after_the_deadline_there_is_no_time() -> None:
    """A socket is never given a timeout of zero, which would mean not to wait."""
    assert 0 < Bounds(60).seconds() <= 60
    with pytest.raises(TimeoutError):
        Bounds(0).seconds()


def test_a_context_checks_certificates_and_names(tmp_path_factory: pytest.TempPathFactory) -> None:
    """By the file alone, and makes sockets that know their bounds."""
    file = certified(tmp_path_factory.mktemp("wire"), "hooks.shop.example")
    context = trusting(str(file))
    assert (context.verify_mode.name, context.check_hostname) == ("CERT_REQUIRED", True)
    assert len(context.get_ca_certs()) == 1
    assert context.sslsocket_class is BoundedSocket
