"""A stack's configuration without the engine."""

import re
from pathlib import Path

import pytest

from local.program.stack_config import StackConfigError, namespaced, stack_config

PROJECT = """
name: shop
config:
  size: {type: integer, default: 3, description: how many}
  names: {type: array, items: {type: string}, default: [a, b]}
  unset: {type: string}
  aws:region: {value: eu-central-1}
  flag: {type: boolean, default: false}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project's folder with defaults and one stack."""
    (tmp_path / "Pulumi.yaml").write_text(PROJECT)
    (tmp_path / "Pulumi.dev.yaml").write_text("config:\n  shop:size: 4\n")
    return tmp_path


def test_later_layers_win(folder: Path) -> None:
    """An override wins over the stack's file, which wins over the project's default."""
    assert stack_config(folder, "shop", "none", {})["shop:size"] == "3"
    assert stack_config(folder, "shop", "dev", {})["shop:size"] == "4"
    assert stack_config(folder, "shop", "dev", {"size": "5"})["shop:size"] == "5"


def test_values_arrive_as_the_engine_passes_them(folder: Path) -> None:
    """Everything is text, objects and lists are JSON, and a key without a value is absent."""
    found = stack_config(folder, "shop", "dev", {})
    assert found == {
        "aws:region": "eu-central-1",
        "shop:flag": "false",
        "shop:names": '["a", "b"]',
        "shop:size": "4",
    }


def test_an_encrypted_value_needs_an_override(folder: Path) -> None:
    """A value that only the engine can decrypt is refused by its key, unless it is replaced."""
    (folder / "Pulumi.dev.yaml").write_text("config:\n  shop:token: {secure: v1:abc}\n")
    with pytest.raises(StackConfigError, match="shop:token"):
        stack_config(folder, "shop", "dev", {})
    assert stack_config(folder, "shop", "dev", {"token": "t"})["shop:token"] == "t"


def test_a_namespace_stays() -> None:
    """A key without a namespace is the project's; one that has it keeps it."""
    assert (namespaced("shop", "size"), namespaced("shop", "aws:region")) == (
        "shop:size",
        "aws:region",
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"config:\n  a: [1\n  b: 2\n", "Pulumi.dev.yaml, line 3: this is not YAML"),
        (b"config:\n\ta: 1\n", "Pulumi.dev.yaml, line 2: this is not YAML"),
        (b"\xff\xfe\xff", "Pulumi.dev.yaml: this is not YAML"),
        (b"- a\n", "Pulumi.dev.yaml: the settings must stand below `config:`"),
        (b"config: [a]\n", "Pulumi.dev.yaml: the settings must stand below `config:`"),
    ],
)
def test_a_file_that_can_t_be_read_is_a_sentence(folder: Path, text: bytes, said: str) -> None:
    """The file, the line where it is known, and nothing of what stands there."""
    (folder / "Pulumi.dev.yaml").write_bytes(text)
    with pytest.raises(StackConfigError, match=re.escape(said)):
        stack_config(folder, "shop", "dev", {})
