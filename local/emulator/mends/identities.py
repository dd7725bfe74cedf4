"""SES: an identity keeps its default configuration set and the length of its signing key."""

import json
import re
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Final

from ministack.services import ses_v2

Reply = tuple[int, Mapping[str, str], bytes]
Handler = Callable[..., Coroutine[Any, Any, Reply]]

_CREATE: Final = "/v2/email/identities"
_SET: Final = re.compile(r"/v2/email/identities/(?P<identity>[^/]+)/configuration-set")
_KEY: Final = "EmailIdentity"
_NAME: Final = "ConfigurationSetName"
_LENGTH: Final = "NextSigningKeyLength"


def mend() -> None:
    """Keep the set at CreateEmailIdentity and PutEmailIdentityConfigurationSetAttributes."""
    ses_v2.handle_request = keeping(ses_v2.handle_request, lambda: ses_v2._identities)  # noqa: SLF001 - the emulator has no public seam


def keeping(original: Handler, identities: Callable[[], Any]) -> Handler:
    """The original, and what it drops kept in its own record of the identity."""

    async def handle(method: str, path: str, headers: Any, body: bytes, query: Any) -> Reply:
        asked = json.loads(body) if body and path.startswith(_CREATE) else {}
        if method == "PUT" and (put := _SET.fullmatch(path)) and put["identity"] in identities():
            identities()[put["identity"]].update({_NAME: asked.get(_NAME)})
            return 200, {"Content-Type": "application/json"}, b"{}"
        answer = await original(method, path, headers, body, query)
        if method == "POST" and path == _CREATE and (made := identities().get(asked.get(_KEY))):
            keep(made, asked)
        return answer

    return handle


def keep(identity: dict[str, Any], asked: Mapping[str, Any]) -> None:
    """What CreateEmailIdentity was told, in the record that GetEmailIdentity answers."""
    if _NAME in asked:
        identity[_NAME] = asked[_NAME]
    if length := (asked.get("DkimSigningAttributes") or {}).get(_LENGTH):
        identity["DkimAttributes"][_LENGTH] = length
