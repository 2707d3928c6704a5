"""Proves each check: every planted fault is found, on its line, and nothing is found in text that is right."""
import sys

import floors
import swift_checks
import text_checks
from finding import SourceFile
from swift_text import split

TABLE = """
c CShim : - : -
0 Low : CShim : Synchronization
1 Mid : Low : -
4 High : Low Mid : Logging
"""
LOW = "Sources/Low/A.swift"
UNSAFE_FOLDER = "Sources/BerthHost/Topology/Unsafe/A.swift"


def swift_function(lines, head="func long() {"):
    return head + "\n" + "    work()\n" * (lines - 2) + "}\n"


# (check, path, text, lines that must be found)
TEXT_CASES = [
    (swift_checks.check_lengths, LOW, "let a = 1\n" * 400, []),
    (swift_checks.check_lengths, LOW, "let a = 1\n" * 401, [401]),
    (swift_checks.check_lengths, "Tests/LowTests/A.swift", "let a = 1\n" * 600, []),
    (swift_checks.check_lengths, "Tests/LowTests/A.swift", "let a = 1\n" * 601, [601]),
    (swift_checks.check_lengths, LOW, swift_function(70), []),
    (swift_checks.check_lengths, LOW, swift_function(71), [1]),
    (swift_checks.check_lengths, LOW, "\n" + swift_function(71, "init(a: Int = { 3 }()) where A: B {"), [2]),
    (swift_checks.check_lengths, LOW, swift_function(72, "func two(\n    a: Int\n) {"), [1]),
    (swift_checks.check_lengths, LOW, swift_function(71, "var property: Int {"), [1]),
    (swift_checks.check_lengths, LOW, swift_function(71, "let closure = {"), [1]),
    (swift_checks.check_lengths, LOW, swift_function(71, "subscript(a: Int) -> Int {"), [1]),
    (swift_checks.check_lengths, LOW, "protocol P {\n    func a()\n    var b: Int { get }\n}\n" + swift_function(71, "struct S {"), []),
    (swift_checks.check_lengths, LOW, swift_function(71).replace("work()", 'print("} { \\(a { 1 }) }") // }', 1), [1]),
    (swift_checks.check_lengths, LOW, swift_function(71, 'let text = """').replace("}\n", '"""\n'), []),
    (swift_checks.check_unsafe, LOW, "let a = unsafe b.load()\n", [1]),
    (swift_checks.check_unsafe, LOW, "let a: UnsafeMutablePointer<Int>\n", [1]),
    (swift_checks.check_unsafe, LOW, "let a: UnsafeRawBufferPointer\n", [1]),
    (swift_checks.check_unsafe, LOW, "final class A: @unchecked Sendable {}\n", [1]),
    (swift_checks.check_unsafe, LOW, "nonisolated(unsafe) var a = 1\n", [1]),
    (swift_checks.check_unsafe, LOW, "a.withUnsafeBytes { $0 }\n", [1]),
    (swift_checks.check_unsafe, LOW, 'print("x \\(unsafe a.b)")\n', [1]),
    (swift_checks.check_unsafe, LOW, '// unsafe a\nlet a = "unsafe b"\n/* @unchecked Sendable */\n', []),
    (swift_checks.check_unsafe, UNSAFE_FOLDER, "let a = unsafe b.load()\n", []),
    (swift_checks.check_unsafe, "Sources/Low/Unsafe/A.swift", "let a = unsafe b.load()\n", [1]),
    (swift_checks.check_orderings, LOW, "a.load(ordering: .relaxed)\n", [1]),
    (swift_checks.check_orderings, LOW, "// relaxed: a hint, the exchange below re-reads\na.load(ordering: .relaxed)\n", []),
    (swift_checks.check_orderings, LOW, "a.load(ordering: .acquiring) // acquiring: pairs with the releasing store in b\n", []),
    (swift_checks.check_orderings, LOW, "// relaxed: a hint\n\n\n\na.load(ordering: .relaxed)\n", [5]),
    (swift_checks.check_orderings, LOW, "// relaxed: a hint\na.f(.acquiringAndReleasing, .relaxed)\n", [2]),
    (swift_checks.check_orderings, LOW, "let a = 1\na.load(ordering: .sequentiallyConsistent)\n", [2]),
    (swift_checks.check_tries, LOW, "let a = try! b()\n", [1]),
    (swift_checks.check_tries, LOW, "// try! is not used\nlet a = try? b()\n", []),
    (swift_checks.check_tries, "Tests/LowTests/A.swift", "let a = try! b()\n", []),
    (text_checks.check_lines, LOW, "a" * 140 + "\n", []),
    (text_checks.check_lines, LOW, "\n" + "a" * 141 + "\n", [2]),
    (text_checks.check_lines, "Tests/Scenarios/a.txt", "a" * 500 + "\n", []),
    (text_checks.check_lines, "docs/A.md", "a" * 500 + "\n", []),
    (text_checks.check_lines, LOW, "a\nb \n", [2]),
    (text_checks.check_lines, LOW, "a\nb", [2]),
    (text_checks.check_words, LOW, "// a\n// TO" "DO: b\n", [2]),
    (text_checks.check_words, LOW, "let mastodon = 1\n", []),
    (text_checks.check_places, LOW, 'let a = "/wo' 'rk/x"\n', [1]),
    (text_checks.check_places, "tools/a", "cd /ho" "me/somebody\n", [1]),
    (text_checks.check_places, "tools/a", "/op" "t/swift/bin/swift\n", [1]),
    (text_checks.check_places, "tools/a", "ls /ro" "ot/x\n", [1]),
    (text_checks.check_places, "tools/a", "$root/wo" "rk and a/wo" "rk/b and ./wo" "rk and \\(base)/wo" "rk\n", []),
    (text_checks.check_places, "tools/a", "curl https:" "//packages.internal/x\n", [1]),
    (text_checks.check_places, "tools/a", "curl https://github.com/x http://$host/ http://localhost:80\n", []),
    (text_checks.check_titles, "docs/A.md", "# One\n\n```sh\n# a comment\n```\n", []),
    (text_checks.check_titles, "docs/A.md", "# One\n\n# Two\n", [3]),
    (text_checks.check_titles, "docs/A.md", "no title\n", [1]),
]


def run():
    failures = []
    for check, path, text, expected in TEXT_CASES:
        expect(failures, f"{check.__name__} on {text[:60]!r}", check(SourceFile(path, text, len(text))), expected)
    test_modes_and_sizes(failures)
    test_floors(failures)
    test_splitting(failures)
    for failure in failures:
        print(f"tidy self-test: {failure}", file=sys.stderr)
    print(f"tidy self-test: {'failed' if failures else 'passed'}", file=sys.stderr)
    return 1 if failures else 0


def expect(failures, what, findings, lines):
    found = sorted(finding.line for finding in findings)
    if found != sorted(lines):
        failures.append(f"{what}: found lines {found}, expected {lines}")


def test_modes_and_sizes(failures):
    script, module = "#!/bin/sh\n", "import sys\n"
    expect(failures, "a script without its bit", text_checks.check_modes(SourceFile("tools/a", script, 9, False)), [1])
    expect(failures, "a script with its bit", text_checks.check_modes(SourceFile("tools/a", script, 9, True)), [])
    expect(failures, "a module with a bit", text_checks.check_modes(SourceFile("tools/a.py", module, 9, True)), [1])
    expect(failures, "512 KiB", text_checks.check_size(SourceFile("a.bin", None, 512 * 1024)), [])
    expect(failures, "more than 512 KiB", text_checks.check_size(SourceFile("a.bin", None, 512 * 1024 + 1)), [1])


def target(name, *needs, kind="regular", path=None):
    return {"name": name, "type": kind, "path": path, "dependencies": [{"byName": [need, None]} for need in needs]}


def test_floors(failures):
    rows, faults = floors.parse(TABLE)
    expect(failures, "a table that is right", faults, [])
    for line, fault in [
        ("0 Other : Low : -", "a target on its own floor"), ("1 Other : High : -", "a target above"),
        ("5 Other : Nobody : -", "a target without a row"), ("2 Other : Low : Foundation", "Foundation on floor 2"),
        ("one Other", "no row"),
    ]:
        expect(failures, fault, floors.parse(TABLE + line + "\n")[1], [6])

    right = [target("CShim"), target("Low", "CShim"), target("Mid", "Low"), target("High", "Low", "Mid", "Logging"),
             target("LowTests", "Low", "Anything", kind="test"), target("Support", path="Tests/Support")]
    manifest = lambda targets: floors.check_manifest(rows, {"targets": targets})  # noqa: E731
    expect(failures, "a manifest that is right", manifest(right), [])
    expect(failures, "a target that the table lacks", manifest(right + [target("New")]), [1])
    expect(failures, "a row that the manifest lacks", manifest(right[:2] + right[3:]), [4])
    expect(failures, "a dependency that the row lacks", manifest(right[:1] + [target("Low", "CShim", "Yams")] + right[2:]), [1])

    imports = lambda path, text: floors.check_imports(rows, [SourceFile(path, text, len(text))])  # noqa: E731
    expect(failures, "allowed imports", imports(LOW, "public import Synchronization\nimport CShim\n"), [])
    for modifier in ["", "public ", "package ", "internal ", "private ", "@testable ", "@preconcurrency public ", "@_spi(X) "]:
        expect(failures, f"a skipped floor with {modifier!r}", imports("Sources/Mid/A.swift", f"// first\n{modifier}import CShim\n"), [2])
    expect(failures, "the import of one symbol", imports(LOW, "import struct Foundation.Data\n"), [1])
    expect(failures, "an import in a comment or text", imports(LOW, '// import Yams\nlet a = """\n  import Yams\n  """\n'), [])
    expect(failures, "an import of a benchmark", imports("Benchmarks/Mid/A.swift", "import CShim\n"), [1])
    expect(failures, "a folder without a row", imports("Sources/New/A.swift", "let a = 1\n"), [1])


def test_splitting(failures):
    text = 'a /* b /* c */ d */ e "f \\(g("h")) i" #"j \\(k) \\#(l)"# // m\nn """\no " p\n""" q\n'
    code, comments = split(text)
    if "".join(code.split()) != "aeg()lnq" or "".join(comments.split()) != "/*b/*c*/d*///m":
        failures.append(f"splitting code from comments gave {code!r} and {comments!r}")
    if len(code) != len(text) or code.count("\n") != text.count("\n"):
        failures.append("splitting moved a line")
