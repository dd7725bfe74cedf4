"""The page about the environments is what the model and the files say."""

from docs_gen.environments import ROOT, STACKS, environments
from stack_settings import StackSettings

ROWS = [line for line in environments().splitlines() if line.startswith("| `")]


def cells(key: str) -> list[str]:
    """The cells of one setting's row, without the key."""
    (row,) = [row for row in ROWS if row.startswith(f"| `{key}` |")]
    return [cell.strip() for cell in row.split(" | ")][1:]


def test_the_page_is_what_the_settings_say_today() -> None:
    """`docs/environments.md` is generated; run `make docs` after a change of a setting."""
    assert (ROOT / "docs" / "environments.md").read_text() == environments()


def test_every_setting_has_a_row_and_every_row_says_what_it_is() -> None:
    """No setting is left out, and none stands there without a word."""
    tops = {row.split("`")[1].split(".")[0] for row in ROWS}
    assert tops == {field.alias for field in StackSettings.model_fields.values()}
    assert [row for row in ROWS if row.endswith("|  |")] == []


def test_a_stacks_own_value_stands_in_its_column() -> None:
    """The columns are in the order of the stacks, for a structure's field too."""
    assert cells("throttle.rate")[2 : 2 + len(STACKS)] == ["200", "5", "", "50"]
    assert cells("aws:allowedAccountIds")[2:4] == ["[111122223333]", ""]


def test_types_and_defaults_are_in_words() -> None:
    """A choice, an optional number, a required field of a structure that may be left out."""
    assert cells("retention")[:2] == ["`protect` or `dispose`", "protect"]
    assert cells("timing.lease")[:2] == ["integer", ""]
    assert cells("domain.name")[:2] == ["text", "required in `domain`"]
    assert cells("ownsApiGatewayAccount")[:2] == ["yes or no", "false"]


def test_a_secret_is_shown_as_a_secret() -> None:
    """Not even the local stack's key, which opens nothing, is on the page."""
    assert cells("pspKey")[:3] == ["secret", "required", "secret"]
    assert "sk_" not in environments()
