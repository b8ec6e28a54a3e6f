"""A false sum of what is owed is contradicted in whatever way it is written; a true one is not."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from forbear.packs.speech import load_auditor
from tests.core.speech.audit.messages import EN, ZH, said

EN_WAYS = (
    "You owe {}.",
    "Your balance is {}.",
    "The total amount due is {}, please call.",
    "{} is past due on your card.",
    "A late fee of {} was added.",
    "Your minimum payment of {} was due.",
    "We added a collection fee of {}.",
    "Interest of {} has accrued.",
)
ZH_WAYS = (
    "您欠款{}。",
    "您的账户余额为{}。",
    "逾期金额{}，请尽快处理。",
    "已产生违约金{}。",
    "本期最低还款额{}。",
    "另加收律师费{}。",
    "利息共计{}。",
)


def in_english(minor: int, way: int) -> str:
    whole = f"{minor // 100:,}.{minor % 100:02d}"
    return (f"${whole}", f"{whole} dollars", f"USD {whole}", f"${minor / 100:.2f}")[way]


def in_chinese(minor: int, way: int) -> str:
    plain = f"{minor // 100}.{minor % 100:02d}"
    grouped = f"{minor // 100:,}.{minor % 100:02d}"
    return (f"{plain}元", f"人民币{grouped}元", f"¥{plain}", f"{grouped}块")[way]


@settings(max_examples=150, deadline=None)
@given(st.integers(100, 9_999_999), st.sampled_from(EN_WAYS), st.integers(0, 3), st.booleans())
def test_a_false_sum_is_contradicted_in_english(
    minor: int,
    way: str,
    shape: int,
    is_written: bool,  # noqa: FBT001 - drawn
) -> None:
    true = {15721, 2900, 1834, 87340, 18621, 17555, 4734, 20455}
    if minor in true:
        return
    message = said(
        way.format(in_english(minor, shape)),
        channel="email" if is_written else "call",
        min_payment_minor=3500 if minor != 3500 else 3600,
    )
    report = load_auditor().audit(message)
    assert "contradicted" in {claim.verdict for claim in report.claims if claim.kind == "amount"}


@settings(max_examples=150, deadline=None)
@given(st.integers(100, 9_999_999), st.sampled_from(ZH_WAYS), st.integers(0, 3))
def test_a_false_sum_is_contradicted_in_chinese(minor: int, way: str, shape: int) -> None:
    true = {157210, 29000, 18340, 873400, 186210, 175550, 47340, 204550}
    if minor in true:
        return
    message = said(
        way.format(in_chinese(minor, shape)), "zh", min_payment_minor=35000 + (minor == 35000)
    )
    report = load_auditor().audit(message)
    assert "contradicted" in {claim.verdict for claim in report.claims if claim.kind == "amount"}


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 3), st.sampled_from(["balance_minor", "overdue_principal_minor"]))
def test_a_true_sum_is_consistent(shape: int, name: str) -> None:
    words = {"balance_minor": ("You owe {}.", "您欠款{}。")}.get(
        name, ("{} is past due on your card.", "逾期金额{}，请尽快处理。")
    )
    for facts, text, write, language in (
        (EN, words[0], in_english, "en"),
        (ZH, words[1], in_chinese, "zh"),
    ):
        message = said(text.format(write(getattr(facts, name), shape)), language)
        claims = load_auditor().audit(message).claims
        assert [claim.verdict for claim in claims if claim.kind == "amount"] == ["consistent"]
