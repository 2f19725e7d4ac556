"""Markdown, in which people write, and XHTML, in which it is filed: from the one to the other and back."""

from __future__ import annotations

from copy import deepcopy

import nh3
from lxml import etree, html
from markdown_it import MarkdownIt

HEADINGS = tuple(f"h{level}" for level in range(1, 7))
"""The elements of headings."""
_TAGS = {"p", "br", "ul", "ol", "li", "strong", "em", "table", "thead", "tbody", "tr", "th", "td", "blockquote"}


def markup(text: str) -> str:
    """Return Markdown as XHTML elements of a text block: paragraphs, lists, tables and emphasis, nothing that runs.

    Raw HTML in the text is shown as it stands; headings become emphasised paragraphs, links their text.
    """
    rendered = MarkdownIt("commonmark", {"html": False}).enable("table").disable(["code", "fence"]).render(text)
    clean = nh3.clean(rendered, tags=_TAGS | {*HEADINGS}, attributes={}, link_rel=None)
    root = html.fragment_fromstring(clean, create_parent="div")
    for heading in root.iter(*HEADINGS):
        heading.tag = "p"
        strong = html.Element("strong")
        strong.text, heading.text = heading.text, None
        strong.extend(list(heading))
        heading.append(strong)
    return "".join(etree.tostring(child, encoding="unicode", with_tail=False) for child in root)


def as_markdown(written: str) -> str:
    """Return the HTML of a text as Markdown; of what :func:`markup` writes, as what it read.

    Emphasis in which Markdown would see plain asterisks is narrowed, or else left out.
    """
    root = html.fragment_fromstring(written, create_parent="div")
    text = "".join(root.text_content().split())
    loose, tight, plain = (deepcopy(root) for _ in range(3))
    for emphasis in list(tight.iter("strong", "em")):
        if emphasis.getparent() is not None:
            _tighten(emphasis)
    etree.strip_tags(plain, "strong", "em")
    for attempt in (loose, tight, plain):
        markdown = _converted(attempt)
        shown = html.fragment_fromstring(markup(markdown), create_parent="div")
        if "".join(shown.text_content().split()) == text:
            break
    return markdown


_BREAK = "\ufdd0"
"""A character that stands in no text, for a blank line between the items of a list."""


def _converted(root: html.HtmlElement) -> str:
    from markdownify import ATX, markdownify  # loads an HTML parser, which few commands need

    for item in root.iter("li"):
        if len(item) and item[0].tag == "p":
            _append(item, _BREAK)
    written = html.tostring(root, encoding="unicode")
    markdown = markdownify(written, heading_style=ATX, bullets="-", escape_misc=True)
    return markdown.replace(_BREAK, "\n").strip()


def _tighten(emphasis: html.HtmlElement) -> None:
    """Begin and end an emphasis with a letter or a digit, line by line; otherwise Markdown may not take it for one."""
    etree.strip_tags(emphasis, "strong", "em")
    while not emphasis.tail and (after := emphasis.getnext()) is not None and after.tag == emphasis.tag:
        etree.strip_tags(after, "strong", "em")
        _append(emphasis, after.text)
        emphasis.extend(list(after))
        after.drop_tree()
    name, lines = emphasis.tag, [emphasis.text or "", *(line.tail or "" for line in emphasis)]
    emphasis.clear(keep_tail=True)
    for number, line in enumerate(lines):
        if number:
            emphasis.append(html.Element("br"))
        letters = [position for position, one in enumerate(line) if one.isalnum()]
        if not letters:
            _append(emphasis, line)
            continue
        _append(emphasis, line[: letters[0]])
        core = html.Element(name)
        core.text, core.tail = line[letters[0] : letters[-1] + 1], line[letters[-1] + 1 :]
        emphasis.append(core)
    emphasis.drop_tag()


def _append(element: html.HtmlElement, text: str | None) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + (text or "")
    else:
        element.text = (element.text or "") + (text or "")
