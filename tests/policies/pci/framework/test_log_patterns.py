"""Filter patterns of CloudWatch Logs, tried on events."""

import pytest

from policies.pci.framework.log_patterns import PatternError, reads

EVENT = {
    "eventName": "ConsoleLogin",
    "errorCode": "Client.UnauthorizedOperation",
    "userIdentity": {"type": "Root", "mfa": False, "session": None},
}


@pytest.mark.parametrize(
    "pattern",
    [
        '{ $.eventName = "ConsoleLogin" }',
        "{$.eventName=ConsoleLogin}",
        '{ ($.eventName = "Other") || ($.userIdentity.type = "Root") }',
        '{ $.errorCode = "*UnauthorizedOperation" }',
        '{ $.eventName = "Console*" && $.eventName != "Other" }',
        "{ $.userIdentity.invokedBy NOT EXISTS && $.eventName EXISTS }",
        "{ $.userIdentity.mfa IS FALSE && $.userIdentity.session IS NULL }",
        "{ $.eventName = Other && $.eventName = Other || $.userIdentity.type = Root }",
    ],
)
def test_a_pattern_matches(pattern: str) -> None:
    """Quoted or not, in parentheses or not, with wildcards; `&&` binds closer than `||`."""
    assert reads(pattern)(EVENT)


@pytest.mark.parametrize(
    "pattern",
    [
        '{ $.eventName = "consolelogin" }',
        '{ $.eventName = "ConsoleLogin" && $.userIdentity.type = "Never" }',
        '{ $.missing = "x" }',
        '{ $.missing != "x" }',
        "{ $.eventName NOT EXISTS }",
        "{ $.userIdentity.mfa IS TRUE }",
        '{ $.eventName.deeper = "x" }',
        '{ $.eventName = "[C]onsoleLogin" }',
        "{ ($.eventName = Other) && ($.eventName = Other || $.userIdentity.type = Root) }",
    ],
)
def test_a_pattern_does_not_match(pattern: str) -> None:
    """Another case, a clause that never holds, and a field that is not there at all."""
    assert not reads(pattern)(EVENT)


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "ERROR",
        "{ }",
        "{ $.a }",
        "{ $.a = }",
        "{ a = b }",
        "{ ($.a = b }",
        "{ $.a = b ) }",
        "{ $.a > 3 }",
        "{ $.a[0] = b }",
        "{ $.a = %b% }",
        "{ $.a IS MAYBE }",
        '{ $.a = "b }',
    ],
)
def test_what_is_not_understood_is_an_error(pattern: str) -> None:
    """A guess would be a guard that may be none."""
    with pytest.raises(PatternError):
        reads(pattern)
