"""The text that a machine starts with is found in its wrappings."""

import base64
import gzip
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

from policies.pci.framework.start_up import decoded

TEXT = "#!/bin/sh\nexec worker --token needle\n"


def wrapped(raw: bytes) -> str:
    """Base64 as AWS takes it."""
    return base64.b64encode(raw).decode()


def test_plain_base64_and_packed_texts_are_read() -> None:
    """Each as AWS takes it."""
    for text in (TEXT, wrapped(TEXT.encode()), wrapped(gzip.compress(TEXT.encode()))):
        assert TEXT in decoded(text)


def test_the_parts_of_a_multipart_are_read() -> None:
    """Also in base64, and packed inside of it."""
    whole = MIMEMultipart()
    whole.attach(MIMEText(TEXT, "x-shellscript"))
    inner = MIMEMultipart()
    inner.attach(MIMEText(wrapped(gzip.compress(TEXT.encode()))))
    assert any(TEXT in each for each in decoded(wrapped(whole.as_bytes())))
    assert any(TEXT in each for each in decoded(inner.as_string()))


def test_nonsense_is_only_itself() -> None:
    """No crash on what is neither, and none on a broken archive."""
    assert list(decoded("not base64!")) == ["not base64!"]
    assert "needle" not in "".join(decoded(wrapped(b"\x1f\x8bneedle")))
