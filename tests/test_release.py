"""What a release says of itself: its version, its part of the CHANGELOG, what it is made of."""

import json
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from cyclonedx.model.bom import Bom

from components.packaging import layer

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
VERSION = PROJECT["version"]


@pytest.fixture(scope="module")
def bill(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What `make sbom` writes."""
    file = tmp_path_factory.mktemp("sbom") / "bill.json"
    subprocess.run(  # noqa: S603 - the project's own target
        ["/usr/bin/env", "make", "--no-print-directory", "sbom", f"FILE={file}"],
        cwd=ROOT,
        check=True,
    )
    return file.read_text()


# The lock's own tool still names itself where CycloneDX 1.4 had it.
@pytest.mark.filterwarnings("ignore::cyclonedx.schema.deprecation.SchemaDeprecationWarning1Dot5")
def test_the_bill_of_materials_is_one_to_others(bill: str) -> None:
    """CycloneDX's own library reads it: each component is known by its purl, none is adrift."""
    read = Bom.from_json(json.loads(bill))  # type: ignore[attr-defined] # Made by a decorator.
    read.validate()
    assert len(read.components) > 50
    assert {str(each.purl).partition("/")[0] for each in read.components} == {"pkg:pypi"}
    assert {each.bom_ref for each in read.components} <= {each.ref for each in read.dependencies}


def test_the_bill_has_what_is_deployed_as_locked_and_no_tool_of_ours(bill: str) -> None:
    """The program's packages, the functions' and the policies', each as `uv.lock` has it."""
    told: dict[str, Any] = json.loads(bill)
    assert told["metadata"]["component"]["name"] == PROJECT["name"]
    assert told["metadata"]["component"]["version"] == VERSION
    lock = tomllib.loads((ROOT / "uv.lock").read_text())["package"]
    locked = {(each["name"], each["version"]) for each in lock}
    found = {(each["name"], each["version"]) for each in told["components"]}
    names = {name for name, _ in found}
    assert found <= locked
    assert {"pulumi", "pulumi-aws", "stripe", "cryptography", "pulumi-policy"} <= names
    assert names.isdisjoint({"pytest", "moto", "ministack", "mypy", "uv"})


@pytest.mark.parametrize("which", [layer.DEPENDENCIES, layer.MAIL], ids=lambda each: each.group)
def test_the_bill_has_all_that_is_in_the_layers(bill: str, which: layer.Layer) -> None:
    """What the functions are shipped with is in it, version by version."""
    shipped, _ = layer.layer_place(which)
    found = {f"{each['name']}=={each['version']}" for each in json.loads(bill)["components"]}
    # A line is a requirement, and for some platforms only if it has a marker.
    names = {line.split()[0] for line in shipped.splitlines() if "==" in line.split("--hash")[0]}
    assert len(names) > 0
    assert names <= found


def release(step: str, folder: Path, tag: str) -> subprocess.CompletedProcess[str]:
    """Run one step of the release, as its runner does."""
    steps = yaml.safe_load((ROOT / ".github" / "workflows" / "release.yml").read_text())
    (found,) = (s for s in steps["jobs"]["release"]["steps"] if s.get("id") == step)
    for file in ("pyproject.toml", "CHANGELOG.md"):
        (folder / file).write_text((ROOT / file).read_text())
    return subprocess.run(  # noqa: S603 - the workflow's own lines
        ["/bin/bash", "-eo", "pipefail", "-c", found["run"]],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "TAG": tag},
        check=False,
        capture_output=True,
        text=True,
    )


def test_the_changelog_has_a_part_about_this_version(tmp_path: Path) -> None:
    """A release says what changed, and nothing of other versions."""
    assert release("notes", tmp_path, f"v{VERSION}").returncode == 0
    notes = (tmp_path / "notes.md").read_text()
    assert "### Added" in notes
    assert "\n## " not in notes


def test_a_tag_of_another_version_is_no_release(tmp_path: Path) -> None:
    """The sentence names the tag."""
    refused = release("notes", tmp_path, "v99.0.0")
    assert refused.returncode == 1
    assert "v99.0.0" in refused.stdout
