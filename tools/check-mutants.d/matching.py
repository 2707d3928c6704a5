"""Whether the text that a planted bug replaces is still there, once."""
import os


def unmatched(mutants, folder):
    """What does not match any more: one sentence each."""
    found = []
    for mutant in mutants:
        path = os.path.join(folder, mutant.file)
        count = 0
        if os.path.exists(path):
            with open(path, encoding="utf-8") as stream:
                count = stream.read().count(mutant.text)
        if count != 1:
            found.append(f"{mutant.name}: the text to replace is {count} times in {mutant.file}")
    return found


def list_names(mutants, folder):
    """Prints the names, and what does not match. Returns the exit code: 2 where a bug could not be planted."""
    print("\n".join(mutant.name for mutant in mutants))
    faults = unmatched(mutants, folder)
    print("\n".join(faults), end="\n" if faults else "")
    return 2 if faults else 0
