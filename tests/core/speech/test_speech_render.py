from dataclasses import replace

import pytest
from tests.facts import ENGLISH, facts_in

from forbear.core.speech.facts import LANGUAGES, SLOTS, Language, fact_name
from forbear.core.speech.render import Refusal, Text, render
from forbear.core.speech.templates import Disclosure, Template, Words, faults
from forbear.packs.words import load_disclosures

DISCLOSURES = load_disclosures()


def template(
    body: str = "{sender}: {overdue}. {opt_out_way}",
    *,
    sms: str = "",
    channels: tuple[str, ...] = ("email",),
    discloses_debt: bool = True,
    is_closed: bool = False,
    disclosures: tuple[str, ...] = ("identity",),
    requires: tuple[str, ...] = ("overdue",),
) -> Template:
    words: dict[Language, Words] = {
        language: Words(subject="", body=body, sms=sms) for language in LANGUAGES
    }
    return Template(
        template_id="t",
        audience="cardholder" if discloses_debt else "anyone",
        channels=channels,
        discloses_debt=discloses_debt,
        is_closed=is_closed,
        disclosures=frozenset(disclosures),
        requires=frozenset(requires),
        words=words,
    )


def rendered(given: Text | Refusal) -> Text:
    assert isinstance(given, Text), given
    return given


def refused(given: Text | Refusal) -> tuple[str, str]:
    assert isinstance(given, Refusal), given
    return given.code, given.subject


def test_facts_fill_the_gaps_as_the_language_writes_them():
    english = rendered(render(template("{overdue} since {oldest_due_on}"), ENGLISH, "en"))
    assert english.text == "$1,200.50 since January 26, 2026"
    chinese = rendered(
        render(template("{oldest_due_on}起{overdue}"), facts_in("zh-Hans"), "zh-Hans")
    )
    assert chinese.text == "2026年1月26日起1,200.50元"


@pytest.mark.parametrize("slot", [slot for slot in SLOTS if slot != "sender"])
def test_a_missing_fact_refuses_the_whole_text(slot: str):
    name = fact_name(slot)
    given = render(template(f"{{{slot}}}", requires=()), replace(ENGLISH, **{name: None}), "en")
    assert refused(given) == ("FACT_MISSING", name)


@pytest.mark.parametrize(
    "kind, english, chinese",
    [
        ("creditor", "Northern River Bank", "北江银行"),
        (
            "agency",
            "Harbor Recovery LLC, for Northern River Bank",
            "海桥服务有限公司（受北江银行委托）",
        ),
        ("buyer", "Harbor Recovery LLC", "海桥服务有限公司"),
    ],
)
def test_nobody_speaks_under_anothers_name(kind: str, english: str, chinese: str):
    given = template("{sender}")
    told = [
        rendered(render(given, facts_in(language, collector_kind=kind), language)).text
        for language in LANGUAGES
    ]
    assert told == [english, chinese]


@pytest.mark.parametrize(
    "kind, code", [(None, "FACT_MISSING"), ("police", "FACT_INVALID"), ("", "FACT_INVALID")]
)
def test_a_sender_of_no_known_kind_is_refused(kind: str | None, code: str):
    answer = render(template("{sender}"), replace(ENGLISH, collector_kind=kind), "en")
    assert refused(answer) == (code, "collector_kind")


def test_money_without_a_currency_is_refused():
    given = render(template("{overdue}"), replace(ENGLISH, currency=None), "en")
    assert refused(given) == ("FACT_MISSING", "currency")


def test_an_unknown_slot_is_refused():
    assert refused(render(template("{mood}"), ENGLISH, "en")) == ("UNKNOWN_SLOT", "mood")


@pytest.mark.parametrize(
    "field, value, slot",
    [
        ("overdue_minor", -1, "overdue"),
        ("overdue_minor", 12.5, "overdue"),
        ("overdue_minor", True, "overdue"),
        ("dpd", -3, "dpd"),
        ("card_last4", "48213", "card_last4"),
        ("card_last4", "482x", "card_last4"),
        ("card_last4", "４８２１", "card_last4"),
        ("reach_phone", "call me", "reach_phone"),
        ("check_url", "javascript:alert(1)", "check_url"),
        ("person_name", " ", "person_name"),
        ("person_name", "Ada\nBcc: all", "person_name"),
        ("person_name", "A\u200bda", "person_name"),
        ("person_name", "Ada \u2067iksl", "person_name"),
        ("person_name", "Ada\u2028Kowalski", "person_name"),
        ("person_name", "Ada\x85", "person_name"),
        ("person_name", "A" * 1_000_000, "person_name"),
        ("reason", "card 4111 1111 1111 1111", "reason"),
        ("oldest_due_on", "2026-01-26", "oldest_due_on"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused(field: str, value: object, slot: str):
    given = render(template(f"{{{slot}}}", requires=()), replace(ENGLISH, **{field: value}), "en")
    assert refused(given) == ("FACT_INVALID", slot)


def test_braces_inside_a_fact_are_only_braces():
    given = render(template("{reason}"), replace(ENGLISH, reason="{balance}"), "en")
    assert rendered(given).text == "{balance}"


def test_html_says_the_same_and_escapes_what_could_be_markup():
    facts = replace(ENGLISH, person_name='<b>"Ada"</b> & co')
    text = rendered(render(template("Hello {person_name}\n\nBye\nnow"), facts, "en"))
    assert text.html == (
        "<p>Hello &lt;b&gt;&quot;Ada&quot;&lt;/b&gt; &amp; co</p><p>Bye<br>now</p>"
    )


@pytest.mark.parametrize("party", ["spouse", "employer", "other_contact", "unknown", ""])
def test_a_text_that_tells_of_the_debt_is_only_for_the_cardholder(party: str):
    facts = replace(ENGLISH, party=party)
    assert refused(render(template(), facts, "en")) == ("DEBT_DISCLOSED", party)
    quiet = template("Hello {person_name}", discloses_debt=False, disclosures=())
    assert rendered(render(quiet, facts, "en")).text == "Hello Ada Kowalski"


def test_a_required_disclosure_that_the_text_lacks_is_added():
    text = rendered(
        render(
            template(),
            replace(ENGLISH, collector_kind="agency"),
            "en",
            ("recording", "debt_collector", "identity"),
            disclosures=DISCLOSURES,
        )
    )
    assert text.text.endswith("This conversation is recorded.")
    assert "Harbor Recovery LLC is a debt collector." in text.text
    assert "This message is from" not in text.text  # the text says who it is from already
    assert {"recording", "debt_collector", "identity"} <= text.disclosures


def test_a_text_message_gets_the_short_form():
    given = template(sms="{sender}: hello.", channels=("sms",))
    facts = replace(ENGLISH, collector_kind="buyer")
    text = rendered(render(given, facts, "en", ("debt_collector",), disclosures=DISCLOSURES))
    assert text.text == ("Harbor Recovery LLC: hello. From Harbor Recovery LLC, a debt collector.")


@pytest.mark.parametrize(
    "given, code",
    [
        pytest.param(template(), "never_heard_of", id="unknown"),
        pytest.param(template(is_closed=True), "recording", id="nothing may be added"),
        pytest.param(
            template("{sender}", discloses_debt=False), "debt_collector", id="tells of debt"
        ),
    ],
)
def test_a_disclosure_that_cannot_be_said_refuses_the_whole_text(given: Template, code: str):
    answer = render(given, ENGLISH, "en", (code,), disclosures=DISCLOSURES)
    assert refused(answer) == ("DISCLOSURE_MISSING", code)


def test_without_sentences_nothing_can_be_added():
    assert refused(render(template(), ENGLISH, "en", ("recording",)))[0] == "DISCLOSURE_MISSING"


def test_other_channels_and_readers_are_refused():
    assert refused(render(template(), ENGLISH, "en", channel="sms")) == ("CHANNEL_MISSING", "sms")
    assert refused(render(template(), replace(ENGLISH, party="staff"), "en"))[0] == "STAFF_ONLY"


@pytest.mark.parametrize(
    "given, fault",
    [
        (template("{sender} {mood}"), "unknown slot mood"),
        (template("{sender} {"), "brace"),
        (template("{sender} {balance}", discloses_debt=False), "tells of the debt"),
        (template("hello"), "does not say identity"),
        (template("{sender}", sms="hello"), "does not say identity"),
    ],
)
def test_a_faulty_template_is_told_so(given: Template, fault: str):
    found = faults(given)
    assert found
    assert all(fault in str(one) for one in found)


def test_a_sound_template_has_no_faults():
    assert faults(template()) == []


def test_each_disclosure_is_a_value():
    assert all(isinstance(one, Disclosure) for one in DISCLOSURES.values())
