"""A document that somebody sent: how long it may be, what becomes of it, and how it is refused."""

import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from runtime.contract.codes import Code
from runtime.domain.errors import InvalidRequestError
from runtime.wire.texts import without_nulls

ModelT = TypeVar("ModelT", bound=BaseModel)

LONGEST_BODY: Final = 8 * 1024
"""Bytes."""

LONGEST_SEALED: Final = 12 * 1024
"""Bytes of an encrypted body: as much JSON in base64url, with its header, wrapped key and tag."""


class Strict(BaseModel):
    """No coercion, no unknown field, no value in an error."""

    model_config = ConfigDict(
        strict=True, extra="forbid", frozen=True, hide_input_in_errors=True, defer_build=True
    )


class Query(BaseModel):
    """A query string, of which every value is text; no unknown parameter, no value in an error."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, hide_input_in_errors=True, defer_build=True
    )

    @classmethod
    def parameters(cls) -> set[str]:
        """The names that a query string may hold."""
        return {field.alias or name for name, field in cls.model_fields.items()}


class BrokenRuleError(ValueError):
    """A rule of ours that pydantic can't state; it carries its own code."""

    def __init__(self, code: Code, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


class Fault(NamedTuple):
    """One broken rule."""

    code: str
    detail: str
    param: str | None = None
    """Dotted path of the field."""


class InvalidFieldsError(InvalidRequestError):
    """One or more fields break a rule; the first one gives the code."""

    def __init__(self, faults: list[Fault]) -> None:
        first = faults[0]
        super().__init__(first.code, first.detail, first.param)
        self.faults = tuple(faults)


_CODES: Final[Mapping[tuple[str, str], Code]] = {
    ("*", "missing"): Code.PARAMETER_MISSING,
    ("*", "extra_forbidden"): Code.PARAMETER_UNKNOWN,
    ("amount", "greater_than_equal"): Code.AMOUNT_TOO_SMALL,
    ("amount", "less_than_equal"): Code.AMOUNT_TOO_LARGE,
}
"""(Field, pydantic's error type) → our code; anything else is `parameter_invalid`."""

_DETAILS: Final[Mapping[str, str]] = {
    "missing": "This field is required.",
    "extra_forbidden": "There is no such field.",
    "string_pattern_mismatch": "Has characters or a form that is not allowed.",
    "string_unicode": "Is not valid Unicode.",
    "too_short": "Must hold at least {min_length} character that can be seen.",
    "too_long": "Must have at most {max_length} characters or entries.",
}
"""Our words where pydantic's would print a pattern or be unclear; none of them holds a value."""

_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_\[\]-]{0,39}")


def read_as(model: type[ModelT], document: Any, context: Any = None) -> ModelT:
    """What `model` makes of a document that somebody sent, in which null means absent.

    Args:
        model: what it must be.
        document: a JSON document, or the parameters of a query.
        context: what the model's own rules need to know.

    Raises:
        InvalidRequestError: it is no object.
        InvalidFieldsError: with every fault, in the order of the model's fields, and no value.
    """
    if not isinstance(document, dict):
        raise InvalidRequestError(Code.JSON_INVALID, "The body must be a JSON object.")
    try:
        return model.model_validate(without_nulls(document), context=context)
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
    raise InvalidFieldsError(
        [
            _fault(detail["type"], _path(detail["loc"]), detail["msg"], detail.get("ctx", {}))
            for detail in details
        ]
    )


def _fault(kind: str, param: str | None, message: str, context: Mapping[str, Any]) -> Fault:
    broken = context.get("error")
    if isinstance(broken, BrokenRuleError):
        return Fault(broken.code, broken.detail, param)
    code = _CODES.get((param or "", kind)) or _CODES.get(("*", kind)) or Code.PARAMETER_INVALID
    return Fault(code, _DETAILS[kind].format_map(context) if kind in _DETAILS else message, param)


def _path(loc: tuple[int | str, ...]) -> str | None:
    """The dotted path, up to the first part that might be data rather than a name."""
    names: list[str] = []
    for part in map(str, loc):
        if part == "[key]" or not _NAME.fullmatch(part):
            break
        names.append(part)
    return ".".join(names) or None
