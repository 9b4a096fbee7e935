"""Reading a rulebook's text: the YAML that rulebooks are written in, every value as written.

Mappings, lists, quoted and plain values, blocks of text, comments. Anchors, aliases and tags are
no part of it; Vires refuses them too. What cannot be read is said with its line.
"""

from __future__ import annotations

import re
from typing import Any

_QUOTED = r""""(?:[^"\\]|\\.)*"|'(?:[^']|'')*'"""
_PLAIN = r"""[^\s"'\[\]{},#&*!|>%@`-][^#]*?|-(?=[^\s])[^#]*?"""
_KEY = re.compile(rf"(?P<key>{_QUOTED}|{_PLAIN})[ \t]*:(?=[ \t]|$)")
_ESCAPES = dict(
    zip('ntr0abevfNLP_ "/\\', '\n\t\r\0\a\b\x1b\v\f\x85\u2028\u2029\xa0 "/\\', strict=True)
)
_CODES = {"x": 2, "u": 4, "U": 8}


class UnreadableError(ValueError):
    """A text that is not what it should be; the message says where and why."""


def read_text(text: str) -> Any:
    """What a text says: dictionaries, lists and strings. Raises `UnreadableError`."""
    return _Reader(text).document()


def as_list(said: Any) -> list[Any]:
    """What a text says as a list or, where there is but one, alone."""
    return said if isinstance(said, list) else [said]


class _Reader:
    """Goes through a text line by line; `at` is the line that comes next."""

    def __init__(self, text: str) -> None:
        self.lines = (
            text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
        )
        self.at = 0

    def wrong(self, why: str) -> UnreadableError:
        return UnreadableError(f"line {self.at + 1}: {why}")

    def document(self) -> Any:
        if self.skipped() and self.lines[self.at].startswith("---"):
            self.lines[self.at] = self.lines[self.at][3:]
        found = self.block(0) if self.skipped() else ""
        if self.skipped() and self.lines[self.at].rstrip(" \t") != "...":
            raise self.wrong("more than one text, or a line that is set in wrongly")
        return found

    def skipped(self) -> bool:
        """Step over empty lines and comments; whether anything is left."""
        while self.at < len(self.lines):
            line = self.lines[self.at].strip(" \t")
            if line and not line.startswith("#"):
                return True
            self.at += 1
        return False

    def indent(self) -> int:
        line = self.lines[self.at]
        return len(line) - len(line.lstrip(" "))

    def content(self) -> str:
        return self.lines[self.at].strip(" \t")

    # --- blocks

    def block(self, least: int) -> Any:
        """What stands from here, set in by at least so much."""
        indent = self.indent()
        if indent < least:
            return ""
        if _is_item(self.content()):
            return self.items(indent)
        if _KEY.match(self.content()):
            return self.mapping(indent)
        line = self.lines[self.at]
        return self.value(line[indent:], indent - 1, indent)

    def items(self, indent: int) -> list[Any]:
        found = []
        while self.skipped() and self.indent() == indent and _is_item(self.content()):
            line = self.lines[self.at]
            rest = line[indent + 1 :]
            inner = indent + 1 + len(rest) - len(rest.lstrip(" "))
            body = rest.strip(" \t")
            if not body or body.startswith("#"):
                self.at += 1
                deeper = self.skipped() and self.indent() > indent
                found.append(self.block(indent + 1) if deeper else "")
            elif _is_item(body) or _KEY.match(body):
                self.lines[self.at] = " " * inner + rest.lstrip(" ")
                found.append(self.block(inner))
            else:
                found.append(self.value(rest.lstrip(" "), indent, inner))
        return found

    def mapping(self, indent: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while self.skipped() and self.indent() == indent and not _is_item(self.content()):
            line = self.lines[self.at][indent:]
            match = _KEY.match(line)
            if match is None:
                raise self.wrong("a line without a key")
            key = _unquoted(match["key"])
            if key in found:
                raise self.wrong(f"the key “{key}” stands twice")
            rest = line[match.end() :]
            start = indent + match.end() + len(rest) - len(rest.lstrip(" "))
            rest = rest.strip(" \t")
            if rest and not rest.startswith("#"):
                found[key] = self.value(self.lines[self.at][start:], indent, start)
            else:
                self.at += 1
                found[key] = self.under(indent)
        if self.skipped() and self.indent() > indent:
            raise self.wrong("a line that is set in wrongly")
        return found

    def under(self, indent: int) -> Any:
        """What stands under a key: deeper, or a list at the key's own depth."""
        if not self.skipped():
            return ""
        if self.indent() > indent:
            return self.block(indent + 1)
        if self.indent() == indent and _is_item(self.content()):
            return self.items(indent)
        return ""

    # --- values

    def value(self, text: str, indent: int, start: int) -> Any:
        """A value that begins on this line at column `start`, under something set in `indent`."""
        first = text[0]
        if first in "&*!%@`":
            raise self.wrong(f"“{first}” is not read at the start of a value")
        if first in "|>":
            return self.folded(text, indent)
        if first in "[{\"'":
            flow = _Flow(self.lines, self.at, start, self.wrong)
            found = flow.value()
            self.at = flow.finish()
            return found
        self.at += 1
        parts = [_without_comment(text)]
        cut = parts[0] != text.rstrip(" \t")
        while not cut and self.at < len(self.lines):
            line = self.lines[self.at]
            if not line.strip(" \t"):
                parts.append("")
                self.at += 1
                continue
            if self.indent() <= indent or line.strip(" \t").startswith("#"):
                break
            if _KEY.match(line.strip(" \t")):
                raise self.wrong("a key is set in under a value")
            parts.append(_without_comment(line.strip(" \t")))
            cut = parts[-1] != line.strip(" \t")
            self.at += 1
        return _joined(parts)

    def folded(self, head: str, indent: int) -> str:
        """A block of text under | or >."""
        style, marks = head[0], _without_comment(head[1:])
        if set(marks) - set("+-123456789"):
            raise self.wrong("a block of text that begins on the line of its mark")
        self.at += 1
        lines = []
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if line.strip(" \t") and self.indent() <= indent:
                break
            lines.append(line)
            self.at += 1
        given = next((int(m) for m in marks if m.isdigit()), None)
        depth = min((len(x) - len(x.lstrip(" ")) for x in lines if x.strip(" \t")), default=0)
        if given is not None:
            depth = max(indent, 0) + given
        body = [line[depth:] for line in lines]
        text = "\n".join(body) if style == "|" else _joined_block(body)
        text = text.rstrip("\n")
        if "+" in marks:
            kept = len(body) - len("\n".join(body).rstrip("\n").split("\n"))
            return text + "\n" * (kept + 1)
        return text if "-" in marks or not text else text + "\n"


class _Flow:
    """Reads {…}, […] and quoted text, which may go over several lines."""

    def __init__(self, lines: list[str], at: int, start: int, wrong: Any) -> None:
        self.lines = lines
        self.at = at
        self.column = start
        self.wrong = wrong

    @property
    def line(self) -> str:
        if self.at >= len(self.lines):
            raise self.wrong("a bracket or a quotation mark is not closed")
        return self.lines[self.at]

    def space(self) -> None:
        """Step over spaces, ends of lines and comments."""
        while True:
            line = self.line
            while self.column < len(line) and line[self.column] in " \t":
                self.column += 1
            comment = self.column < len(line) and line[self.column] == "#"
            if self.column < len(line) and not comment:
                return
            self.at, self.column = self.at + 1, 0

    def peek(self) -> str:
        self.space()
        return self.line[self.column]

    def value(self) -> Any:
        match self.peek():
            case "{":
                return self.mapping()
            case "[":
                return self.items()
            case '"' | "'":
                return self.quoted()
            case mark if mark in "&*!%@`|>":
                raise self.wrong(f"“{mark}” is not read at the start of a value")
            case _:
                return self.plain()

    def items(self) -> list[Any]:
        self.column += 1
        found = []
        while self.peek() != "]":
            value = self.value()
            if self.peek() == ":":
                self.column += 1
                value = {value: self.value()}
            found.append(value)
            if self.peek() == ",":
                self.column += 1
            elif self.peek() != "]":
                raise self.wrong("a list in brackets that is not closed")
        self.column += 1
        return found

    def mapping(self) -> dict[str, Any]:
        self.column += 1
        found: dict[str, Any] = {}
        while self.peek() != "}":
            key = self.value()
            if not isinstance(key, str) or key in found:
                raise self.wrong("a key that stands twice, or is no text")
            if self.peek() == ":":
                self.column += 1
                found[key] = "" if self.peek() in ",}" else self.value()
            else:
                found[key] = ""
            if self.peek() == ",":
                self.column += 1
            elif self.peek() != "}":
                raise self.wrong("an entry in brackets that is not closed")
        self.column += 1
        return found

    def plain(self) -> str:
        parts = []
        while True:
            line, start = self.line, self.column
            while self.column < len(line) and not self._ends(line):
                self.column += 1
            parts.append(line[start : self.column].strip(" \t"))
            if self.column < len(line) and line[self.column] != "#":
                return " ".join(part for part in parts if part)
            self.space()
            if self.line[self.column] in ",]}:":
                return " ".join(part for part in parts if part)

    def _ends(self, line: str) -> bool:
        mark = line[self.column]
        following = line[self.column + 1 : self.column + 2]
        if mark == ":":
            return following in ("", " ", "\t", ",", "]", "}")
        return mark in ",[]{}" or (mark == "#" and line[self.column - 1] in " \t")

    def quoted(self) -> str:
        mark = self.line[self.column]
        self.column += 1
        parts = [""]
        while True:
            line = self.line
            if self.column >= len(line):
                parts[-1] = parts[-1].rstrip(" \t")
                parts.append("")
                self.at, self.column = self.at + 1, 0
                self.column = len(self.line) - len(self.line.lstrip(" \t"))
                continue
            char = line[self.column]
            self.column += 1
            if char == "\\" and mark == '"' and self.column == len(line):
                self.at, self.column = self.at + 1, 0
                self.column = len(self.line) - len(self.line.lstrip(" \t"))
            elif char == "\\" and mark == '"':
                parts[-1] += self.escaped(line)
            elif char == mark == "'" and line[self.column : self.column + 1] == "'":
                parts[-1] += "'"
                self.column += 1
            elif char == mark:
                return _joined(parts)
            else:
                parts[-1] += char

    def escaped(self, line: str) -> str:
        char = line[self.column : self.column + 1]
        self.column += 1
        if char in _ESCAPES:
            return _ESCAPES[char]
        length = _CODES.get(char)
        code = line[self.column : self.column + length] if length else ""
        if length is None or len(code) != length:
            raise self.wrong(f"“\\{char}” is not read in a quotation")
        self.column += length
        return chr(int(code, 16))

    def finish(self) -> int:
        """The line that comes next; nothing but a comment may follow on this one."""
        rest = self.line[self.column :].strip(" \t")
        if rest and not rest.startswith("#"):
            raise self.wrong("something follows a bracket or a quotation that is closed")
        return self.at + 1


def _is_item(text: str) -> bool:
    return text == "-" or text.startswith("- ")


def _unquoted(key: str) -> str:
    if key[0] in "\"'":
        return _Flow([key], 0, 0, UnreadableError).quoted()
    return key


def _without_comment(text: str) -> str:
    match = re.search(r"(?:^|[ \t])#", text)
    return (text[: match.start()] if match else text).strip(" \t")


def _joined(parts: list[str]) -> str:
    """Lines made one: a line break becomes a space, an empty line a line break."""
    while parts and not parts[-1] and len(parts) > 1:
        parts = parts[:-1]
    text, breaks = parts[0], 0
    for part in parts[1:]:
        if not part:
            breaks += 1
            continue
        text += ("\n" * breaks or " ") + part
        breaks = 0
    return text


def _joined_block(lines: list[str]) -> str:
    """A block under >: lines set in further keep their breaks."""
    text, breaks, kept = "", 0, True
    for line in lines:
        if not line.strip(" \t"):
            breaks += 1
            continue
        further = line[0] in " \t"
        if text:
            text += "\n" * (breaks + 1) if further or kept else "\n" * breaks or " "
        else:
            text = "\n" * breaks
        text += line
        breaks, kept = 0, further
    return text
