"""Collects the files of the checkout, runs every check on them, and prints the findings."""
import json
import os
import shutil
import subprocess
import sys
import tempfile

import floors
import swift_checks
import text_checks
from finding import SourceFile

FILE_CHECKS = [
    swift_checks.check_lengths, swift_checks.check_unsafe, swift_checks.check_orderings, swift_checks.check_tries,
    text_checks.check_lines, text_checks.check_words, text_checks.check_places, text_checks.check_titles, text_checks.check_modes,
    text_checks.check_size,
]
SKIPPED_FOLDERS = {".git", ".build", "__pycache__"}


def main(arguments):
    if arguments == ["--self-test"]:
        import self_test

        return self_test.run()
    if arguments:
        print("usage: tools/tidy [--self-test]", file=sys.stderr)
        return 2
    root = os.path.realpath(os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", ".."))
    try:
        package = read_package(root)
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        print(f"tidy: cannot read {floors.MANIFEST} with \"swift package dump-package\": {error}", file=sys.stderr)
        return 2
    files = read_files(root)
    findings = sorted(set(check(files, package)))
    for finding in findings:
        print(finding)
    print(f"tidy: {len(files)} files, {len(findings)} findings", file=sys.stderr)
    return 1 if findings else 0


def check(files, package):
    table = next((file for file in files if file.path == floors.TABLE), None)
    rows, findings = floors.parse(table.text if table else "")
    findings = list(findings) + floors.check_manifest(rows, package) + list(floors.check_imports(rows, files))
    for file in files:
        for run in FILE_CHECKS:
            findings += run(file)
    return findings


def read_package(root):
    # Its own scratch folder: a build that runs at the same time holds the lock of the usual one.
    scratch = tempfile.mkdtemp(prefix="berth-tidy-")
    try:
        command = ["swift", "package", "--package-path", root, "--scratch-path", scratch, "dump-package"]
        # SwiftPM leaves its locks in TMPDIR; there they go with the scratch folder.
        # BERTH_BENCHMARKS: with the targets that only tools/bench builds.
        environment = {**os.environ, "TMPDIR": scratch, "BERTH_BENCHMARKS": "1"}
        result = subprocess.run(command, capture_output=True, text=True, timeout=300, env=environment)
        if result.returncode != 0:
            raise ValueError((result.stderr.strip().split("\n") or ["it failed"])[-1])
        return json.loads(result.stdout)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def read_files(root):
    files = []
    for path in list_paths(root):
        full = os.path.join(root, path)
        if os.path.islink(full) or not os.path.isfile(full):
            continue
        with open(full, "rb") as stream:
            data = stream.read()
        try:
            text = None if b"\0" in data else data.decode("utf-8")
        except UnicodeDecodeError:
            text = None
        files.append(SourceFile(path, text, len(data), os.access(full, os.X_OK) and bool(os.stat(full).st_mode & 0o111)))
    return files


def list_paths(root):
    """What git tracks or would track; without git (an unpacked archive), all files but the build's."""
    listing = None
    try:
        listing = subprocess.run(
            ["git", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"], capture_output=True, timeout=60)
    except OSError:
        pass
    if listing and listing.returncode == 0 and listing.stdout:
        return sorted(set(os.fsdecode(listing.stdout).split("\0")) - {""})
    paths = []
    for folder, subfolders, names in os.walk(root):
        subfolders[:] = [name for name in subfolders if name not in SKIPPED_FOLDERS and not name.startswith(".build")]
        paths += [os.path.relpath(os.path.join(folder, name), root) for name in names if name != ".git"]
    return sorted(paths)
