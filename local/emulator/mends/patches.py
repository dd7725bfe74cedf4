"""API Gateway: a patched number stays a number, and a truth value one.

Every value of a patch is text (API reference, "PatchOperation"), whatever the property is.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from ministack.services import apigateway_v1

_NUMBERS: Final = frozenset(
    {"authorizerResultTtlInSeconds", "minimumCompressionSize", "timeoutInMillis"}
)
_TRUTHS: Final = frozenset(
    {
        "apiKeyRequired",
        "disableExecuteApiEndpoint",
        "validateRequestBody",
        "validateRequestParameters",
    }
)

# A method's parameters are needed or not; a static value of an integration stands in quotes.
_WORDS: Final[Mapping[Any, Any]] = {"true": True, "false": False}


def mend() -> None:
    """Read the values of a patch as what their properties are."""
    apigateway_v1._apply_patch = _typed(apigateway_v1._apply_patch)  # noqa: SLF001 - the emulator has no public seam


def _typed(original: Callable[..., Any]) -> Callable[..., Any]:
    def apply(found: dict[str, Any], operations: Any) -> Any:
        patched = original(found, operations)
        found.update(typed(found))
        return patched

    return apply


def typed(values: Mapping[str, Any]) -> dict[str, Any]:
    """What of the values is text and should be none."""
    texts = {key: value for key, value in values.items() if isinstance(value, str)}
    parameters = values.get("requestParameters") or {}
    read = {key: _WORDS.get(value, value) for key, value in parameters.items()}
    return {
        **({"requestParameters": read} if parameters else {}),
        **{key: int(value) for key, value in texts.items() if key in _NUMBERS and value},
        **{key: value == "true" for key, value in texts.items() if key in _TRUTHS},
    }
