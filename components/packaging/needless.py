"""What of the functions' packages Lambda never needs; it stays out of the layers."""

from pathlib import Path, PurePath
from typing import Final

from components.lib.mail_texts import MAILS

AWS_SERVICES = frozenset(
    {"dynamodb", "events", "kms", "s3", "secretsmanager", "sesv2", "sqs", "sts", "xray"}
)
"""What the functions call; botocore's descriptions of all others, 20 MB, stay at home."""

LANGUAGES = frozenset({"root", *(kind.partition("-")[0] for kind in MAILS)})
"""What mails are written in, and what all languages begin with; Babel's data of all others, 34 MB,
stay at home."""

PACKAGES: Final = ("charset-normalizer", "idna", "pycparser", "requests")
"""cffi parses C with pycparser, and nothing here is built from C. Stripe's library imports
requests, which imports the others, where it is there; our calls leave by urllib3. (s3transfer is
in: boto3 imports it, and the encryption SDK boto3.)"""

UNUSED: Final = (
    "aws_lambda_powertools.event_handler",
    *(f"aws_lambda_powertools.utilities.{each}" for each in (
        "auth_alpha", "batch", "circuit_breaker", "data_classes", "data_masking", "feature_flags",
        "idempotency", "kafka", "parameters", "parser", "streaming", "validation",
    )),
    "pydantic.v1",
    *(f"stripe.{each}" for each in (
        # Shapes of what is sent and told, which the library imports for a type checker only.
        "events", "params",
        # What a payment of ours never has to do with.
        "billing", "billing_portal", "checkout", "climate", "financial_connections", "identity",
        "issuing", "radar", "reporting", "sigma", "tax", "terminal", "test_helpers", "treasury",
    )),
)  # fmt: skip
"""Packages inside of packages that no function imports."""

_FOLDERS: Final = (*(each.replace(".", "/") for each in UNUSED), "boto3/data")
_NOTES: Final = {".lock", "INSTALLER", "RECORD", "REQUESTED"}
"""What uv writes beside the packages."""


def leave_out(packages: Path) -> None:
    """Delete what Lambda never needs from a folder of packages."""
    for path in packages.rglob("*"):
        if path.is_file() and _needless(path.relative_to(packages)):
            path.unlink()


def _needless(name: PurePath) -> bool:
    parts = name.parts
    return (
        parts[0] == "bin"
        or name.name in _NOTES
        # What is compiled is compiled by us.
        or name.suffix in {".pyc", ".pyi"}
        or name.as_posix().startswith(tuple(f"{folder}/" for folder in _FOLDERS))
        # botocore/data/<service>/<version>/<file>
        or (parts[:-3] == ("botocore", "data") and parts[-3] not in AWS_SERVICES)
        # babel/locale-data/<language>[_<variant>].dat
        or (
            parts[:-1] == ("babel", "locale-data")
            and name.suffix == ".dat"
            and name.stem.partition("_")[0] not in LANGUAGES
        )
    )
