"""Finds the bodies of functions, initialisers, computed properties and closures kept in properties."""
import re

from finding import line_of

DECLARATION = re.compile(r"(?<![\w.`])(func|init|deinit|subscript|var|let)\b(?!\s*:)")
OPENING, CLOSING = "([", ")]"


def bodies(code):
    """Yields (keyword, name, first line, last line) of every declaration with a body in braces."""
    pairs = brace_pairs(code)
    for match in DECLARATION.finditer(code):
        opening = body_start(code, match.end(), match[1])
        if opening is None or opening not in pairs:
            continue
        name = re.match(r"\s*([^\s(<:={]*)", code[match.end():])[1]
        yield match[1], name, line_of(code, match.start()), line_of(code, pairs[opening])


def brace_pairs(code):
    pairs, open_braces = {}, []
    for position, character in enumerate(code):
        if character == "{":
            open_braces.append(position)
        elif character == "}" and open_braces:
            pairs[open_braces.pop()] = position
    return pairs


def body_start(code, at, keyword):
    """The brace that opens the declaration's body, or None for one without (a protocol's requirement, a stored property)."""
    depth = 0
    is_property = keyword in ("var", "let")
    while at < len(code):
        character = code[at]
        if character in OPENING:
            depth += 1
        elif character in CLOSING:
            depth -= 1
            if depth < 0:
                return None
        elif depth == 0:
            if character == "{":
                return at
            if character in "};":
                return None
            if is_property and character == "=" and code[at + 1:at + 2] != "=":
                return at + 1 + len(re.match(r"\s*", code[at + 1:])[0]) if re.match(r"\s*\{", code[at + 1:]) else None
            if character == "\n" and not continues(code, at, is_property):
                return None
        at += 1
    return None


def continues(code, newline, is_property):
    """Whether a declaration's head goes on after this line: the next line opens its body or states its result or conditions."""
    following = code[newline + 1:].lstrip()
    if following.startswith("{"):
        return True
    if is_property:
        return False
    before = code[:newline].rstrip()
    return bool(re.match(r"(->|where\b|throws\b|async\b|rethrows\b)", following)) or bool(re.search(r"(->|where|,|throws|async)$", before))
