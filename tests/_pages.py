"""What the pages tell a person to type."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent


def section(page: str, title: str) -> str:
    """What stands under a heading."""
    _, _, text = (ROOT / page).read_text().partition(f"\n## {title}\n")
    assert text, f"{page} has no section {title!r}."
    return text.partition("\n## ")[0]


def blocks(text: str) -> list[str]:
    """The lines to paste, as they stand there."""
    return re.findall(r"^ *```bash\n(.*?)^ *```", text, re.MULTILINE | re.DOTALL)
