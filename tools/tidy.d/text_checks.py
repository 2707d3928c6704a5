"""Rules of all files: lines, words, places, titles, modes and sizes."""
import re

from finding import Finding

COLUMNS_MAX = 140
BLOB_BYTES_MAX = 512 * 1024
# Written apart, so that this file passes its own check.
UNFINISHED = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
MACHINE_PATH = re.compile(
    r"(?<![\w.~/$})-])/(?:(?:" + r"work|farm|opt" + r"|home/(?!user\d\b)\w+" + r")(?:/[\w.+-]+|(?=[\"'\s`):,;]|$))|ro" + r"ot/[\w.+-]+)")
HOST = re.compile(r"\b(?:https?|ssh|git)://(?:[\w.-]+@)?([A-Za-z0-9_.-]+)")
# Hosts that a reader or a build outside may be sent to.
PUBLIC_HOSTS = {
    "github.com", "swift.org", "www.swift.org", "docs.swift.org", "www.rfc-editor.org", "spec.openapis.org", "json-schema.org", "arxiv.org",
    "docs.kernel.org", "www.kernel.org", "man7.org", "docs.nvidia.com", "docs.aws.amazon.com", "awsdocs-neuron.readthedocs-hosted.com",
    "www.open-mpi.org", "sqlite.org", "www.sqlite.org", "slurm.schedmd.com", "kubernetes.io", "localhost", "127.0.0.1", "example.org",
    # What stands for the daemon where HTTP needs a host and the socket has none.
    "berthd",
}
LONG_LINES_ALLOWED = (".md", ".json", ".ndjson", ".xml", ".csv", ".tsv")
# Golden output, which is as wide as what it records, and a table.
LONG_LINES_FOLDERS = ("Tests/Scenarios/", "tools/floors.txt")
TITLE_LEVEL_ONE = re.compile(r"^# \S")


def check_lines(file):
    if file.text is None:
        return
    for number, line in enumerate(file.lines, 1):
        if len(line) > COLUMNS_MAX and not file.path.endswith(LONG_LINES_ALLOWED) and not file.path.startswith(LONG_LINES_FOLDERS):
            yield Finding(file.path, number, f"{len(line)} columns, over {COLUMNS_MAX}; break the line")
        if line != line.rstrip() and not file.is_test:
            yield Finding(file.path, number, "white space at the end of the line; remove it")
    if file.text and not file.text.endswith("\n"):
        yield Finding(file.path, len(file.lines), "no newline at the end of the file; add one")


def check_words(file):
    if file.text is None:
        return
    for number, line in enumerate(file.lines, 1):
        found = UNFINISHED.search(line)
        if found:
            yield Finding(file.path, number, f"\"{found[0]}\": finish it, or describe the limit in plain words")


def check_places(file):
    """Nothing may depend on where it was written: no paths of one machine, no hosts that only one network knows."""
    if file.text is None:
        return
    for number, line in enumerate(file.lines, 1):
        found = MACHINE_PATH.search(line)
        if found:
            yield Finding(
                file.path, number, f"\"{found[0]}\" is a path of one machine; find it at run time, or use a relative one")
        for host in HOST.findall(line):
            if host.strip(".") not in PUBLIC_HOSTS:
                yield Finding(
                    file.path, number, f"the host \"{host}\" is not in the list of tools/tidy.d/text_checks.py; add it if it is public")


def check_titles(file):
    if file.text is None or not file.path.endswith(".md"):
        return
    titles, fenced = [], False
    for number, line in enumerate(file.lines, 1):
        if line.startswith("```"):
            fenced = not fenced
        elif not fenced and TITLE_LEVEL_ONE.match(line):
            titles.append(number)
    if not titles:
        yield Finding(file.path, 1, "no title; begin with one line \"# Title\"")
    for number in titles[1:]:
        yield Finding(file.path, number, "a second \"# Title\"; use \"##\" below the first")


def check_modes(file):
    """What begins with #! in tools/ or .ci/ can be run; nothing else can."""
    is_script = (file.text or "").startswith("#!")
    if is_script and file.path.startswith(("tools/", ".ci/")) and not file.is_executable:
        yield Finding(file.path, 1, f"a script that cannot be run; chmod +x {file.path}")
    if file.is_executable and not is_script:
        yield Finding(file.path, 1, f"marked as a program but is none; chmod -x {file.path}")


def check_size(file):
    if file.size > BLOB_BYTES_MAX:
        yield Finding(file.path, 1, f"{file.size // 1024} KiB, over {BLOB_BYTES_MAX // 1024} KiB; generate it, or keep a small extract")
