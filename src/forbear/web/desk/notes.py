"""What the auditor says of a note while it is written, and whether it may be saved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.decorators import permission_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from forbear.core.calendar.zones import local_date
from forbear.store.models import Account
from forbear.store.selectors.cases import account_list_visible_to
from forbear.web.shared.permissions import MAKE_CONTACT
from forbear.wiring import clock
from forbear.wiring.notes import note_findings

NOTE_MAX = 2000
CATEGORY = {
    "threat_of_violence_or_arrest": gettext_lazy("It threatens with violence, police or arrest."),
    "false_legal_status": gettext_lazy("It names a legal step that is not so."),
    "exaggerated_amount_or_fee": gettext_lazy("An amount is not that of the account."),
    "false_urgency": gettext_lazy("It makes something urgent that is not."),
    "impersonation": gettext_lazy("It speaks in the name of someone we are not."),
    "harassment_or_insult": gettext_lazy("It insults or harasses."),
    "false_promise": gettext_lazy("It promises what nobody has offered."),
    "credit_record_misstatement": gettext_lazy("It says something untrue of the credit record."),
    "off_channel_or_personal_payment": gettext_lazy("It asks for money by a way that is not ours."),
    "obfuscated_text": gettext_lazy("Some words are disguised."),
    "pressure_on_relatives": gettext_lazy("It puts pressure on relatives or others."),
    "misuse_of_personal_data": gettext_lazy("It uses personal data for something else."),
    "time_barred_threat": gettext_lazy("It threatens although the debt is too old for a court."),
    "fake_visit_claim": gettext_lazy("It announces a visit that is not planned."),
    "privacy_leak_in_message": gettext_lazy("It holds personal data that does not belong there."),
    "refusal_of_dispute_right": gettext_lazy("It denies the right to dispute."),
}


@dataclass(frozen=True, slots=True)
class Hint:
    """One thing that the auditor finds in a note."""

    category: str
    text: str
    words: str
    is_grave: bool


@require_POST
@permission_required(MAKE_CONTACT, raise_exception=True)
def note_check(request: HttpRequest, account_id: int) -> HttpResponse:
    """Say what the auditor finds in the note as it stands."""
    account = get_object_or_404(account_list_visible_to(request.user), pk=account_id)
    note = request.POST.get("note", "")[:NOTE_MAX]
    hints = hints_of(account, note, on=local_date(clock.now(), account.person.time_zones))
    return render(request, "desk/_hints.html", {"note_hints": hints})


def hints_of(account: Account, note: str, *, on: date) -> list[Hint]:
    """List what the auditor finds in a note, one line for each kind of fault, the gravest first."""
    found: dict[str, Hint] = {}
    for finding in note_findings(account, note, on=on):
        span = finding.span
        found.setdefault(
            finding.category,
            Hint(
                category=finding.category,
                text=str(CATEGORY.get(finding.category, finding.because)),
                words=note[span.start : span.end][:80],
                is_grave=finding.severity == "high",
            ),
        )
    return list(found.values())


def note_stands(form: Form, hints: list[Hint]) -> bool:
    """Say whether a note may be saved: nothing grave in it, or it was said why it stands."""
    grave = [hint for hint in hints if hint.is_grave]
    if not grave or form.cleaned_data["explained"].strip():
        return True
    for hint in grave:
        form.add_error("note", f"{hint.text} “{hint.words}”")
    form.add_error("explained", _("Change the note, or say here why it stands as it is."))
    return False
