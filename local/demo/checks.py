"""What the demo holds its stack to."""

from local.demo.report import Screen


class Checks:
    """What had to be true, and whether it was."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self.held = 0
        self.broken: list[str] = []

    def that(self, truth: str, *, holds: bool, instead: object = "") -> None:
        """Note one check; a broken one is shown at once."""
        if holds:
            self.held += 1
        else:
            self.broken.append(truth)
            self._screen.show(f"[red]✗ {truth}[/] {instead}")
