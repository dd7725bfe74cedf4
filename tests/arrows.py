"""The arrows of docs/architecture.md: which room may import which."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
TOOLS = ("docs_gen", "mutation", "policy_proof", "simulator", "truth")
"""Rooms that make targets run."""
ROOMS = ("components", "runtime", "policies", "local", "till", "bench", *TOOLS, "tests")
OURS = {*ROOMS, "settings_errors", "stack_settings", "trust_store"}

CORE = {"pydantic", "runtime.contract", "runtime.domain", "runtime.wire"}
JOINED = {"runtime.bootstrap", "runtime.bootstrap_queues"}
INNER = {*CORE, "runtime.adapters", "runtime.aws_clients", *JOINED, "runtime.use_cases"}
HANDLING = {*CORE, *JOINED, "aws_lambda_powertools", "runtime.invocation", "runtime.use_cases"}
AWS = {"boto3", "botocore"}
SERVICES = "dynamodb", "events", "kms", "secretsmanager", "sesv2", "sqs"
AWS_TYPES = {f"mypy_boto3_{each}" for each in SERVICES}
CRYPTO = {"cryptography", "http_message_signatures", "joserfc"}
MODELS = {"pydantic", "pydantic_core"}
_ALARMS = "expressions", "history", "rules", "states"
CLOUDWATCH = {f"policies.pci.framework.alarm_{each}" for each in _ALARMS}
LOG = {"runtime.observability", "runtime.step_log"}
PULUMI = {"pulumi", "pulumi_aws"}
WEB = {"jinja2", "starlette", "uvicorn"}
"""In `till`, of its console alone."""
PACK = {"policies.pci", "pulumi_policy"}

# Folder or file → the only modules of ours, and the only heavy third parties, that it may import.
ALLOWED = {
    "__main__.py": {"stack_settings", "components", "pulumi", "runtime.contract"},
    "stack_settings.py": {"pulumi", *MODELS, "runtime.contract", "settings_errors", "trust_store"},
    "settings_errors.py": MODELS,
    "trust_store.py": {"cryptography"},
    "components": {*PULUMI, "components", "runtime.contract"},
    "components/lib": {*PULUMI, "components.lib", "runtime.contract"},
    "components/parts": {
        *PULUMI,
        "components.lib",
        "components.packaging",
        "components.parts",
        "runtime.contract",
    },
    "components/packaging": {*PULUMI, "components.lib", "components.packaging"},
    "runtime/contract": {"pydantic", "runtime.contract"},
    "runtime/domain": {"pydantic", "runtime.contract", "runtime.domain"},
    "runtime/wire": {*CORE, *MODELS},
    "runtime/use_cases": {*CORE, "runtime.use_cases"},
    "runtime/adapters": {
        *CORE,
        "aws_encryption_sdk",
        "aws_lambda_powertools",
        "babel",
        *AWS,
        *CRYPTO,
        *AWS_TYPES,
        "runtime.adapters",
        "stripe",
        "urllib3",
    },
    "runtime/invocation": {*HANDLING, *LOG, "rfc8785", "snapshot_restore_py"},
    "runtime/worker": {*CORE, *LOG, "runtime.bootstrap_worker", "runtime.worker"},
    "runtime/handlers": {
        *HANDLING,
        "runtime.bootstrap_schedules",
        "runtime.handlers",
        "runtime.observability",
    },
    "runtime/bootstrap.py": {*INNER, "aws_lambda_powertools", *AWS, *LOG, "mypy_boto3_dynamodb"},
    "runtime/bootstrap_queues.py": {*INNER, *LOG},
    "runtime/bootstrap_schedules.py": {*INNER, *LOG},
    "runtime/bootstrap_worker.py": {*INNER, "runtime.invocation.batch", "runtime.worker"},
    "runtime/step_log": {*CORE, *LOG},
    "runtime/aws_clients.py": {"botocore", "runtime.contract", "runtime.step_log"},
    "runtime/observability.py": {"aws_lambda_powertools", "aws_xray_sdk"},
    "local/lib": {"botocore"},
    "local/resources": {*PULUMI, "botocore", "local.lib", "local.resources"},
    "local/psp": {"httpx", "local.lib", "local.psp", "runtime.contract", "starlette", "uvicorn"},
    "local/receiver": {
        *("cryptography", "standardwebhooks", "starlette", "uvicorn"),
        *("local.lib", "local.receiver"),
    },
    "local/emulator": {
        *AWS,
        "h11",
        "hypercorn",
        "local.emulator",
        "local.lib",
        "ministack",
        "psutil",
    },
    "local/program": {"google", "local.lib", "local.program", "local.resources", "pulumi", "yaml"},
    "local/provider": {*PULUMI, "google", "grpc", "local.provider", "local.resources"},
    "local/stack": {
        *INNER,
        "httpx",
        *(f"local.{each}" for each in ("emulator", "lib", "program", "psp", "receiver")),
        *(f"local.{each}" for each in ("resources", "stack")),
        "tenacity",
        "till.lib",
        "till.merchants",
    },
    "local/cost": {"httpx", "local", "rich", "runtime.contract", "till.cost"},
    "local/alarms": {"pydantic", "local.alarms", "local.lib", "local.program", *CLOUDWATCH},
    "local/engine": {"local", "till.doctor", "till.lib", "yaml"},
    "local/policy_check": {
        *PACK,
        "google",
        "junitparser",
        "local.lib",
        "local.policy_check",
        "local.program",
        "pulumi",
        "rich",
        "sarif_pydantic",
    },
    "local/demo": {
        "botocore",
        *(f"local.{each}" for each in ("demo", "emulator", "engine", "lib", "receiver", "stack")),
        "mypy_boto3_dynamodb",
        "rich",
        "till.lib",
        "till.restore",
    },
    "bench": {
        *(INNER | LOG | CRYPTO),
        "aws_lambda_powertools",
        "bench",
        "botocore",
        "components.packaging",
        "docs.examples",
        "google",
        "local",
        *(f"policies.pci.framework.{each}" for each in ("alarm_states", "servicer")),
        "pulumi_policy",
        "rich",
        *(f"runtime.{each}" for each in ("bootstrap_worker", "handlers", "invocation", "worker")),
        "simpy",
        "stripe",
        *(f"till.{each}" for each in ("cost", "payments")),
    },
    "local/rights": {"local.lib", "local.program", "local.rights", "pulumi_aws", "rich"},
    "simulator": {
        *INNER,
        "greenlet",
        "hypothesis",
        "local.stack",
        "rich",
        "runtime.invocation.batch",
        *(f"runtime.handlers.{each}" for each in ("deliver_events", "process_dead_letter")),
        "runtime.observability",
        "simulator",
        "tests.fakes",
    },
    "mutation": {
        "_hypothesis_pytestplugin",
        "coverage",
        "hypothesis",
        "mutation",
        "pytest",
        "pytest_timeout",
        "rich",
        "simulator",
    },
    "policy_proof": {
        *PACK,
        *PULUMI,
        "google",
        "local.lib",
        "local.policy_check",
        "local.program",
        "policy_proof",
        "policy_sentry.querying",
        "rich",
        "tests.fakes",
    },
    "truth": {
        "botocore",
        "google",
        "grpc",
        "local",
        "msgpack",
        "pulumi",
        "rich",
        "tests.fakes",
        "till.permissions",
        "truth",
    },
    "docs_gen": {
        *INNER,
        *(f"bench.{each}" for each in ("load", "reasons", "report", "results")),
        "components.parts.firewall_rules",
        "components.parts.routes",
        "docs_gen",
        "google",
        "local",
        "matplotlib",
        "playwright",
        "policies.pci",
        "policy_proof",
        "pulumi_aws",
        "rich",
        "stack_settings",
        "tests.fakes",
        "till",
        "typer",
        "yaml",
    },
    "till": {
        *INNER,
        *AWS_TYPES,
        *WEB,
        *CRYPTO,
        "botocore",
        "rich",
        "stack_settings",
        "till",
        "typer",
        "yaml",
    },
    "policies": {
        "cloudsplaining",
        "detect_secrets",
        "grpc",
        "pci",
        "policies",
        "policy_sentry",
        "pulumi",
        "pulumi_policy",
        "pydantic",
        "yaml",
    },
}


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
            names = (f"{node.module}.{alias.name}" for alias in node.names)
            yield from names if node.module in OURS else (node.module,)
