"""What a data sheet says to who fills it in: in Chinese on Chinese forms, else in English."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import assert_never

from formgen.dataclass import dataclass
from formgen.datasheet.columns import Column, InputField
from formgen.model.fields import (
    CheckField,
    ChoiceField,
    DateField,
    ImageField,
    NumberField,
    TextField,
)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language; {} stands for what is put in."""

    lists: str
    required: str
    name: str
    sample: str
    at_most: str
    must: str
    one_of: str
    any_of: str
    day: str
    moment: str
    whole: str
    number: str
    decimals: str
    least: str
    most: str
    unit: str
    picture: str
    yes: str
    no: str
    wrong: str
    sentence_end: str


CHINESE = Words(
    lists="选项",
    required="必填",
    name="字段名：{}",
    sample="本行是示例，填写前请改写或删除。",
    at_most="最多 {} 个字",
    must="格式：{}",
    one_of="从下拉列表中选一项",
    any_of="可多选：各项之间用“；”隔开，例如：{}",
    day="日期，例如 2026-11-22",
    moment="日期和时间，例如 2026-11-22 14:30",
    whole="整数",
    number="数字",
    decimals="最多 {} 位小数",
    least="不小于 {}",
    most="不大于 {}",
    unit="单位：{}（不用写）",
    picture="PNG 或 JPEG 图片的文件名，图片放在本文件所在的文件夹内",
    yes="是",
    no="否",
    wrong="内容不符合要求",
    sentence_end="；",
)
ENGLISH = Words(
    lists="lists",
    required="required",
    name="field: {}",
    sample="This row is an example: write over it, or delete it.",
    at_most="at most {} characters",
    must="format: {}",
    one_of="choose one from the list",
    any_of="any number of these, with ; between them, like: {}",
    day="a date like 2026-11-22",
    moment="a date and a time like 2026-11-22 14:30",
    whole="a whole number",
    number="a number",
    decimals="at most {} decimals",
    least="at least {}",
    most="at most {}",
    unit="in {} (leave the unit out)",
    picture="the name of a PNG or JPEG file that lies in the folder of this one",
    yes="yes",
    no="no",
    wrong="This cannot be taken",
    sentence_end="; ",
)


def note(column: Column, words: Words) -> str:
    """Return what the comment on a heading says: if it is required, what it takes, its name."""
    lines = [words.required] if column.field.required else []
    return "\n".join([*lines, *rules(column.field, words), words.name.format(column.field.name)])


def rules(field: InputField, words: Words) -> Iterator[str]:
    """Yield what a field takes, a sentence each."""
    match field:
        case TextField():
            if field.pattern:
                yield words.must.format(field.pattern_help or field.pattern)
            elif field.max_length:
                yield words.at_most.format(field.max_length)
        case NumberField():
            yield from _number_rules(field, words)
        case DateField():
            yield words.moment if field.with_time else words.day
        case ChoiceField(multiple=True):
            yield words.any_of.format("；".join(option.text for option in field.options[:2]))
        case ChoiceField() | CheckField():
            yield words.one_of
        case ImageField():
            yield words.picture
        case _:
            assert_never(field)


def _number_rules(field: NumberField, words: Words) -> Iterator[str]:
    yield words.whole if field.decimals == 0 else words.number
    if field.decimals:
        yield words.decimals.format(field.decimals)
    if field.minimum is not None:
        yield words.least.format(_plain(field.minimum))
    if field.maximum is not None:
        yield words.most.format(_plain(field.maximum))
    if field.unit:
        yield words.unit.format(field.unit)


def _plain(number: Decimal) -> str:
    return format(number, "f")
