#!/usr/bin/env bash
# mkdocs 1.6.1: `build --strict --quiet` takes a page whose link leads nowhere.
#
# `--strict` promises to abort on any warning, and `--quiet` to say less. Together they publish a
# broken site: strict counts the warnings that the logger lets through, and quiet lets none through.
# Who keeps a build's output short in CI has switched the check off.
#
# Seen: exit 1 and "Aborted with 1 warnings in strict mode!" with --strict alone, exit 0 and the
# page written with --strict --quiet.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check mkdocs==1.6.1
mkdir "$folder/docs"
printf '[nowhere](nowhere.md)\n' > "$folder/docs/index.md"
printf 'site_name: one page\nvalidation:\n  links:\n    not_found: warn\n' > "$folder/mkdocs.yml"
cd "$folder"
strict=0
said=$("$folder/venv/bin/mkdocs" build --strict 2>&1) || strict=$?
quiet=0
"$folder/venv/bin/mkdocs" build --strict --quiet || quiet=$?
echo "--strict: exit $strict; --strict --quiet: exit $quiet"
grep --quiet "Aborted with 1 warnings in strict mode" <<< "$said"
test "$strict" = 1 && test "$quiet" = 0 && test -f "$folder/site/index.html"
