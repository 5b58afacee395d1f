"""The words of mails and letters: versioned rows, in which `{placeholders}` are replaced by inert values."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.template.loader import get_template
from django.utils.html import escape
from markdown_it import MarkdownIt

from alliance.post.kinds import Kind, Medium, kind_named
from alliance.post.models import Text
from alliance.schools.models import Alliance
from alliance.schools.vocabulary import placeholders as words_in_texts

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
PERSONAL_LINK = "[personal link]"
_markdown = MarkdownIt("commonmark", {"html": False}).disable(
    ["link", "image", "autolink", "html_inline", "html_block"]
)


class MissingValue(Exception):
    """A text asks for a value that the sender did not give: the letter is not made, rather than made wrong."""


def standard(kind: Kind) -> tuple[str, str]:
    """Subject and body of the portal's own text of a kind, from its file."""
    raw = get_template(kind.template).template.source  # type: ignore[attr-defined]  # Django's own backend has it
    first, _, body = raw.partition("\n")
    if not first.startswith("Subject: "):
        raise ValueError(f"{kind.template} does not begin with “Subject: ”.")
    return first.removeprefix("Subject: ").strip(), body.strip()


def current(kind: Kind, alliance: Alliance | None) -> Text:
    """The text in force: the alliance's latest wording, else that of the kind that this one follows (`Kind.base`), else
    the standard (kept as a row when first used)."""
    own = Text.objects.filter(kind=kind.name, alliance=alliance).order_by("-version").first() if alliance else None
    if own and not own.follows_standard:
        return own
    if kind.base:
        return current(kind_named(kind.base), alliance)
    subject, body = standard(kind)
    latest = Text.objects.filter(kind=kind.name, alliance=None).order_by("-version").first()
    if latest and (latest.subject, latest.body) == (subject, body):
        return latest
    return Text.objects.get_or_create(
        alliance=None,
        kind=kind.name,
        version=latest.version + 1 if latest else 1,
        defaults={"subject": subject, "body": body},
    )[0]


def placeholders(text: str) -> set[str]:
    """The names in braces that `text` uses."""
    return set(PLACEHOLDER.findall(text))


def one_line(value: str) -> str:
    """A value on one line, without control characters, and without an address that a mail program would link."""
    flat = " ".join("".join(c if c.isprintable() else " " for c in str(value)).split())
    # Nobody may type the mark that is replaced by a personal link when the mail goes out.
    flat = flat.replace(PERSONAL_LINK, PERSONAL_LINK.strip("[]"))
    return re.sub(r"(?i)\bwww\.", "www ", flat.replace("://", " "))


def fill_plain(text: str, values: Mapping[str, str]) -> str:
    """`text` with its placeholders replaced, for the subject and body of a mail.

    Values that begin with the portal's own address keep it; all else typed by people loses what could become a link.
    Values of several lines keep their lines. Raises MissingValue.
    """

    def value(match: re.Match[str]) -> str:
        name = match.group(1)
        if name not in values:
            raise MissingValue(name)
        if isinstance(values[name], Address) or values[name] is PERSONAL_LINK:
            return values[name]
        return "\n".join(one_line(line) for line in str(values[name]).splitlines()) if values[name] else ""

    return PLACEHOLDER.sub(value, text)


def fill_html(text: str, values: Mapping[str, str]) -> str:
    """`text` (simple Markdown: paragraphs, lists, headings) as safe HTML with its placeholders replaced.

    Values are escaped after the Markdown is read, so that nothing typed by a user can become markup. Raises
    MissingValue.
    """

    def value(match: re.Match[str]) -> str:
        name = match.group(1)
        if name not in values:
            raise MissingValue(name)
        return "<br>".join(escape(line) for line in str(values[name]).splitlines())

    return PLACEHOLDER.sub(value, _markdown.render(text))


def as_html(text: str) -> str:
    """Simple Markdown as safe HTML, nothing replaced: for a letter whose values stand in it already, made inert."""
    return str(_markdown.render(text))


class Address(str):
    """An address of the portal itself: the only value that may stand in a mail as a link."""


def sample_of(kind: Kind, subject: str, body: str, alliance: Alliance | None = None) -> tuple[str, str]:
    """What a text would read like in the words of `alliance`, filled with the kind's sample values."""
    values = {**words_in_texts(alliance), **kind.sample, **({"link": PERSONAL_LINK} if kind.link else {})}
    filled = fill_plain(body, values) if kind.medium is Medium.MAIL else fill_html(body, values)
    return fill_plain(subject, values), filled


def problems_of(kind: Kind, subject: str, body: str) -> list[str]:
    """What is wrong with a wording of `kind`, each a sentence; nothing if it can be used."""
    known = set(kind.sample) | set(words_in_texts(None)) | ({"link"} if kind.link else set())
    listed = ", ".join(f"{{{name}}}" for name in sorted(known)) or "none"
    wrong = [
        f"There is no placeholder {{{name}}} in this text. You can use: {listed}."
        for name in sorted((placeholders(subject) | placeholders(body)) - known)
    ]
    if not subject.strip():
        wrong.append("Give the text a subject.")
    if not body.strip():
        wrong.append("Give the text some words.")
    if "link" in placeholders(subject):
        wrong.append("The placeholder {link} cannot stand in the subject: the subject of an e-mail is not private.")
    wrong += [
        f"The text must hold {{{name}}}: without it the letter would not say what it is for."
        for name in kind.needs
        if name not in placeholders(body)
    ]
    if kind.link and "link" not in placeholders(body):
        wrong.append("The text must hold {link}: without it the reader cannot do what the e-mail asks for.")
    return wrong
