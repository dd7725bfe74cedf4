"""One run of a program, whoever answers it."""

import gc
import os
import sys
from pathlib import Path
from typing import Any

import pulumi
import pytest
from pulumi.runtime import rpc
from pulumi.runtime.mocks import MockCallArgs, MockResourceArgs, Mocks

from local.program.runner import ProgramError, run, run_file

KIND = "shop:index:Shelf"


class Shop(Mocks):
    """Answers each resource with an id and its inputs; it is asked nothing else."""

    def call(self, args: MockCallArgs) -> tuple[dict[str, Any], None]:
        """No program here calls anything."""
        raise AssertionError(args.token)

    def new_resource(self, args: MockResourceArgs) -> tuple[str, dict[str, Any]]:
        """The id tells the name."""
        return f"{args.name}-id", args.inputs


def shelf(name: str, **inputs: Any) -> pulumi.CustomResource:
    """A resource of no provider's."""
    return pulumi.CustomResource(KIND, name, inputs)


def test_what_is_asked_and_answered_is_kept() -> None:
    """A resource has its inputs in clear, its answer, and what it waited for."""

    def declare() -> None:
        first = shelf("first", size=2, key=pulumi.Output.secret("k"))
        shelf("second", other=first.id)

    recording = run(declare, Shop(), "project", "dev", {})
    first, second = (recording.named(name) for name in ("first", "second"))
    assert (first.type, first.physical, first.custom) == (KIND, "first-id", True)
    assert first.inputs == first.outputs == {"size": 2, "key": "k"}
    assert first.secret_inputs == {"key"}
    assert rpc.is_rpc_secret(rpc.deserialize_properties(first.request.object)["key"])
    assert (second.inputs, {*second.dependencies}) == ({"other": "first-id"}, {first.urn})
    assert first.parent.endswith("pulumi:pulumi:Stack::project-dev")


def test_what_a_program_does_to_the_collector_ends_with_it() -> None:
    """Ours lives longer than the program, and collects on."""
    assert gc.isenabled()
    run(gc.disable, Shop(), "project", "dev", {})
    assert gc.isenabled()


def test_exports_are_in_clear_and_the_secret_ones_are_named() -> None:
    """At any depth; what nobody called secret is not named."""

    def declare() -> None:
        pulumi.export("open", {"a": [1]})
        pulumi.export("hidden", {"a": pulumi.Output.secret("x")})

    recording = run(declare, Shop(), "project", "dev", {})
    assert recording.exports == {"open": {"a": [1]}, "hidden": {"a": "x"}}
    assert recording.secret_exports == {"hidden"}


def test_a_component_s_outputs_are_kept() -> None:
    """A component is a resource without an answer; what it registers stands by its URN."""

    def declare() -> None:
        component = pulumi.ComponentResource("shop:index:Room", "room")
        component.register_outputs({"shelves": 3})

    recording = run(declare, Shop(), "project", "dev", {})
    room = recording.named("room")
    assert room.custom is False
    assert recording.registered_outputs[room.urn] == {"shelves": 3}


def test_a_name_is_used_once() -> None:
    """Two resources with one URN are what the engine refuses."""

    def twice() -> None:
        shelf("one")
        shelf("one")

    with pytest.raises(ProgramError, match="Two resources have the URN"):
        run(twice, Shop(), "project", "dev", {})


def test_a_run_leaves_nothing_to_the_next() -> None:
    """Settings and resources of one program are not another's."""
    found = []

    def read() -> None:
        found.append(pulumi.Config("project").get("size"))
        shelf("one")

    for settings in ({"project:size": "big"}, {}):
        assert len(run(read, Shop(), "project", "dev", settings).resources) == 1
    assert found == ["big", None]
    assert pulumi.Config("project").get("size") is None


def test_a_setting_is_secret_where_it_is_named_so() -> None:
    """With the project's namespace, or without."""
    found: dict[str, bool] = {}

    def read() -> None:
        for key in ("one", "two", "three"):
            found[key] = pulumi.runtime.is_config_secret(f"project:{key}")

    settings = {f"project:{key}": "x" for key in ("one", "two", "three")}
    run(read, Shop(), "project", "dev", settings, ["one", "project:two"])
    assert found == {"one": True, "two": True, "three": False}


def test_a_file_runs_at_home(tmp_path: Path) -> None:
    """A program finds its folder and the modules beside it; afterwards nothing is changed."""
    (tmp_path / "beside_the_file.py").write_text("VALUE = 7\n")
    main = tmp_path / "__main__.py"
    main.write_text(
        "import os, pulumi\nfrom beside_the_file import VALUE\n"
        "pulumi.export('found', [VALUE, os.getcwd(), __name__])\n"
    )
    before = (Path.cwd(), list(sys.path))
    recording = run_file(main, Shop(), "project", "dev", {})
    assert recording.exports == {"found": [7, os.fspath(tmp_path), "__main__"]}
    assert (Path.cwd(), sys.path) == before


def test_the_program_s_own_error_comes_through() -> None:
    """An exception of the program is the run's."""
    with pytest.raises(ZeroDivisionError):
        run(lambda: 1 / 0, Shop(), "project", "dev", {})


def test_a_urn_has_the_types_of_all_that_a_resource_stands_in() -> None:
    """As the engine makes it, outermost first and without the stack's own."""

    def declare() -> None:
        outer = pulumi.ComponentResource("shop:index:House", "house")
        within = pulumi.ResourceOptions(parent=outer)
        inner = pulumi.ComponentResource("shop:index:Room", "room", opts=within)
        pulumi.CustomResource(KIND, "one", {}, pulumi.ResourceOptions(parent=inner))

    urns = {each.urn for each in run(declare, Shop(), "project", "dev", {}).resources}
    place = "urn:pulumi:dev::project::shop:index:House"
    assert urns == {
        f"{place}::house",
        f"{place}$shop:index:Room::room",
        f"{place}$shop:index:Room${KIND}::one",
    }
