"""Archives become the zip that Lambda takes."""

import io
import zipfile
from pathlib import Path

import pulumi
import pytest

from local.resources import ResourceError
from local.resources.code import zipped


def names(code: bytes) -> dict[str, bytes]:
    """What a zip holds."""
    with zipfile.ZipFile(io.BytesIO(code)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_every_kind_of_asset_is_packed(tmp_path: Path) -> None:
    """Text, files and folders arrive under their keys; byte code stays out."""
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack" / "inner.py").write_text("1")
    (tmp_path / "pack" / "__pycache__").mkdir()
    (tmp_path / "pack" / "__pycache__" / "inner.pyc").write_text("2")
    (tmp_path / "one.py").write_text("3")
    archive = pulumi.AssetArchive(
        {
            "text.py": pulumi.StringAsset("4"),
            "one.py": pulumi.FileAsset(str(tmp_path / "one.py")),
            "pack": pulumi.FileArchive(str(tmp_path / "pack")),
        }
    )
    assert names(zipped(archive)) == {"text.py": b"4", "one.py": b"3", "pack/inner.py": b"1"}


def test_equal_content_gives_equal_bytes() -> None:
    """The order of the assets and the time of day leave no mark."""
    one, two = pulumi.StringAsset("1"), pulumi.StringAsset("2")
    forth, back = (
        pulumi.AssetArchive({"a": one, "b": two}),
        pulumi.AssetArchive({"b": two, "a": one}),
    )
    assert zipped(forth) == zipped(back)


def test_a_finished_zip_is_taken_as_it_is(tmp_path: Path) -> None:
    """A file archive that is a zip already is not packed again."""
    path = tmp_path / "code.zip"
    path.write_bytes(b"zip bytes")
    assert zipped(pulumi.FileArchive(str(path))) == b"zip bytes"


def test_remote_code_is_refused() -> None:
    """Code that lies elsewhere can't be fetched here, and that is said."""
    archive = pulumi.AssetArchive({"a": pulumi.RemoteAsset("https://example.com/a")})
    with pytest.raises(ResourceError, match="RemoteAsset"):
        zipped(archive)
