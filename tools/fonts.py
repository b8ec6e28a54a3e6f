"""Cut the fonts of the letters out of Noto Sans CJK SC.

Needs fonttools, which is not locked because only this script uses it, and the fonts of Debian's
``fonts-noto-cjk``:

    python -m pip install fonttools
    python tools/fonts.py /usr/share/fonts/opentype/noto

Writes, for each weight, the subset and the ranges of characters that it holds. Bold, for headings,
holds only the commoner hanzi; a heading that needs another is set in regular.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection

TARGET = Path(__file__).resolve().parent.parent / "src" / "forbear" / "letters" / "fonts"
FAMILY = "Noto Sans CJK SC"
LAST_ROW_OF_COMMON_HANZI = 0xD7
LAST_ROW = 0xF7
# Characters of names that the national standard of 1980 lacks and that parents choose all the same.
NAME_CHARACTERS = (
    "喆堃玥昇镕祎犇翀赟甯珺琤媖瑄玙琰焱垚淼晟嫚堉璟珂玮琮瑀璇璐瓒曈暄暐旻昉晗晞晔皓皞昱昕"
    "炘烜煊熠燊芃芊苡苒茜荻莙菡萱蓁蔓薇薏蕙蘅沄沅泓洺浠浵涵淏淳渃渝湉滢漪潆濛瀚灏骁骅骐骞"
    "骥鋆鑫钰铄铎锜锟镒镔镭霂霏霖霁靓韫韬頔颀飏馥馨鸢鹂麒麟龢姝姣娅娉娴婕婧嫒嫣嬿妤妘妧"
    "宸寰峥嵘嶂巍帧庹彧忞怡恺悝惟愔懿扬挚捷斐斓昀昊昶柃柠柯栩桁桐梓棣棽楷榕樾橦欣歆毓沁泽"
    "洹浚淇渲湛溢滟澍瀛炜烨煜燚爔玘玠玢玲珅珈珏珣珩珮琚琛琦琨琪琬琳琸瑗瑛瑜瑞瑢瑭瑶瑾璋璎璞"
    "璨瓅畅皙睿知祁祚禔禛秸稷穆竑筠箐箬篪簃粲綦綮绮缇缦罡羿翊翎翙翥聿胤臻舸芷茉荃荞莘莞菀菁"
    "葭葳蒽蓥蔚藜蘩虔蜺袆裒詝謇诗诺谞豆赜辰迦逄逸遥邈邕郗郦鄢酩醴釉铖铠锃锴镠闫闵阗陇隽雎雯霈"
)


def wanted(*, last_row: int) -> set[int]:
    """Return the code points that the letters can print: GB 2312 up to a row, and more."""
    found = set(range(0x20, 0x7F)) | set(range(0xA0, 0x180)) | set(range(0x2010, 0x2028))
    found |= {ord(sign) for sign in "€£¥₹•…‰′″※℃№→←↑↓−×÷√✓●○■□▲△◆◇★☆"}
    if last_row == LAST_ROW:
        found |= {ord(sign) for sign in NAME_CHARACTERS}
    for first in range(0xA1, last_row + 1):
        for second in range(0xA1, 0xFF):
            try:
                found.add(ord(bytes((first, second)).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    return found


def ranges(points: set[int]) -> str:
    """Return code points as lines ``first-last``, in hexadecimal."""
    lines: list[str] = []
    ordered = sorted(points)
    start = last = ordered[0]
    for point in [*ordered[1:], 0x110000]:
        if point != last + 1:
            lines.append(f"{start:04X}-{last:04X}")
            start = point
        last = point
    return "\n".join(lines) + "\n"


def cut(source: Path, target: Path, *, last_row: int) -> set[int]:
    """Write the subset and return the code points that it holds."""
    fonts = TTCollection(source).fonts
    [font] = [one for one in fonts if one["name"].getDebugName(1).startswith(FAMILY)]
    options = subset.Options()
    options.layout_features = ["kern", "mark", "mkmk", "pwid"]
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.hinting = False
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted(last_row=last_row))
    cutter.subset(font)
    font.save(target)
    return set(font.getBestCmap())


def main() -> None:
    folder = Path(sys.argv[1])
    for weight, last_row in (("Regular", LAST_ROW), ("Bold", LAST_ROW_OF_COMMON_HANZI)):
        held = cut(
            folder / f"NotoSansCJK-{weight}.ttc",
            TARGET / f"NotoSansCJKsc-{weight}-subset.otf",
            last_row=last_row,
        )
        (TARGET / f"{weight.lower()}.ranges.txt").write_text(ranges(held))
    for path in sorted(TARGET.iterdir()):
        print(f"{path.name}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
