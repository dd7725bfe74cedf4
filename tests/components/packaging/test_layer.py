"""What goes into the dependency layer, and how a build that can't be made says so."""

import ast
import os
import tarfile
from pathlib import Path

import pytest

from components.packaging.bytecode import PackagingError
from components.packaging.layer import (
    DEPENDENCIES,
    LAMBDA_PLATFORM,
    MAIL,
    Layer,
    find_uv,
    install,
    layer_place,
    pack,
    refuse_above,
)
from components.packaging.needless import AWS_SERVICES, LANGUAGES, PACKAGES, leave_out
from tests.fakes.recorder import ROOT

FILES = [
    "aws_lambda_powertools/utilities/jmespath_utils/__init__.py",
    "babel/global.dat",
    "babel/locale-data/LICENSE.unicode",
    "babel/locale-data/en_GB.dat",
    "babel/locale-data/pt.dat",
    "babel/locale-data/root.dat",
    "botocore/data/endpoints.json",
    "botocore/data/sqs/2012-11-05/service-2.json.gz",
    "stripe-16.1.0.dist-info/METADATA",
    "stripe/__init__.py",
    "stripe/py.typed",
]
NEEDLESS = [
    ".lock",
    "attr/__init__.pyi",
    "aws_lambda_powertools/event_handler/openapi/swagger_ui/swagger-ui.min.css",
    "aws_lambda_powertools/utilities/parser/parser.py",
    "babel/locale-data/de.dat",
    "babel/locale-data/ptx_PT.dat",
    "bin/normalizer",
    "boto3/data/ec2/2016-11-15/resources-1.json",
    "botocore/data/ec2/2016-11-15/service-2.json.gz",
    "stripe-16.1.0.dist-info/RECORD",
    "stripe/__pycache__/__init__.cpython-313.pyc",
    "stripe/params/_payment_intent_create_params.py",
]


def tree(folder: Path, names: list[str], mode: int, time: int) -> Path:
    """A folder of packages, made in the order of `names`."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# {name}\n")
        path.chmod(mode)
        os.utime(path, (time, time))
    return folder


def test_the_layer_holds_what_the_functions_need(tmp_path: Path) -> None:
    """Packages and their metadata, botocore's descriptions of the services in use; no notes."""
    packages = tree(tmp_path / "packages", [*FILES, *NEEDLESS], 0o644, 1)
    leave_out(packages)
    pack(packages, tmp_path / "layer.tar", DEPENDENCIES)
    with tarfile.open(tmp_path / "layer.tar") as archive:
        assert archive.getnames() == [f"python/{name}" for name in FILES]


def test_order_times_modes_and_folders_leave_no_trace(tmp_path: Path) -> None:
    """Equal packages give equal bytes."""
    one = tree(tmp_path / "one", FILES, 0o644, 1_000)
    other = tree(tmp_path / "else" / "where", FILES[::-1], 0o755, 2_000)
    pack(one, tmp_path / "one.tar", DEPENDENCIES)
    pack(other, tmp_path / "other.tar", DEPENDENCIES)
    assert (tmp_path / "one.tar").read_bytes() == (tmp_path / "other.tar").read_bytes()


@pytest.mark.parametrize(
    ("layer", "limit"), [(DEPENDENCIES, r"runtime has 48\.50 MB"), (MAIL, r"mail has 3\.00 MB")]
)
def test_a_layer_above_its_limit_is_refused(tmp_path: Path, layer: Layer, limit: str) -> None:
    """A package that is too large stops the build with both numbers, and nothing is written."""
    packages = tree(tmp_path / "packages", FILES, 0o644, 1)
    with (packages / "large.so").open("wb") as large:
        large.truncate(layer.limit)
    with pytest.raises(PackagingError, match=f"layer of the group {limit} and may have"):
        pack(packages, tmp_path / "layer.tar", layer)
    assert not (tmp_path / "layer.tar").exists()


def test_a_limit_may_be_reached() -> None:
    """What is just as large as allowed is allowed."""
    refuse_above(10, 10, "thing")
    with pytest.raises(PackagingError):
        refuse_above(10, 11, "thing")


def test_the_place_follows_the_lock_and_the_platform(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """One file per platform in the user's cache, and hashed requirements with Stripe's library."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    requirements, place = layer_place(DEPENDENCIES)
    assert place.parent == tmp_path / "tillstack"
    assert place == layer_place(DEPENDENCIES, LAMBDA_PLATFORM)[1]
    assert place != layer_place(DEPENDENCIES, "x86_64-manylinux2014")[1]
    assert "stripe==16." in requirements
    assert "--hash=sha256:" in requirements
    assert "pulumi" not in requirements
    assert "babel" not in requirements
    assert not [each for each in PACKAGES if f"\n{each}==" in requirements]
    assert "\ncffi==" in requirements


def test_the_notifiers_own_layer_holds_what_writes_amounts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """One package, as the lock has it, in a file of its own, with the languages of our mails."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    requirements, place = layer_place(MAIL)
    assert place != layer_place(DEPENDENCIES)[1]
    pinned = [line for line in requirements.splitlines() if "==" in line]
    assert [line.partition("==")[0] for line in pinned] == ["babel"]
    assert {"root", "en", "pt"} == LANGUAGES


def test_without_uv_one_sentence_says_how_to_get_it(tmp_path: Path) -> None:
    """A missing tool is named together with what installs it."""
    with pytest.raises(PackagingError, match=r"built with uv, .* `make setup` installs it"):
        find_uv(str(tmp_path))


def test_a_failed_installation_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """The words of uv go to the terminal, ours name the step and the command to try it with."""
    monkeypatch.setenv("UV_OFFLINE", "1")
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "cache"))
    requirement = f"stripe==16.1.0 --hash=sha256:{'0' * 64}\n"
    with pytest.raises(PackagingError, match=r"could not install .* `make layer`"):
        install(requirement, LAMBDA_PLATFORM, tmp_path / "python")
    assert "stripe" in capfd.readouterr().err


def test_every_service_that_the_functions_call_is_described() -> None:
    """A client of the runtime for a service that the layer left out would fail on AWS only."""
    calls = [
        node
        for path in (ROOT / "runtime").glob("bootstrap*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"client", "_client"}
    ]
    services = {call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)}
    assert services >= {"dynamodb", "kms", "s3", "secretsmanager", "sesv2", "sqs"}
    assert all(isinstance(call.args[0], ast.Constant) for call in calls)
    assert services <= AWS_SERVICES
