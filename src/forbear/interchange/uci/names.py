"""Invented names: common family names and given names, drawn apart from each other."""

from __future__ import annotations

import polars as pl

from forbear.interchange.uci.chance import pick

_FAMILY_ZH = tuple("王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹")
_GIVEN_ZH = (
    *("安宁", "晓光", "雨桐", "子涵", "明远", "静怡", "思源", "嘉禾", "文博", "若曦"),
    *("浩然", "欣然", "志远", "佳音", "云帆", "春华", "秋实", "丽君", "海涛", "建平"),
    *("雪梅", "东升", "晓雯", "立新", "玉兰", "一鸣", "可心", "永康", "宜修", "望舒"),
    *("伟", "芳", "敏", "静", "磊", "洋", "艳", "勇", "杰", "娟"),
)
_FAMILY_EN = (
    *("Ashdown", "Barlow", "Calder", "Denby", "Ellery", "Farrow", "Garland", "Hollis"),
    *("Ingram", "Jarvis", "Kendall", "Langley", "Merrick", "Norwood", "Oakley", "Prescott"),
    *("Quigley", "Rowan", "Sheldon", "Thorne", "Underhill", "Vance", "Whitlock", "Yardley"),
    *("Alvarez", "Banerjee", "Castillo", "Delgado", "Okafor", "Nakamura", "Petrov", "Haddad"),
)
_GIVEN_EN = (
    *("Ada", "Bruno", "Clara", "Dorian", "Elena", "Felix", "Greta", "Hugo"),
    *("Imogen", "Jonas", "Keira", "Leon", "Mara", "Nolan", "Opal", "Piers"),
    *("Quinn", "Rosa", "Silas", "Tessa", "Ulric", "Vera", "Wesley", "Xenia"),
    *("Yusuf", "Zelda", "Amir", "Bianca", "Cyrus", "Delia", "Ezra", "Fiona"),
)


def name(about: str, *, seed: int) -> pl.Expr:
    """Return a name for each row, in the row's ``language``."""
    chinese = pl.concat_str(
        pick(f"{about} family zh", _FAMILY_ZH, seed=seed),
        pick(f"{about} given zh", _GIVEN_ZH, seed=seed),
    )
    english = pl.concat_str(
        pick(f"{about} given en", _GIVEN_EN, seed=seed),
        pick(f"{about} family en", _FAMILY_EN, seed=seed),
        separator=" ",
    )
    return pl.when(pl.col("language") == "zh-Hans").then(chinese).otherwise(english)
