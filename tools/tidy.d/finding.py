"""What every check returns, and what every check is given."""
from dataclasses import dataclass, field


@dataclass(frozen=True, order=True)
class Finding:
    path: str
    line: int
    what: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.what}"


@dataclass
class SourceFile:
    """One file of the checkout. `text` is None for a file that is not UTF-8 text."""

    path: str
    text: str | None
    size: int
    is_executable: bool = False
    cache: dict = field(default_factory=dict)

    @property
    def lines(self):
        if "lines" not in self.cache:
            self.cache["lines"] = (self.text or "").split("\n")
        return self.cache["lines"]

    @property
    def is_swift(self):
        return self.path.endswith(".swift")

    @property
    def is_test(self):
        return self.path.startswith("Tests/")

    def swift(self):
        """The file split into code and comments (see swift_text), computed once."""
        if "swift" not in self.cache:
            from swift_text import split

            self.cache["swift"] = split(self.text or "")
        return self.cache["swift"]


def line_of(text, offset):
    """The line number, from 1, of a character position."""
    return text.count("\n", 0, offset) + 1
