"""What the commands of one machine take from their line."""

import argparse

import pytest

from local.lib.arguments import add_places


def parsed(*line: str) -> argparse.Namespace:
    """A command's line, read."""
    parser = argparse.ArgumentParser(prog="make")
    add_places(parser, None, 12111)
    return parser.parse_args(line)


def test_what_is_not_said_is_the_usual() -> None:
    """Any free port for one, a known one for the other, and the gateway waits as AWS's does."""
    assert vars(parsed()) == {"port": None, "psp_port": 12111, "gateway_limit": None}


def test_what_is_said_is_taken() -> None:
    """From the first port to the last, and a part of a second."""
    found = vars(parsed("--port", "0", "--psp-port", "65535", "--gateway-limit", "0.5"))
    assert found == {"port": 0, "psp_port": 65_535, "gateway_limit": 0.5}


@pytest.mark.parametrize("option", ["--port", "--psp-port", "--gateway-limit"])
@pytest.mark.parametrize("value", ["65536", "-1", "many", "nan"])
def test_what_can_t_be_is_a_sentence(
    option: str, value: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2, the option, what it takes and what was given."""
    with pytest.raises(SystemExit) as end:
        parsed(f"{option}={value}")
    assert end.value.code == 2
    said = capsys.readouterr().err.splitlines()[-1]
    assert said.startswith(f"make: error: argument {option}: ")
    assert said.endswith(f"not {value}")
