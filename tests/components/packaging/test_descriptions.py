"""What is left of the SDK's descriptions is all that a client reads."""

import gzip
import json
import shutil
from pathlib import Path

import botocore
import botocore.session
import pytest
from botocore.config import Config

from components.packaging.descriptions import shorten
from components.packaging.needless import AWS_SERVICES

PUBLISHED = Path(botocore.__file__).parent / "data"
KEPT = ("endpoints.json", "partitions.json", "sdk-default-configuration.json", "_retry.json")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The descriptions as a layer has them."""
    packages = tmp_path_factory.mktemp("packages")
    data = packages / "botocore" / "data"
    data.mkdir(parents=True)
    for name in KEPT:
        shutil.copy(PUBLISHED / name, data)
    for service in AWS_SERVICES:
        shutil.copytree(PUBLISHED / service, data / service)
    shorten(packages)
    return data


def test_an_operation_is_described_as_before_but_for_words(data: Path) -> None:
    """Names, types, places and errors of every operation of every service are the SDK's own."""
    for path in data.rglob("service-2.json"):
        published = PUBLISHED / path.relative_to(data).parent / "service-2.json.gz"
        found = json.loads(path.read_bytes())
        before = json.loads(gzip.decompress(published.read_bytes()))
        assert found["operations"].keys() == before["operations"].keys()
        assert found["metadata"] == before["metadata"]
        for name, shape in before["shapes"].items():
            members = shape.get("members", {})
            assert found["shapes"][name].get("members", {}).keys() == members.keys()
            assert found["shapes"][name].get("required") == shape.get("required")
        shapes = found["shapes"].values()
        assert not [each for each in shapes if isinstance(each.get("documentation"), str)]


def test_addresses_are_those_of_the_services_that_are_called(data: Path) -> None:
    """In each partition, as they are published; mails are sent by the address `email`."""

    def services(folder: Path) -> dict[str, dict[str, object]]:
        found = json.loads((folder / "endpoints.json").read_bytes())
        return {each["partition"]: each["services"] for each in found["partitions"]}

    called = AWS_SERVICES - {"sesv2"} | {"email"}
    assert services(data) == {
        name: {each: told for each, told in published.items() if each in called}
        for name, published in services(PUBLISHED).items()
    }


@pytest.mark.parametrize("service", sorted(AWS_SERVICES))
@pytest.mark.parametrize("region", ["eu-central-1", "us-gov-west-1", "cn-north-1"])
def test_a_client_has_the_address_and_the_operations_of_the_published_sdk(
    data: Path, service: str, region: str
) -> None:
    """Made of the shortened descriptions, it calls the same address by the same signature."""

    def made(data_path: Path) -> tuple[str, str, str, list[str]]:
        session = botocore.session.get_session()
        session.set_config_variable("data_path", str(data_path))
        client = session.create_client(
            service,
            region_name=region,
            aws_access_key_id="testing",
            aws_secret_access_key="testing",
            config=Config(parameter_validation=False),
        )
        model = client.meta.service_model
        return client.meta.endpoint_url, model.signing_name, region, model.operation_names

    assert made(data) == made(PUBLISHED)


def test_a_file_that_has_other_names_is_left_to_them(tmp_path: Path) -> None:
    """An installer links from its cache: the cache, and every other environment, stay whole."""
    cached = tmp_path / "cached.json"
    shutil.copy(PUBLISHED / "endpoints.json", cached)
    data = tmp_path / "packages" / "botocore" / "data"
    data.mkdir(parents=True)
    (data / "endpoints.json").hardlink_to(cached)
    before = cached.read_bytes()
    shorten(tmp_path / "packages")
    assert cached.read_bytes() == before
    assert len((data / "endpoints.json").read_bytes()) < len(before)


def test_packages_without_the_sdk_stay_as_they_are(tmp_path: Path) -> None:
    """The notifier's own layer has none of it."""
    (tmp_path / "babel").mkdir()
    shorten(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["babel"]
