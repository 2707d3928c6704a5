"""Rules of Swift sources: sizes, unsafe code, memory orderings, tries."""
import re

from finding import Finding
from functions import bodies

FILE_LINES_MAX = 400
TEST_FILE_LINES_MAX = 600
FUNCTION_LINES_MAX = 70
UNSAFE_HOMES = re.compile(r"^Sources/(BerthSystem|BerthHost|BerthPlacement)/(?:.*/)?Unsafe/")
UNSAFE_WORDS = re.compile(
    r"\bunsafe\s+\S|\bUnsafe\w*(?:Pointer|Buffer\w*)\b|@unchecked\s+Sendable|\bnonisolated\s*\(\s*unsafe\s*\)"
    r"|\bwithUnsafe\w*|@unsafe\b|\bunsafe\s*\(|\bunsafeBitCast\b|\bUnmanaged\b|\bOpaquePointer\b")
ORDERING = re.compile(r"\.(relaxed|acquiringAndReleasing|acquiring|releasing|sequentiallyConsistent)\b")
ORDERING_COMMENT_LINES = 3
FORCED_TRY = re.compile(r"\btry!")


def check_lengths(file):
    if file.text is None or not file.path.endswith((".swift", ".py", ".c", ".h")) and not file.text.startswith("#!"):
        return
    limit = TEST_FILE_LINES_MAX if file.is_test else FILE_LINES_MAX
    count = len(file.lines) - (1 if file.lines[-1] == "" else 0)
    if count > limit:
        yield Finding(file.path, limit + 1, f"{count} lines, over the {limit} of a file; split it by verb (Type+Verb.swift)")
    if not file.is_swift:
        return
    for keyword, name, first, last in bodies(file.swift()[0]):
        if last - first + 1 > FUNCTION_LINES_MAX:
            label = f"{keyword} {name}".strip()
            yield Finding(
                file.path, first, f"{label} has {last - first + 1} lines, over {FUNCTION_LINES_MAX}; take a step of it out by name")


def check_unsafe(file):
    """The compiler makes every unsafe construct carry a keyword; this keeps the keyword in three folders."""
    if not file.is_swift or not file.path.startswith("Sources/") or UNSAFE_HOMES.match(file.path):
        return
    code, _ = file.swift()
    for number, line in enumerate(code.split("\n"), 1):
        found = UNSAFE_WORDS.search(line)
        if found:
            yield Finding(
                file.path, number,
                f"\"{found[0].strip()}\" outside the Unsafe/ folders of BerthSystem, BerthHost and BerthPlacement; wrap it safely there")


def check_orderings(file):
    """A memory ordering stands with a comment that says what it pairs with, beginning with the ordering's own name."""
    if not file.is_swift or not file.path.startswith("Sources/"):
        return
    code, comments = (part.split("\n") for part in file.swift())
    for index, line in enumerate(code):
        words = {match[1] for match in ORDERING.finditer(line)}
        near = "\n".join(comments[max(0, index - ORDERING_COMMENT_LINES):index + 1])
        missing = sorted(word for word in words if not re.search(rf"\b{word}\b", near))
        if missing:
            yield Finding(
                file.path, index + 1,
                f"the ordering .{missing[0]} has no comment; write \"// {missing[0]}: pairs with ...\" on the line or within "
                f"{ORDERING_COMMENT_LINES} lines above it")


def check_tries(file):
    if not file.is_swift or file.is_test:
        return
    for number, line in enumerate(file.swift()[0].split("\n"), 1):
        if FORCED_TRY.search(line):
            yield Finding(file.path, number, "\"try!\" turns a fault of the world into a crash; throw it on, or handle it")
