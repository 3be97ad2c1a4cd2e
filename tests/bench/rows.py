"""Rows for the benchmarks: records of the reference form that look like an office's own.

Nearly all customers, people and telephone numbers are distinct; one row in three has a complaint
of its own wording, one in three a wish; dates and managers come again. The same every time.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

COLUMNS = (
    "编号", "客户名称", "填写人", "联系电话", "业务类型", "业务类型（其他）", "速率",
    "网速满意度", "网速不满意原因", "稳定性满意度", "稳定性不满意原因",
    "客户经理印象满意度", "客户经理印象不满意原因", "响应速度满意度", "响应速度不满意原因",
    "新方案推荐满意度", "新方案推荐不满意原因", "故障处理满意度", "故障处理不满意原因",
    "其他ICT需求", "客户经理", "填写时间",
)  # fmt: skip

_WORDS = {
    "place": "江南 滨海 云岭 湖滨 金穗 青山 百川 锦绣 天成 宏图 东方 远航 华盛 启明 安康 丰收",
    "name": "精密 联合 恒信 国泰 瑞丰 中科 长虹 鼎新 嘉禾 明德 博雅 宏远 佳和 永盛 万通 盛达",
    "trade": "机械制造 电子商务 国际物流 建筑设计 生物医药 文化传媒 新能源科技 人力资源服务",
    "kind": "有限公司 股份有限公司 有限公司（分公司） 集团有限公司 研究院 服务中心",
    "manager": "李明 张海燕 王芳 诸葛明远 陈建华 刘思琪 赵文博 周晓彤",
    "site": "总部 一号厂区 分拣中心 门诊楼 数据机房 城南营业厅 研发楼 仓库",
    "when": "高峰时段 下雨天 周一上午 夜间 月底结算时 开视频会议时 上传大文件时 节假日",
    "what": "偶有卡顿 时延偏高 丢包明显 速率达不到签约值 需要多次催促 无人接听 回复较慢",
    "then": "，请排查光缆 ，希望尽快改进 。 ，已持续{n}天 ，每月约{n}次 ，备用线路未能切换",
    "wish": "云桌面 视频监控回传 异地备份 双线路热备 厂区5G专网 智慧停车 SD-WAN组网 云服务器",
}
_LISTS = {kind: words.split(" ") for kind, words in _WORDS.items()}
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰飞鹏辉建国志远思源雨桐子涵浩然"
_ANSWERS, _WEIGHTS = ("满意", "一般", "不满意"), (86, 9, 5)


def write_rows(path: Path, count: int) -> None:
    """Write a CSV file of `count` rows (UTF-8 with BOM, as Excel saves it)."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(rows(count))


def rows(count: int) -> Iterator[list[str]]:
    """Yield `count` rows."""
    dice = random.Random(20261122)
    for number in range(1, count + 1):
        yield _row(dice, number)


def _row(dice: random.Random, number: int) -> list[str]:
    customer = _phrase(dice, "place name trade kind")
    person = dice.choice(_SURNAMES) + "".join(dice.sample(_GIVEN, dice.choice((1, 2, 2))))
    phone = f"1{dice.choice('35789')}{dice.randrange(10**9):09d}"
    if dice.random() < 0.4:
        phone = f"0{dice.randrange(510, 999)}-{dice.randrange(10**7, 10**8)}"
    other = dice.random() < 0.03
    service = ["其他", "数据专线"] if other else ["互联网专线", ""]
    answers = [cell for _ in range(6) for cell in _answer(dice)]
    wish = _phrase(dice, "site wish") if dice.random() < 0.33 else ""
    day = date(2026, 11, 2) + timedelta(days=dice.randrange(60))
    speed = dice.choice(("50", "100", "200", "300", "500", "1000", "2000"))
    return [
        f"HF-2026-{number:06d}", customer, person, phone, *service, speed, *answers, wish,
        _phrase(dice, "manager"), day.isoformat(),
    ]  # fmt: skip


def _answer(dice: random.Random) -> list[str]:
    answer = dice.choices(_ANSWERS, _WEIGHTS)[0]
    if answer == "满意" or dice.random() < 0.5:
        return [answer, ""]
    complaint = _phrase(dice, "site when what then")
    return [answer, complaint.format(n=dice.randrange(2, 30))]


def _phrase(dice: random.Random, kinds: str) -> str:
    """Return a word of each kind, joined."""
    return "".join(dice.choice(_LISTS[kind]) for kind in kinds.split())
