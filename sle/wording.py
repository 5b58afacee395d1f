"""The words of an outcome letter while it is prepared: simple Markdown in which everything typed by people is inert."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

# What is only known on the day of release, and therefore still stands in braces while a letter is prepared.
LATE = ("feedback", "reply_by", "training", "appeal_until")
PLACEHOLDER = re.compile(r"(?<!\\)\{([a-z_]+)\}")
_SPECIAL = re.compile(r"([\\`*_\[\]<>{}|~]|&(?=[#\w]+;))")
_LINE_START = re.compile(r"^(\s*)([#+\-=]|\d+[.)](?=\s|$))", re.MULTILINE)


class Block(str):
    """Markdown that the portal itself has put together, and that is not to be made inert again."""


def inert(text: str) -> str:
    """`text` with everything escaped that Markdown or a placeholder could read as more than words."""
    escaped = _SPECIAL.sub(r"\\\1", text)
    return _LINE_START.sub(lambda found: f"{found[1]}{_escape_last(found[2])}", escaped)


def _escape_last(mark: str) -> str:
    return f"{mark[:-1]}\\{mark[-1]}"


def fill(text: str, values: Mapping[str, str], *, late: Sequence[str] = ()) -> str:
    """`text` with its placeholders replaced: a Block as it stands, any other value inert.

    Those named in `late` stay in braces. Raises KeyError with the placeholder's name for a value that is not given.
    """

    def value(found: re.Match[str]) -> str:
        name = found[1]
        if name in late:
            return found[0]
        given = values[name]
        return given if isinstance(given, Block) else inert(str(given))

    return PLACEHOLDER.sub(value, text)


def unknown_placeholders(text: str) -> list[str]:
    """Names in braces that nobody will fill: a letter with one cannot be approved."""
    return sorted(set(PLACEHOLDER.findall(text)) - set(LATE))


def feedback_block(feedback: Sequence[Mapping[str, str]]) -> Block:
    """The feedback per criterion as Markdown: a heading each, and under it what the panel said."""
    parts = []
    for entry in feedback:
        if entry["text"].strip():
            lines = "\n\n".join(inert(line.strip()) for line in entry["text"].splitlines() if line.strip())
            parts.append(f"### {inert(entry['criterion'])}\n\n{lines}")
    return Block("\n\n".join(parts))


def listed(items: Sequence[str]) -> Block:
    """Sentences as a Markdown list."""
    return Block("\n".join(f"- {inert(item)}" for item in items))


def list_of(items: Sequence[str]) -> str:
    """Names as people list them: "maths, phonics and science"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"
