"""Texts for property tests: values of known meaning, and anything at all."""

from dataclasses import dataclass
from decimal import Decimal

from hypothesis import strategies as st

from linter.values.units import table

SIGNS = {"≥": ">=", "≤": "<=", "=": "=", ">": ">", "<": "<", "": None}
# Spellings that mean themselves after a number and after a slash: no Latin letters, which meet their neighbours, no
# multiplier, and none that goes on another (户人家) or reads as part of a date (日).
_MEET_NEIGHBOURS = {"日", "月", "年", "号", "人民币", "元人民币", "台/套"}
UNITS = sorted(
    text
    for row in table().rows
    for text in row.spellings
    if row.dimension_class != "ratio" and not text[0].isascii() and len(text) < 4 and text not in _MEET_NEIGHBOURS
)
PARTS = (
    "≥≤=<>≈~%‰+-−—～±×*xX/·.,，、;；:：。()（）[]【】 \t\n　\u200b０１９％Ａ"
    "年月日底前内以上下每人元万亿次个第一二十百千半两多余约至到不低于超过达"
)
WORDS = "≥ 95 % 万元 /人 每年 2025年 12月 底前 以上 、 （含） 不低于 一次 至 达到 ** 无"


@dataclass(frozen=True)
class Plain:
    """A value written the plain way, with what it means."""

    sign: str
    digits: str
    unit: str
    per: tuple[str, ...]

    @property
    def text(self) -> str:
        return self.sign + self.digits + self.unit + "".join("/" + one for one in self.per)

    @property
    def number(self) -> Decimal:
        return Decimal(self.digits)


digits = st.one_of(
    st.integers(0, 10**12).map(str),
    st.tuples(st.integers(0, 10**6), st.integers(0, 999)).map(lambda pair: f"{pair[0]}.{pair[1]:03}"),
)
units = st.sampled_from(["%", "‰", *UNITS]).flatmap(
    lambda unit: st.sampled_from([unit] if unit in ("%", "‰") else [unit, "万" + unit, "亿" + unit])
)
plain_values = st.builds(
    Plain,
    st.sampled_from(list(SIGNS)),
    digits,
    units,
    st.lists(st.sampled_from([unit for unit in UNITS if unit != "次"]), max_size=2, unique=True).map(tuple),
).filter(lambda value: value.per == () or value.unit not in ("%", "‰"))
anything = st.one_of(
    st.text(max_size=60),
    st.text(alphabet=PARTS, max_size=40),
    st.lists(st.sampled_from(WORDS.split()), max_size=12).map("".join),
)

# Values as people write them: whose, the comparator, the number, its unit, and what may follow.
WRITTEN = (
    "每人 每年 同比增长 下降 覆盖率",
    "不低于 不超过 至少 大于等于 超过 低于 达到 控制在 约 大约 为 共计 >= => ≧ ＞＝ ≥ 达到≥ 控制在不超过 最多不超过",
    "95 1,200 3.5 ０．８ 十二 一百二十 两 3-5 90～95 10%-20% 5000-1万 3至5 （95） 50±2 三分之二 百分之九十",
    "% ％ 百分比 （％） 万元 元/人 ㎡ 個 人次 台（套） 个月 KM 分 余人 多个 天 次/月 人/次",
    "以上 以内 （含）以上 以下（不含） 左右 内完成 （含税） 。 每年",
)
written_values = st.tuples(
    *(st.sampled_from(["", *listed.split()][index == 2 :]) for index, listed in enumerate(WRITTEN))
).map("".join)
