"""API Gateway: a body of a media type that no model is for is not validated.

AWS, "Request validation for REST APIs": "If no matching content type is found, request validation
is not performed", but for a model of `$default`. The emulator takes the model of JSON then.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from ministack.services import apigateway_v1

_DEFAULT: Final = "$default"
_WITHOUT: Final = "application/json"
"""What AWS takes a body for whose media type nobody named."""


def mend() -> None:
    """Show the validator the model of the body's own type alone."""
    apigateway_v1._check_request_validation = _matching(  # noqa: SLF001 - the emulator has no public seam
        apigateway_v1._check_request_validation  # noqa: SLF001 - as above
    )


def _matching(original: Callable[..., Any]) -> Callable[..., Any]:
    def check(
        method: Mapping[str, Any],
        api: str,
        request: Any,
        headers: Mapping[str, str],
        *others: Any,
    ) -> Any:
        kind = next(
            (value for name, value in headers.items() if name.lower() == "content-type"), ""
        )
        known = models(method.get("requestModels") or {}, kind)
        return original({**method, "requestModels": known}, api, request, headers, *others)

    return check


def models(known: Mapping[str, str], content_type: str) -> dict[str, str]:
    """The model for a body of this type, under the name that the emulator looks for."""
    kind = content_type.partition(";")[0].strip().lower() or _WITHOUT
    model = known.get(kind) or known.get(_DEFAULT)
    return {content_type.partition(";")[0].strip() or _WITHOUT: model} if model else {}
