"""Which room may import which: the arrows, held against the code."""

import ast
import re
import sys
from graphlib import TopologicalSorter

import pytest

from tests.arrows import ALLOWED, ROOMS, ROOT, TOOLS, WEB, imports, sources

# A pure domain takes what is outside through ports only.
FORBIDDEN_IN_DOMAIN = {"os", "time", "random", "secrets", "uuid", "socket", "logging"}


def covers(allowed: set[str], module: str) -> bool:
    """Whether one of the allowed prefixes is the module or a package above it."""
    return any(module == name or module.startswith(f"{name}.") for name in allowed)


def needs_an_arrow(module: str) -> bool:
    """Standard library modules are free, everything else needs an arrow."""
    return module.split(".", maxsplit=1)[0] not in sys.stdlib_module_names


@pytest.mark.parametrize("place", ALLOWED)
def test_a_room_imports_only_what_its_arrows_allow(place: str) -> None:
    """Each import of a room is on its list."""
    found = sources(place)
    assert found, f"{place} has no Python file."
    breaches = [
        f"{path.relative_to(ROOT)} imports {module}"
        for path in found
        for module in imports(path)
        if needs_an_arrow(module) and not covers(ALLOWED[place], module)
    ]
    assert breaches == []


def test_the_domain_reads_no_clock_no_chance_and_no_environment() -> None:
    """Domain and use cases are pure: time, chance and the environment come through ports."""
    breaches = [
        f"{path.relative_to(ROOT)} imports {module}"
        for room in ("domain", "use_cases", "wire", "contract")
        for path in sources(f"runtime/{room}")
        # Only the model of the environment reads it.
        if path.name != "env.py"
        for module in imports(path)
        if module.split(".")[0] in FORBIDDEN_IN_DOMAIN
    ]
    assert breaches == []


def test_only_bootstrap_knows_adapters_and_nothing_in_runtime_knows_handlers() -> None:
    """Ports are joined to adapters in one place; handlers are the outermost edge."""
    breaches = [
        f"{path.relative_to(ROOT)} imports {module}"
        for path in sources("runtime")
        for module in imports(path)
        if (
            module.startswith("runtime.adapters")
            and path.parent.name != "adapters"
            and not re.fullmatch(r"bootstrap(_queues|_schedules|_worker)?\.py", path.name)
        )
        or (module.startswith("runtime.handlers") and path.parent.name != "handlers")
    ]
    assert breaches == []


def component_files() -> dict[str, set[str]]:
    """Each component's module → the other components that it imports."""
    modules = {f"components.{path.stem}": path for path in (ROOT / "components").glob("*.py")}
    return {
        name: {module for module in imports(path) if module in modules and module != name}
        for name, path in modules.items()
        if path.stem != "__init__"
    }


def test_components_form_an_acyclic_graph() -> None:
    """A component may be given another and grant itself what it needs; never both each other."""
    order = list(TopologicalSorter(component_files()).static_order())
    assert order.index("components.keys") < order.index("components.batch_processor")


def test_only_the_program_makes_components() -> None:
    """A component is given the others that it works with: `__main__.py` alone joins them."""
    made = [
        f"{name} makes {node.func.id}"
        for name, others in component_files().items()
        for tree in [ast.parse((ROOT / f"{name.replace('.', '/')}.py").read_text())]
        for classes in [
            {
                each.name
                for node in ast.walk(tree)
                if isinstance(node, ast.ImportFrom) and node.module in others
                for each in node.names
            }
        ]
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in classes
    ]
    assert made == []


def test_nothing_that_is_deployed_imports_the_local_room_or_the_tests() -> None:
    """Production code imports no room of one machine, no tool and no test."""
    deployed = (
        "__main__.py",
        "stack_settings.py",
        "settings_errors.py",
        "components",
        "runtime",
        "policies",
    )
    known = {place: {"local", "till", "bench", "tests", *TOOLS} for place in deployed}
    known |= {"local": {"bench", "tests", *TOOLS}, "till": {"local", "bench", "tests", *TOOLS}}
    known |= {"bench": {"tests", *TOOLS}}
    breaches = [
        f"{path.relative_to(ROOT)} imports {module}"
        for place, rooms in known.items()
        for path in sources(place)
        for module in imports(path)
        if module.split(".")[0] in rooms
    ]
    assert breaches == []


def test_the_local_room_knows_resource_types_and_no_component() -> None:
    """`local` runs the program by path, so it stays true for any program.

    The policy check alone knows the pack, which it drives as the engine would; the evaluator of
    alarms takes of it how CloudWatch decides.
    """
    breaches = [
        f"{path.relative_to(ROOT)} imports {module}"
        for path in sources("local")
        for module in imports(path)
        if module.split(".")[0]
        in {
            "components",
            "settings_errors",
            "stack_settings",
            *({"policies"} if path.parent.name not in {"alarms", "policy_check"} else ()),
        }
    ]
    assert breaches == []


def test_only_the_state_table_sets_a_status() -> None:
    """A payment's status, version and chain change in `state_machine.py` and nowhere else."""
    breaches = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for room in ("domain", "use_cases")
        for path in sources(f"runtime/{room}")
        # Accepting makes the first row, and the circuit has a version of its own.
        if path.name not in {"state_machine.py", "accept_payment.py", "circuit.py"}
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and any(keyword.arg in {"version", "last_hash"} for keyword in node.keywords)
    ]
    assert breaches == []


def test_no_file_is_longer_than_a_person_reads() -> None:
    """No source file has more than 250 lines."""
    long = [
        f"{path.relative_to(ROOT)}: {lines}"
        for room in ROOMS
        for path in sources(room)
        if (lines := len(path.read_text().splitlines())) > 250
    ]
    assert long == []


def test_only_the_console_of_till_knows_a_web_server() -> None:
    """Every other command starts without it."""
    breaches = [
        f"{path.relative_to(ROOT)} imports {module}"
        for path in sources("till")
        if path.parent.name != "console"
        for module in imports(path)
        if covers(WEB, module)
    ]
    assert breaches == []
