"""Which room may import which: the arrows of CONTRIBUTING.md, read off the code."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("components", "runtime", "policies", "local", "till", "bench", "tests")
OURS = {*ROOMS, "settings_errors", "stack_settings"}

CORE = {"pydantic", "runtime.contract", "runtime.domain", "runtime.wire"}
INNER = {*CORE, "runtime.adapters", "runtime.aws_clients", "runtime.bootstrap", "runtime.use_cases"}
PULUMI = {"pulumi", "pulumi_aws"}

# Folder or file → the only modules of ours, and the only heavy third parties, that it may import.
ALLOWED = {
    "__main__.py": {"stack_settings", "components", "pulumi"},
    "stack_settings.py": {"pulumi", "pydantic", "settings_errors"},
    "settings_errors.py": {"pydantic", "pydantic_core"},
    "components": {*PULUMI, "components"},
    "components/lib": {*PULUMI, "components.lib"},
    "components/parts": {*PULUMI, "components.lib", "components.packaging", "components.parts"},
    "components/packaging": {*PULUMI, "components.lib", "components.packaging"},
    "runtime/contract": {"pydantic", "runtime.contract"},
    "runtime/domain": {"pydantic", "runtime.contract", "runtime.domain"},
    "runtime/wire": CORE,
    "runtime/use_cases": {*CORE, "runtime.use_cases"},
    "runtime/adapters": {
        *CORE,
        "aws_encryption_sdk",
        "aws_lambda_powertools",
        "boto3",
        "botocore",
        "cryptography",
        "mypy_boto3_dynamodb",
        "mypy_boto3_kms",
        "mypy_boto3_secretsmanager",
        "mypy_boto3_sesv2",
        "mypy_boto3_sqs",
        "runtime.adapters",
        "stripe",
        "urllib3",
    },
    "runtime/handlers": {
        *CORE,
        "aws_lambda_powertools",
        "rfc8785",
        "runtime.bootstrap",
        "runtime.handlers",
        "runtime.observability",
        "runtime.use_cases",
        "snapshot_restore_py",
    },
    "runtime/bootstrap.py": {
        *INNER,
        "aws_lambda_powertools",
        "boto3",
        "botocore",
        "runtime.observability",
    },
    "runtime/aws_clients.py": {"botocore"},
    "runtime/observability.py": {"aws_lambda_powertools", "aws_xray_sdk"},
    "bench": {"bench", "local", "pulumi_policy", "rich"},
    "till": {
        *INNER,
        "botocore",
        "mypy_boto3_dynamodb",
        "mypy_boto3_sqs",
        "rich",
        "stack_settings",
        "till",
        "yaml",
    },
    "policies": {
        "cloudsplaining",
        "detect_secrets",
        "pci",
        "policies",
        "policy_sentry",
        "pulumi",
        "pulumi_policy",
        "pydantic",
        "yaml",
    },
}

# A pure domain takes the world through ports only.
FORBIDDEN_IN_DOMAIN = {"os", "time", "random", "secrets", "uuid", "socket", "logging"}


def sources(place: str) -> list[Path]:
    """The Python files of one file or folder."""
    path = ROOT / place
    return [path] if path.is_file() else sorted(path.rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            if node.module in OURS:
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


def covers(allowed: set[str], module: str) -> bool:
    """Whether one of the allowed prefixes is the module or a package above it."""
    return any(module == name or module.startswith(f"{name}.") for name in allowed)


def guarded(module: str) -> bool:
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
        if guarded(module) and module != "runtime" and not covers(ALLOWED[place], module)
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
            and path.name != "bootstrap.py"
        )
        or (module.startswith("runtime.handlers") and path.parent.name != "handlers")
    ]
    assert breaches == []


def test_components_do_not_import_one_another() -> None:
    """A component takes another's outputs; what components are made of may be shared."""
    breaches = [
        f"{path.relative_to(ROOT)} imports {module}"
        for path in sources("components")
        for module in imports(path)
        if module.startswith("components.")
        and module.split(".")[1] not in {"lib", "parts", "packaging"}
    ]
    assert breaches == []


def test_nothing_that_is_deployed_imports_the_local_room_or_the_tests() -> None:
    """Production code never imports `local`, `till` or `bench`, and nothing imports `tests`."""
    deployed = (
        "__main__.py",
        "stack_settings.py",
        "settings_errors.py",
        "components",
        "runtime",
        "policies",
    )
    breaches = [
        f"{path.relative_to(ROOT)} imports {module}"
        for place, rooms in [(p, {"local", "till", "bench", "tests"}) for p in deployed]
        + [("local", {"bench", "tests"}), ("bench", {"tests"})]
        for path in sources(place)
        for module in imports(path)
        if module.split(".")[0] in rooms
    ]
    assert breaches == []


def test_the_local_room_knows_resource_types_and_no_component() -> None:
    """`local` runs the program by path, so it stays true for any program.

    The pack is known to the policy check alone, which drives it as the engine would.
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
            *({"policies"} if path.name != "policy_check.py" else ()),
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
