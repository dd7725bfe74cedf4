"""Roots of the ledger in a bucket: written once, read back, never written over.

`roots/<day>.json` is the root, `leaves/<sha256>.jsonl.gz` what it names, `keys/<sha256>.der` what
verifies it.
"""

import gzip
from collections.abc import Sequence
from typing import Any, Final

from botocore.exceptions import ClientError
from pydantic import ValidationError

from runtime.adapters.aws_errors import code_of, unavailable
from runtime.domain.errors import ConflictError, UnreadableRowError
from runtime.domain.ledger_roots import SignedRoot

ROOTS: Final = "roots/"
LEAVES: Final = "leaves/"
KEYS: Final = "keys/"
_JSON: Final = ".json"
_THERE: Final = frozenset({"PreconditionFailed", "ConditionalRequestConflict"})
"""S3, "Add preconditions to S3 operations": an object has that name, or gets it just now."""


class S3RootStore:
    """The RootStore port."""

    def __init__(self, client: Any, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def days(self) -> Sequence[str]:
        """The days that have a root, oldest first.

        Raises:
            UnavailableError: no answer; the same call may be made again.
        """
        with unavailable("S3"):
            pages = self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self._bucket, Prefix=ROOTS
            )
            names = [each["Key"] for page in pages for each in page.get("Contents", ())]
        return sorted(name.removeprefix(ROOTS).removesuffix(_JSON) for name in names)

    def get(self, day: str) -> SignedRoot:
        """The root of a day that has one.

        Raises:
            UnavailableError: no answer; the same call may be made again.
            UnreadableRowError: what is stored has no form that this code reads.
        """
        text = self.read(root_name(day))
        try:
            return SignedRoot.model_validate_json(text)
        except ValidationError:
            message = f"The root of {day} has no form that this version reads."
            raise UnreadableRowError(message) from None

    def put(self, signed: SignedRoot) -> None:
        """Keep a root where its day has none.

        Raises:
            ConflictError: the day has one; nothing is written.
            UnavailableError: it may or may not be written.
        """
        day, body = signed.root.day, signed.model_dump_json().encode() + b"\n"
        if not self._put(root_name(day), body, "application/json"):
            message = f"The root of {day} is written already."
            raise ConflictError(message)

    def put_leaves(self, sha256: str, lines: bytes) -> None:
        """Keep the lines of that hash; those that are there already are the same.

        Raises:
            UnavailableError: they may or may not be written.
        """
        self._put(leaves_name(sha256), gzip.compress(lines, mtime=0), "application/gzip")

    def put_key(self, fingerprint: str, public_key: bytes) -> None:
        """Keep the public key (DER) of that sha256, if it is not there already.

        Raises:
            UnavailableError: it may or may not be written.
        """
        self._put(key_name(fingerprint), public_key, "application/octet-stream")

    def read(self, name: str) -> bytes:
        """What is kept under a name.

        Raises:
            UnavailableError: no answer, or nothing of that name.
        """
        with unavailable("S3"):
            answer = self._client.get_object(Bucket=self._bucket, Key=name)
            return bytes(answer["Body"].read())

    def _put(self, name: str, body: bytes, kind: str) -> bool:
        """Whether it was written; False where something has that name."""
        with unavailable("S3"):
            try:
                self._client.put_object(
                    Bucket=self._bucket,
                    Key=name,
                    Body=body,
                    ContentType=kind,
                    # A bucket that locks takes nothing without a checksum of the body.
                    ChecksumAlgorithm="SHA256",
                    IfNoneMatch="*",
                )
            except ClientError as error:
                if code_of(error) in _THERE:
                    return False
                raise
        return True


def root_name(day: str) -> str:
    """Where the root of a day is."""
    return f"{ROOTS}{day}{_JSON}"


def leaves_name(sha256: str) -> str:
    """Where the lines of that hash are."""
    return f"{LEAVES}{sha256}.jsonl.gz"


def key_name(fingerprint: str) -> str:
    """Where the public key of that sha256 is."""
    return f"{KEYS}{fingerprint}.der"
