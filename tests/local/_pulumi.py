"""A `pulumi` that answers and does nothing."""

import os
from pathlib import Path


def stand_in(
    folder: Path, *, version: str = "v3.259.0", refuses: str = "", config: str = "{}"
) -> str:
    """A PATH on which `pulumi` has this version and fails at one command; it logs what it hears.

    Beside that it logs which `uv` it found, by command.
    """
    folder.mkdir(parents=True, exist_ok=True)
    command = folder / "pulumi"
    command.write_text(
        "#!/bin/sh\n"
        f'echo "$@" >> "{folder}/calls"\n'
        f'echo "$1 $(command -v uv) $UV_FROZEN" >> "{folder}/uv"\n'
        'case "$1" in\n'
        f"  version) echo {version};;\n"
        f"  {refuses or 'nothing'}) exit 1;;\n"
        f"  config) echo '{config}';;\n"
        "  stack) echo '{\"deployment\": {}}';;\n"
        '  *) echo "{}";;\n'
        "esac\n"
    )
    command.chmod(0o755)
    return f"{folder}{os.pathsep}{os.defpath}"
