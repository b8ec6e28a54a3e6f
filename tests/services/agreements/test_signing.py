"""Signing by link: who reads is asked first, and an offer is accepted once and in its time."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import Error, transaction

from forbear.core.agreements.offers import OfferTerms
from forbear.core.genuine import Checked
from forbear.packs.agreements import load_agreement_rules
from forbear.services.agreements import links
from forbear.services.agreements.accepting import offer_accept
from forbear.services.agreements.links import (
    sign_link_open,
    sign_link_send,
    sign_link_state,
    sign_token,
)
from forbear.services.agreements.offers import offer_decline, offer_withdraw
from forbear.services.agreements.proving import pass_of, pass_open, reader_verify, tries_left
from forbear.services.agreements.signing import offer_question, offer_turn_down, signed_pdf
from forbear.services.evidence import evidence_seal, evidence_verify
from forbear.services.genuine import genuine_by_pdf, genuine_check
from forbear.services.letters.certificates import certificate_note
from forbear.store.models import (
    Account,
    AuditEntry,
    InboundMessage,
    Offer,
    Plan,
    PlannedContact,
    Relief,
    SignedAgreement,
    SignLink,
    SignStep,
)
from tests.letters.keys import bundle, der
from tests.services.agreements.make import (
    AT,
    PAUSE,
    PLAN,
    RATE,
    SETTLEMENT,
    WAIVER,
    code,
    day,
    made,
    moment,
    morning,
    owed,
    owing,
    pay,
    state_of,
)
from tests.services.agreements.signing import (
    NAME,
    PUBLIC,
    RIGHT,
    VISITOR,
    cardholder,
    digest,
    linked,
    papers,
    read,
    sign,
)
from tests.store.make import person, point

pytestmark = pytest.mark.django_db


def send(offer: Offer, *, url: str = PUBLIC) -> SignLink | object:
    return sign_link_send(offer_id=offer.pk, public_url=url, at=AT, actor="maker")


def test_the_link_goes_out_like_any_message_and_once() -> None:
    offer = made(cardholder(), PLAN)
    first, again = send(offer), send(offer)
    assert isinstance(first, SignLink)
    assert again == first
    planned = PlannedContact.objects.get(template="agreement_link")
    assert (planned.state, planned.channel, planned.purpose) == ("planned", "email", "notice")
    assert first.planned == planned


def test_a_link_is_sent_for_an_offer_that_can_be_signed_to_somebody_who_can_be_known() -> None:
    assert code(send(made(cardholder(), PLAN), url="")) == "NO_PUBLIC_PAGES"
    assert code(send(made(owing(card_last4="4821"), PLAN))) == "NO_LINK_ADDRESS"
    bare = owing(person())
    point(bare.person, kind="email", value="a@example.com")
    assert code(send(made(bare, PLAN))) == "PROOF_MISSING"
    assert not SignLink.objects.exists()
    assert not PlannedContact.objects.filter(template="agreement_link").exists()


@pytest.mark.parametrize("token", ["", "x", "1", "1.", "1." + "A" * 22, "01.x", "1٢.x", "9" * 400])
def test_a_token_that_is_none_of_ours_opens_nothing(token: str) -> None:
    assert sign_link_open(token) is None


def test_a_token_opens_its_own_link_and_no_other() -> None:
    one, other = linked(), linked()
    assert sign_link_open(sign_token(one.pk)) == one
    number, mark = sign_token(one.pk).split(".")
    assert sign_link_open(f"{other.pk}.{mark}") is None
    assert sign_link_open(f"0{number}.{mark}") is None
    # the token of a reader is no token of a link, nor that of another link's reader
    step = read(one)
    assert pass_open(one, pass_of(step), at=AT) == step
    assert pass_open(other, pass_of(step), at=AT) is None
    assert pass_open(one, sign_token(step.pk), at=AT) is None
    assert pass_open(one, pass_of(step), at=AT + timedelta(minutes=31)) is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "TWO_ITEMS"),
        ({"card_last4": "4821"}, "TWO_ITEMS"),
        ({"mobile": "0123", "postal": "12207"}, "TWO_ITEMS"),
        ({"card_last4": "4822", "mobile": "0123", "postal": "12207"}, "PROOF_WRONG"),
        ({"card_last4": "4821", "mobile": "9999"}, "PROOF_WRONG"),
        # the mailbox that the link went to shows nothing
        ({"card_last4": "4821", "email": "ada@example.com"}, "TWO_ITEMS"),
        ({"card_last4": "4821", "postal": "12"}, "PROOF_WRONG"),
        (RIGHT, None),
        ({"card_last4": " 48 21 ", "postal": "12207"}, None),
        ({"card_last4": "\uff14\uff18\uff12\uff11", "mobile": "9999", "postal": "12207"}, None),
    ],
)
def test_two_things_must_match_the_cards_digits_among_them(
    typed: dict[str, str], said: str | None
) -> None:
    link = linked()
    found = reader_verify(link_id=link.pk, typed=typed, at=AT, visitor=VISITOR)
    assert code(found) == said
    assert tries_left(link) == (2 if said == "PROOF_WRONG" else 3)


def test_after_three_wrong_tries_the_link_is_closed_to_the_right_answer_too() -> None:
    link = linked()
    wrong = {"card_last4": "0000", "mobile": "0123"}
    said = [
        code(reader_verify(link_id=link.pk, typed=wrong, at=AT, visitor=VISITOR)) for _ in range(4)
    ]
    assert said == ["PROOF_WRONG", "PROOF_WRONG", "LINK_CLOSED", "LINK_CLOSED"]
    assert (
        code(reader_verify(link_id=link.pk, typed=RIGHT, at=AT, visitor=VISITOR)) == "LINK_CLOSED"
    )
    assert sign_link_state(link, at=AT) == "closed"
    assert SignStep.objects.filter(link=link, kind="closed").count() == 1
    assert SignStep.objects.filter(kind="wrong").first().address == "192.0.2.7"  # type: ignore[union-attr]


KINDS = [
    (PLAN, 13, "accepted"),
    (SETTLEMENT, 5, "accepted"),
    # what has no condition is done at once
    (WAIVER, 3, "fulfilled"),
    (replace(WAIVER, condition_minor=50_000, pay_by=day(20)), 5, "accepted"),
    (replace(WAIVER, component="interest"), 3, "fulfilled"),
    (PAUSE, 3, "accepted"),
    (RATE, 4, "accepted"),
]


@pytest.mark.parametrize(("terms", "lines", "state"), KINDS)
@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_a_signature_accepts_the_offer_and_keeps_what_was_read(
    tmp_path: Path, terms: OfferTerms, lines: int, state: str, language: str
) -> None:
    made_by = papers(tmp_path)
    link = linked(terms=terms)
    done = sign(read(link), made_by, name=f" {NAME} ", language=language)  # type: ignore[arg-type]
    assert isinstance(done, SignedAgreement)
    offer = Offer.objects.get()
    assert (offer.state, offer.accepted_by) == (state, NAME)
    assert Plan.objects.count() == (terms.type == "installment")
    assert hashlib.sha256(done.text.encode()).hexdigest() == done.text_sha256
    told = json.loads(done.text)
    assert NAME in told["paragraphs"][0]
    assert len(told["lines"]) == lines
    assert (done.name, done.template_version, done.language) == (NAME, 0, language)
    assert done.verified.data == {"items": ["card_last4", "mobile"]}
    assert (done.step.address, done.step.agent) == ("192.0.2.7", "a browser")
    pdf = signed_pdf(done, made_by.letters)
    assert pdf.startswith(b"%PDF")
    assert hashlib.sha256(pdf).hexdigest() == done.pdf_sha256
    actions = list(AuditEntry.objects.values_list("action", flat=True))
    assert {"agreement.verified", "agreement.signed", "offer.accepted"} <= set(actions)
    assert genuine_check(done.code, at=AT) == Checked("genuine", "document", done.on)


def test_the_house_says_which_kinds_are_signed(monkeypatch: pytest.MonkeyPatch) -> None:
    only_plans = replace(load_agreement_rules(), sign_types=("installment",))
    monkeypatch.setattr(links, "load_agreement_rules", lambda: only_plans)
    assert code(send(made(cardholder(), WAIVER))) == "NOT_SIGNABLE"
    assert isinstance(send(made(cardholder(), PLAN)), SignLink)


def test_a_pause_that_is_signed_begins_with_its_relief(tmp_path: Path) -> None:
    link = linked(terms=PAUSE)
    assert isinstance(sign(read(link), papers(tmp_path)), SignedAgreement)
    relief = Relief.objects.get()
    assert (relief.offer, relief.kind, relief.until_on) == (link.offer, "pause", PAUSE.until_on)
    account = Account.objects.get(pk=link.offer.account_id)
    assert account.hardship_until == PAUSE.until_on


def test_a_waiver_that_is_signed_is_booked_and_only_once(tmp_path: Path) -> None:
    made_by = papers(tmp_path)
    link = linked(terms=WAIVER)
    step, shown = read(link), digest(link, made_by)
    for _ in range(2):
        assert isinstance(sign(step, made_by, shown=shown), SignedAgreement)
    assert owed(link.offer.account) == 500_000 - WAIVER.amount_minor


def test_the_schedule_that_begins_is_the_one_that_was_read(tmp_path: Path) -> None:
    done = sign(read(linked()), papers(tmp_path))
    assert isinstance(done, SignedAgreement)
    plan = Plan.objects.get()
    told = [line["value"] for line in json.loads(done.text)["lines"][2:-1]]
    assert told == [f"${each.amount_minor / 100:,.2f}" for each in plan.instalments.all()]


def test_the_file_carries_our_signature_and_its_code_is_known(tmp_path: Path) -> None:
    certificate_note(der(bundle()), at=AT)
    made_by = papers(tmp_path, is_sealed=True)
    done = sign(read(linked()), made_by)
    assert isinstance(done, SignedAgreement), done
    pdf = signed_pdf(done, made_by.letters)
    assert genuine_by_pdf(pdf) == Checked("genuine", "document", done.on)
    assert genuine_by_pdf(pdf[:-200] + b" " * 200).verdict == "not_ours"


def test_signed_twice_is_signed_once(tmp_path: Path) -> None:
    made_by = papers(tmp_path)
    link = linked()
    first_tab, second_tab = read(link), read(link)
    shown = digest(link, made_by)
    first = sign(first_tab, made_by, shown=shown)
    assert sign(first_tab, made_by, shown=shown) == first
    assert sign(second_tab, made_by, shown=shown, name="Somebody Else") == first
    assert SignedAgreement.objects.count() == Plan.objects.count() == 1
    assert SignStep.objects.filter(kind="signed").count() == 1
    assert sign_link_state(link, at=AT) == "signed"
    assert sign_link_state(link, at=moment(181)) == "closed"


@pytest.mark.parametrize(
    "name",
    [
        "",
        "   ",
        "x",
        "Bob Smith",
        "Ada\u202e Kowalski",
        "\u200fAda Kowalski",
        "A" * 500,
        "????",
        "\0",
    ],
)
def test_a_name_that_is_rubbish_signs_nothing(tmp_path: Path, name: str) -> None:
    step = read(linked())
    assert code(sign(step, papers(tmp_path), name=name)) == "NAME_UNFIT"
    assert not Plan.objects.exists()


def test_signs_that_cannot_be_printed_leave_nothing_behind(tmp_path: Path) -> None:
    step = read(linked())
    given = sign(step, papers(tmp_path), name="Ada Kowalski \U00012000")
    assert code(given) == "NAME_UNPRINTABLE"
    assert not Plan.objects.exists()
    assert not SignStep.objects.filter(kind="signed").exists()
    assert Offer.objects.get().state == "offered"
    assert isinstance(sign(step, papers(tmp_path)), SignedAgreement)


def test_without_the_tick_or_after_a_change_it_is_read_again(tmp_path: Path) -> None:
    made_by = papers(tmp_path)
    link = linked()
    step = read(link)
    assert code(sign(step, made_by, is_ticked=False)) == "TICK_MISSING"
    shown = digest(link, made_by)
    # read in one language and signed in another, or something was paid meanwhile
    assert code(sign(step, made_by, shown=shown, language="zh-Hans")) == "PAPER_CHANGED"
    pay(link.offer.account, 50_000, 0)
    assert code(sign(step, made_by, shown=shown)) == "PAPER_CHANGED"
    assert isinstance(sign(step, made_by), SignedAgreement)
    assert Plan.objects.get().total_minor == 450_000


def test_what_ended_says_how(tmp_path: Path) -> None:
    made_by = papers(tmp_path)
    ends = {
        "withdrawn": lambda pk: offer_withdraw(offer_id=pk, at=AT, actor="maker", why="wrong"),
        "declined": lambda pk: offer_decline(offer_id=pk, at=AT, actor="maker"),
        "agreed": lambda pk: offer_accept(offer_id=pk, at=AT, actor="maker"),
    }
    said = {}
    for state, end in ends.items():
        link = linked()
        step, shown = read(link), digest(link, made_by)
        end(link.offer_id)
        link.offer.refresh_from_db()
        assert sign_link_state(link, at=AT) == state
        said[state] = code(sign(step, made_by, shown=shown))
    assert said == {
        "withdrawn": "OFFER_NOT_OPEN",
        "declined": "OFFER_NOT_OPEN",
        "agreed": "AGREED_ALREADY",
    }
    assert not SignedAgreement.objects.exists()


def test_after_its_last_day_nothing_is_signed_even_before_the_morning(tmp_path: Path) -> None:
    made_by = papers(tmp_path)
    link = linked()
    last = (link.offer.expires_on - day(0)).days
    assert sign_link_state(link, at=moment(last)) == "open"
    late = moment(last + 1)
    assert sign_link_state(link, at=late) == "expired"
    step, shown = read(link, at=late), digest(link, made_by)
    assert code(sign(step, made_by, shown=shown, at=late)) == "OFFER_EXPIRED"
    morning(last + 1)
    assert state_of(link.offer) == "expired"


def test_a_later_link_takes_the_place_of_an_earlier_one(tmp_path: Path) -> None:
    first = linked()
    step = read(first)
    PlannedContact.objects.filter(pk=first.planned_id).update(state="sent")
    second = send(first.offer)
    assert isinstance(second, SignLink)
    assert second != first
    assert sign_link_state(first, at=AT) == "replaced"
    assert code(sign(step, papers(tmp_path))) == "LINK_CLOSED"
    assert isinstance(sign(read(second), papers(tmp_path)), SignedAgreement)


def test_a_no_and_a_question_reach_us_once() -> None:
    link = linked()
    step = read(link)
    asked = [
        offer_question(verified=step, text=" What if I lose my job? ", at=AT, visitor=VISITOR)
        for _ in range(2)
    ]
    assert asked[0] == asked[1]
    assert InboundMessage.objects.get().needs_person
    assert code(offer_question(verified=step, text="  ", at=AT, visitor=VISITOR)) == (
        "QUESTION_EMPTY"
    )
    for _ in range(2):
        assert isinstance(offer_turn_down(verified=step, at=AT, visitor=VISITOR), Offer)
    kinds = list(SignStep.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["verified", "asked", "declined"]


def test_what_is_kept_cannot_be_edited_and_stands_under_the_seal(tmp_path: Path) -> None:
    done = sign(read(linked()), papers(tmp_path))
    assert isinstance(done, SignedAgreement)
    for row, name in ((done, "name"), (done.step, "agent"), (done.link, "actor")):
        setattr(row, name, "other")
        with pytest.raises(Error), transaction.atomic():
            row.save()
    seal = evidence_seal(at=AT)
    assert seal is not None
    tables = set(seal.parts.values_list("table", flat=True))
    assert {"store_signedagreement", "store_signstep", "store_signlink"} <= tables
    assert evidence_verify().faults == ()
