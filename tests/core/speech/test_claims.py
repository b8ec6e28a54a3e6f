import pytest

from forbear.core.speech.claims import claims_made, pattern_of, sentences_of
from forbear.core.speech.facts import Language
from forbear.packs.words import load_claims


@pytest.mark.parametrize(
    "language, text, group",
    [
        ("en", "We may go to court.", "court"),
        ("en", "We will SUE you.", "court"),
        ("en", "An officer will visit you on Friday.", "visit"),
        ("en", "This will harm your credit score.", "credit_record"),
        ("en", "Pay now and we waive the rest.", "waiver"),
        ("en", "You said you would pay on Monday.", "promise"),
        ("en", "Your hardship support ends soon.", "hardship"),
        ("en", "Your account was placed with Harbor.", "agency"),
        ("zh-Hans", "我们将向法院起诉。", "court"),
        ("zh-Hans", "我们将上门与您面谈。", "visit"),
        ("zh-Hans", "这将影响您的征信。", "credit_record"),
        ("zh-Hans", "现在还款可减免其余款项。", "waiver"),
        ("zh-Hans", "您承诺于周一还款。", "promise"),
        ("zh-Hans", "账户已委托其他机构处理。", "agency"),
    ],
)
def test_a_claim_is_found_by_its_words(language: Language, text: str, group: str):
    assert group in {made.group.name for made in claims_made(text, language, load_claims())}


@pytest.mark.parametrize(
    "language, text",
    [
        ("en", "We can agree on a plan that you can keep. Thank you."),
        ("en", "If you have paid already, thank you: there is nothing more to do."),
        ("en", "The issue is about your pursuit of courtesy."),
        ("zh-Hans", "我们愿意和您商定一个您做得到的还款计划。"),
        ("zh-Hans", "如果您已经还款，感谢您。"),
    ],
)
def test_an_invitation_or_a_likeness_claims_nothing(language: Language, text: str):
    assert [made.words for made in claims_made(text, language, load_claims())] == []


def test_a_claim_names_its_words_and_its_sentence():
    text = "Hello. The court has your file! Goodbye."
    (made,) = claims_made(text, "en", load_claims())
    assert (made.words, made.sentence) == ("court", "The court has your file!")


def test_a_star_lets_a_word_go_on():
    assert pattern_of(["garnish*"], "en").search("garnishment")
    assert not pattern_of(["garnish"], "en").search("garnishment")


def test_lines_are_sentences():
    assert sentences_of("A\nB. C。D") == ["A", "B.", "C。", "D"]
