"""What an identity keeps of what it is told."""

import asyncio
from typing import Any

from local.emulator.mends.identities import keep, keeping


def test_what_is_not_said_is_not_kept() -> None:
    """An identity without a set and with AWS's own key length has neither in its record."""
    identity: dict[str, Any] = {"DkimAttributes": {}}
    keep(identity, {"EmailIdentity": "a@example.com"})
    assert identity == {"DkimAttributes": {}}


def test_only_the_identities_own_calls_are_read() -> None:
    """Every other call of SES goes on untouched, whatever is in its body."""
    passed: list[tuple[str, bytes]] = []

    async def original(*call: Any) -> tuple[int, dict[str, str], bytes]:
        passed.append((call[1], call[3]))
        return 404, {}, b"nothing"

    handle = keeping(original, dict)
    for method, path in [
        ("POST", "/v2/email/outbound-emails"),
        ("PUT", "/v2/email/identities/nobody/configuration-set"),
        ("POST", "/v2/email/identities"),
    ]:
        answer = asyncio.run(handle(method, path, {}, b"{}", {}))
        assert answer == (404, {}, b"nothing")
    assert len(passed) == 3
