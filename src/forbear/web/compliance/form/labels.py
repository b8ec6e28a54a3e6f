"""What the inputs of the form are called, and the hints beside some of them."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

# by the path in the case; rows by their list
LABELS: Mapping[str, object] = {
    "where": _("Where they live"),
    "on": _("Day"),
    "time": _("Time there"),
    "zones": _("Their time zones"),
    "collector.kind": _("Who collects"),
    "collector.authorised": _("Holds a written authorisation"),
    "collector.licensed": _("Holds the licence the place needs"),
    "contact.channel": _("Channel"),
    "contact.purpose": _("Purpose"),
    "contact.direction": _("Made by"),
    "contact.automated": _("Dialled or sent by a machine"),
    "contact.prerecorded": _("A recorded voice"),
    "contact.states_debt": _("Reveals the debt"),
    "contact.form": _("Form"),
    "contact.place": _("Where the person is then"),
    "contact.replying_to_at": _("Answers their message of"),
    "contact.has_opt_out_text": _("Says how to opt out"),
    "contact.is_recorded": _("Recorded from start to end"),
    "contact.staff": _("People who visit together"),
    "contact.shows_authorisation": _("They show their authorisation"),
    "contact.threatens_suit": _("Speaks of suing"),
    "contact.data_source": _("Where the contact detail comes from"),
    "contact_point.kind": _("Number or address"),
    "contact_point.id": _("Its id"),
    "contact_point.party": _("Who is reached there"),
    "contact_point.verified": _("Verified"),
    "contact_point.connected_to_other": _("Now belongs to someone else"),
    "person.is_minor": _("Under age"),
    "person.is_deceased": _("Has died"),
    "person.bankruptcy": _("Bankruptcy"),
    "person.language": _("Language"),
    "person.employer_prohibits": _("The employer forbids it"),
    "person.is_lost_contact": _("Cannot be reached, as the law defines it"),
    "person.is_location_known": _("Whereabouts are known"),
    "person.third_party_refused": _("The third party refused contact"),
    "person.breathing_space_until": _("Last day of a debt moratorium"),
    "person.vulnerable": _("Particularly vulnerable"),
    "person.attorney.known": _("An attorney acts and is known"),
    "person.attorney.responded": _("The attorney answers"),
    "person.attorney.consents": _("The attorney allows direct contact"),
    "person.cease.at": _("Asked to stop all contact on"),
    "person.cease.form": _("How they asked"),
    "account.id": _("Its id"),
    "account.dpd": _("Days past due"),
    "account.overdue_minor": _("Overdue"),
    "account.balance_minor": _("All that is owed"),
    "account.currency": _("Currency"),
    "account.status": _("Account"),
    "account.dispute": _("Dispute"),
    "account.dispute_in_validation_period": _("Disputed within the validation period"),
    "account.validation_sent_on": _("Validation notice sent on"),
    "account.is_first_contact": _("First contact about the debt"),
    "account.time_barred": _("Too old for court"),
    "account.plan": _("Agreed plan"),
    "account.hardship_until": _("Last day of hardship relief"),
    "account.litigation": _("Legal state"),
    "account.collection_started_on": _("Collection began on"),
    "history.at": _("When"),
    "history.channel": _("Channel"),
    "history.direction": _("Made by"),
    "history.party": _("With"),
    "history.contact_point_id": _("Number or address (id)"),
    "history.account_id": _("Account (id)"),
    "history.collector": _("Collector"),
    "history.outcome": _("Outcome"),
    "person.opt_outs.channel": _("Channel"),
    "person.opt_outs.contact_point_id": _("Number or address (id)"),
    "person.opt_outs.at": _("When"),
    "person.consents.channel": _("Channel"),
    "person.consents.contact_point_id": _("Number or address (id)"),
    "person.consents.at": _("When"),
    "person.consents.kind": _("Consent to"),
    "person.consents.until": _("Until"),
    "person.consents.from": _("From (time)"),
    "person.consents.to": _("To (time)"),
    "person.inconvenient.from": _("From (time)"),
    "person.inconvenient.to": _("To (time)"),
    "person.inconvenient.place": _("Only at"),
    "person.inconvenient.days": _("Days (mon,tue …)"),
}
CONSENTS: Mapping[str, object] = {
    "contact": _("contact by the channel"),
    "hours": _("these hours"),
    "frequency": _("more frequent contact"),
    "third_party": _("speaking with others"),
    "exceed_cap": _("contacts beyond the cap"),
}
HINTS: Mapping[str, object] = {
    "zones": _("Empty: the usual one there. Several by commas; a question mark if not known."),
}
SECTIONS: Mapping[str, object] = {
    "when": _("Where and when"),
    "contact": _("The contact"),
    "collector": _("Who collects"),
    "contact_point": _("Number or address"),
    "account": _("The account"),
    "person": _("The cardholder"),
}
ROWS: Mapping[str, object] = {
    "history": _("Contacts so far"),
    "person.opt_outs": _("Opt-outs"),
    "person.consents": _("Consents"),
    "person.inconvenient": _("Times and places that do not suit them"),
}


def label(path: str) -> str:
    """Name an input; one that has no name here is called as the contract calls it."""
    return str(LABELS.get(path, path.rpartition(".")[2].replace("_", " ")))
