"""The pages: one site, whole, that asks nobody else; and an index of all decisions."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
GENERATED = ("errors", "states", "environments", "failure-modes", "pci")
ROW = re.compile(
    r"\| (\d{4}-\d\d-\d\d) \| \[(.+)\]\((\S+\.md)\) "
    r"\| (accepted|superseded by \[.+\]\((\S+\.md)\)) \|"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, as `make site` builds it; a page outside of the navigation or a bad link fails."""
    folder = tmp_path_factory.mktemp("site")
    built = subprocess.run(  # noqa: S603 - a fixed program
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", folder],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        check=False,
        capture_output=True,
        text=True,
    )
    assert built.returncode == 0, built.stderr
    return folder


def test_every_page_is_in_the_site_and_the_generated_ones_in_its_navigation(site: Path) -> None:
    """What a reader of the repository finds, a reader of the site finds too."""
    pages = {path.relative_to(DOCS).with_suffix("") for path in DOCS.rglob("*.md")}
    built = {path.relative_to(site).with_suffix("") for path in site.rglob("*.html")}
    renamed = {page.with_name("index") if page.name == "README" else page for page in pages}
    assert renamed <= built
    first = (site / "index.html").read_text()
    _, _, navigation = first.partition('class="md-nav md-nav--primary')
    assert [name for name in GENERATED if f'href="{name}.html"' not in navigation] == []
    assert 'href="openapi.json"' in navigation


def test_a_reader_s_browser_asks_no_other_host(site: Path) -> None:
    """No font, script, style or picture comes from elsewhere."""
    asked = {
        (path.name, url)
        for path in site.rglob("*.html")
        for tag in re.findall(r"<(?:script|link|img|iframe)\b[^>]*>", path.read_text())
        for url in re.findall(r'\b(?:src|href)="((?:https?:)?//[^"]*)"', tag)
    }
    assert asked == set()


def test_the_index_has_every_decision_with_its_date_title_and_status() -> None:
    """In the order of their dates; one that is superseded names the page that took its place."""
    index = (DOCS / "decisions" / "README.md").read_text()
    lines = [line for line in index.splitlines() if line.startswith("| 2")]
    rows = [ROW.fullmatch(line) for line in lines]
    assert [line for line, row in zip(lines, rows, strict=True) if row is None] == []
    pages = sorted(path for path in (DOCS / "decisions").glob("*.md") if path.name != "README.md")
    names = {path.name for path in pages}
    assert [row[3] for row in rows if row] == [path.name for path in pages]
    for row, page in zip(rows, pages, strict=True):
        assert row
        assert page.name.startswith(f"{row[1]}-")
        heading = page.read_text().splitlines()[0]
        assert heading == f"# {row[2]}", page.name
        assert row[5] is None or row[5] in names - {page.name}


def test_a_path_that_a_page_names_is_there() -> None:
    """A file that was moved or split is named by its new name, in pages and in code."""
    tracked = subprocess.run(
        ["/usr/bin/git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split("\0")
    files = set(filter(None, tracked))
    rooms = {path.partition("/")[0] for path in files if "/" in path}
    path = re.compile(rf"`((?:{'|'.join(map(re.escape, sorted(rooms)))})/[\w./*-]+)(?:::\w+)?`")
    dead = [
        f"{page}: {name}"
        for page in sorted(files)
        if page.endswith((".md", ".py")) and not page.startswith(("CHANGELOG", "docs/decisions/2"))
        for name in path.findall((ROOT / page).read_text())
        if not any(ROOT.glob(name.rstrip("/")))
    ]
    assert dead == []
