"""Compares tools/floors.txt with Package.swift and with the imports of the sources."""
import re
from dataclasses import dataclass

from finding import Finding

TABLE = "tools/floors.txt"
MANIFEST = "Package.swift"
ROW = re.compile(r"^(\S+)\s+(\S+)\s*:\s*([^:]*?)\s*:\s*([^:]*?)\s*$")
IMPORT = re.compile(
    r"^[ \t]*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|fileprivate|private|open)\s+)?"
    r"import\s+(?:(?:typealias|struct|class|enum|protocol|let|var|func)\s+)?(\w+)", re.MULTILINE)
FOUNDATION_FREE_FLOORS = 3
BANNED_BELOW = {"Foundation", "FoundationEssentials", "NIOCore", "NIOPosix", "NIOHTTP1", "GRDB", "Yams", "Logging"}
ALWAYS_THERE = {"Swift", "_Concurrency", "_StringProcessing"}


@dataclass
class Row:
    line: int
    floor: str
    own: set
    outside: set

    def level(self):
        return -1 if self.floor == "c" else int(self.floor)


def parse(text):
    """The table as {target: Row}, and what is wrong with its own form."""
    rows, findings = {}, []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        match = ROW.match(line)
        if not match or not re.fullmatch(r"c|\d+", match[1]):
            findings.append(Finding(TABLE, number, "not a row; write \"FLOOR TARGET : OWN TARGETS : OUTSIDE MODULES\""))
            continue
        own, outside = (set(part.split()) - {"-"} for part in (match[3], match[4]))
        rows[match[2]] = Row(number, match[1], own, outside)
    for name, row in rows.items():
        findings += check_row(name, row, rows)
    return rows, findings


def check_row(name, row, rows):
    for other in sorted(row.own):
        if other not in rows:
            yield Finding(TABLE, row.line, f"{name} names {other}, which has no row; add one")
        elif rows[other].level() >= row.level():
            yield Finding(
                TABLE, row.line, f"{name} on floor {row.floor} names {other} on floor {rows[other].floor}; floors only look down")
    if 0 <= row.level() <= FOUNDATION_FREE_FLOORS:
        for module in sorted(row.outside & BANNED_BELOW):
            yield Finding(TABLE, row.line, f"{name} on floor {row.floor} names {module}; floors 0 to {FOUNDATION_FREE_FLOORS} must not")


def check_manifest(rows, package):
    """`package` is what `swift package dump-package` prints, decoded."""
    findings = []
    sources = {t["name"]: t for t in package["targets"] if t["type"] != "test" and not (t.get("path") or "").startswith("Tests/")}
    for name in sorted(sources.keys() - rows.keys()):
        findings.append(Finding(MANIFEST, 1, f"target {name} has no row in {TABLE}; give it a floor"))
    for name in sorted(rows.keys() - sources.keys()):
        findings.append(Finding(TABLE, rows[name].line, f"{name} is no target of {MANIFEST}; remove the row"))
    for name in sorted(sources.keys() & rows.keys()):
        row = rows[name]
        allowed = row.own | row.outside
        for dependency in dependencies(sources[name]):
            if dependency not in allowed:
                findings.append(Finding(
                    MANIFEST, 1, f"target {name} depends on {dependency}, which its row {TABLE}:{row.line} does not allow"))
    return findings


def dependencies(target):
    for dependency in target["dependencies"]:
        for form in ("byName", "product", "target"):
            if form in dependency:
                yield dependency[form][0]


def check_imports(rows, files):
    """Every import of every file in Sources/ and Benchmarks/ stands in the row of its target, whatever modifiers it has."""
    for file in files:
        match = re.match(r"(?:Sources|Benchmarks)/([^/]+)/", file.path)
        if not match or not file.is_swift:
            continue
        row = rows.get(match[1])
        if row is None:
            yield Finding(file.path, 1, f"{match[1]} has no row in {TABLE}; give it a floor")
            continue
        code, _ = file.swift()
        for found in IMPORT.finditer(code):
            module = found[1]
            if module not in row.own | row.outside | ALWAYS_THERE:
                line = code.count("\n", 0, found.start(1)) + 1
                yield Finding(file.path, line, f"{match[1]} imports {module}, which its row {TABLE}:{row.line} does not allow")
