"""The headers of every answer."""

from runtime.contract.problems import PROBLEMS
from runtime.contract.response_headers import ALWAYS, PROBLEM_MEDIA_TYPE, REQUEST_ID, RETRY_AFTER


def test_the_gateway_can_say_each_text() -> None:
    """API Gateway takes a text between single quotes, so none may hold one."""
    texts = (*ALWAYS, *ALWAYS.values(), PROBLEM_MEDIA_TYPE, REQUEST_ID)
    assert [text for text in texts if "'" in text or not text.isascii()] == []


def test_who_must_ask_again_is_told_when() -> None:
    """Each problem that passes by itself names whole seconds; no client's mistake does."""
    statuses = {kind.status for kind in PROBLEMS.values()}
    assert {429, *(status for status in statuses if status >= 500)} <= RETRY_AFTER.keys()
    assert RETRY_AFTER.keys().isdisjoint({400, 401, 403, 404, 409, 413, 415, 422})
    assert min(RETRY_AFTER.values()) >= 1
