"""Texts that stand for a text that is to come."""

from __future__ import annotations

import re
import unicodedata

_PLACEHOLDERS = frozenset(
    (
        *("na", "nil", "null", "none", "tbd", "tba", "tbc", "todo", "placeholder", "not applicable", "not available"),
        *("to be completed", "to be confirmed", "to be determined", "to be added", "to be updated", "to be disclosed"),
        *("to follow", "no data", "insert text", "insert text here", "text", "blank", "empty"),
        *("无", "無", "暂无", "暫無", "没有", "沒有", "空", "略", "不适用", "不適用", "待定", "待补", "待補", "待填"),
        *("待补充", "待補充", "待填写", "待填寫", "待更新", "待确认", "待確認", "待披露", "未提供"),
        *("暂无数据", "暫無數據"),
    )
)
_FILLER = re.compile(r"0+|x{2,}|lorem ipsum.*", re.DOTALL)
_LONGEST_PLACEHOLDER = 40


def is_placeholder(text: str) -> bool:
    """Whether a text only stands for one that is to come."""
    start = text[: 2 * _LONGEST_PLACEHOLDER].strip().casefold()
    if start.startswith("lorem ipsum"):
        return True
    if len(text.strip()) > _LONGEST_PLACEHOLDER:
        return False
    folded = unicodedata.normalize("NFKC", text).casefold()
    kept = "".join(" " if unicodedata.category(one)[0] in "PZC" or one in "~^`|" else one for one in folded)
    words = " ".join(kept.split())
    joined = words.replace(" ", "")
    return not words or words in _PLACEHOLDERS or joined in _PLACEHOLDERS or bool(_FILLER.fullmatch(joined))
