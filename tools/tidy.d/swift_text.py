"""Splits Swift text into code and comments, each as long as the original: what belongs to the other is blank.

The text of string literals is blank in both; the code of their interpolations stays code. So a search in `code` never meets a
word of a comment or of a message, and line numbers hold in both.
"""
import re

STRING_START = re.compile(r'(#*)("""|")')


def split(text):
    splitter = _Splitter(text)
    splitter.code_until(closing=None)
    return "".join(splitter.code), "".join(splitter.comments)


class _Splitter:
    def __init__(self, text):
        self.text = text
        self.at = 0
        self.code = [c if c == "\n" else " " for c in text]
        self.comments = list(self.code)

    def code_until(self, closing):
        """Reads code up to the parenthesis that closes an interpolation, or to the end of the text."""
        depth = 0
        while self.at < len(self.text):
            two = self.text[self.at:self.at + 2]
            if two == "//":
                self.line_comment()
                continue
            if two == "/*":
                self.block_comment()
                continue
            start = STRING_START.match(self.text, self.at)
            if start:
                self.string(len(start[1]), start[2])
                continue
            character = self.text[self.at]
            if closing:
                if character == "(":
                    depth += 1
                elif character == ")":
                    if depth == 0:
                        self.at += 1
                        return
                    depth -= 1
            self.code[self.at] = character
            self.at += 1

    def line_comment(self):
        end = self.text.find("\n", self.at)
        end = len(self.text) if end < 0 else end
        self.comments[self.at:end] = self.text[self.at:end]
        self.at = end

    def block_comment(self):
        """Block comments nest in Swift."""
        start, depth = self.at, 0
        while self.at < len(self.text):
            two = self.text[self.at:self.at + 2]
            if two == "/*":
                depth += 1
                self.at += 2
            elif two == "*/":
                depth -= 1
                self.at += 2
                if depth == 0:
                    break
            else:
                self.at += 1
        self.comments[start:self.at] = self.text[start:self.at]

    def string(self, hashes, quote):
        pounds = "#" * hashes
        escape, end = "\\" + pounds, quote + pounds
        self.at += hashes + len(quote)
        while self.at < len(self.text):
            if self.text.startswith(end, self.at):
                self.at += len(end)
                return
            if self.text.startswith(escape, self.at):
                self.at += len(escape)
                if self.text[self.at:self.at + 1] == "(":
                    self.at += 1
                    self.code_until(closing=")")
                else:
                    self.at += 1
                continue
            if self.text[self.at] == "\n" and quote == '"':
                return
            self.at += 1
