"""The few words that every letter has."""

from __future__ import annotations

from collections.abc import Mapping

from forbear.core.speech.facts import Language

LABELS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "private": "Private and confidential. To be opened by the addressee only.",
        "date": "Date",
        "reference": "Reference",
        "what": "Your account",
        "figure": "Details",
        "page": "Page {n} of {m}",
        "rights": "Your rights and duties",
        "genuine": "Is this letter genuine?",
        "check": "Scan the picture, or type this address, and enter the code:",
        "code": "Code",
        "tear_off": "How do you want to respond? Tick what applies, cut off and send back.",
        "signed": "Received as a file? It is digitally signed and can be checked there, too.",
        "enclosed": "Enclosed with this letter",
        "enclosed_says": "This paper is not ours. It should lie behind this page. "
        "If it is missing, tell us, or get it where it says below.",
        "paper": "Paper",
        "publisher": "Published by",
        "version": "Version",
        "obtain": "To be had at",
        "qr": "QR code of the address where you can check this letter",
    },
    "zh-Hans": {
        "private": "私人信件，请收件人亲启",
        "date": "日期",
        "reference": "编号",
        "what": "您的账户",
        "figure": "明细",
        "page": "第{n}页，共{m}页",
        "rights": "您的权利与义务",
        "genuine": "如何核实这封信的真伪？",
        "check": "请扫描二维码，或打开以下网址并输入核实码：",
        "code": "核实码",
        "tear_off": "您希望如何答复？请勾选后剪下寄回。",
        "signed": "如果您收到的是电子文件：该文件带有数字签名，也可在上述网址核实。",
        "enclosed": "随信附件",
        "enclosed_says": "本附件并非由我们编写，应附在本页之后。"
        "如有缺失，请告诉我们，或从下列地址获取。",
        "paper": "文件",
        "publisher": "发布机构",
        "version": "版本",
        "obtain": "获取地址",
        "qr": "核实本信真伪的网址二维码",
    },
}
