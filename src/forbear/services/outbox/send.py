"""Sending messages: the work of one job, which carries a batch of them.

Of as many as the channel takes in a moment, the order is: write the texts; in one committed
transaction see that nothing has changed since the gate was asked, consume the permits and mark the
messages ``sending``; hand them over; in one transaction write down the answers. A job that is run
again finds how far the first run came. A message that was marked and never answered for may have
left: it is handed over again only by a channel that knows repeats by their reference; by any other
it becomes ``unknown``, the attempt is counted, and a late receipt or a person settles it. So a
message leaves **at most once** for a crash of ours. What happens to one message of a batch is its
own: no other suffers from it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import DatabaseError

from forbear.ports.channels import Answered, Channel, PermitKey, knows_repeats, send_many
from forbear.ports.writing import Draft, MessageRefused, MessageWriter, WritingWish, write_many
from forbear.services.outbox.marking import Marked, in_doubt, mark
from forbear.services.outbox.pace import Now, Pace, go_on_from, is_not_begun
from forbear.services.outbox.settle import Again, refuse, settle
from forbear.services.outbox.switches import channel_answers, channel_rest, room_take
from forbear.store.models import Permit, PlannedContact
from forbear.store.outbox import Standing, standings

Job = tuple[int, int]
_ACTOR = "system"
# After so long without leave from the provider's limit a job lets others have its worker.
_PATIENCE = timedelta(seconds=5)
_WAIT_MAX = 0.5


@dataclass(frozen=True, slots=True)
class Means:
    """What sending needs from outside.

    ``again`` enqueues messages for later, in the caller's transaction; ``pause`` sleeps.
    """

    now: Now
    write: MessageWriter
    channels: Mapping[str, Channel]
    again: Again = lambda _jobs, _delay: None
    pause: Callable[[float], None] = lambda _seconds: None
    pace: Pace = field(default_factory=Pace)


def messages_send(jobs: Sequence[Job], means: Means) -> dict[int, str]:
    """Send queued messages under their permits; return the state that each is in then.

    ``queued`` means that it is to be tried again; if that was enqueued, in a job of its own. Safe
    to call any number of times with the same jobs.
    """
    channels = dict(
        Permit.objects.filter(pk__in=[permit for _, permit in jobs]).values_list("pk", "channel")
    )
    by_channel: dict[str, list[Job]] = defaultdict(list)
    for job in dict.fromkeys(jobs):
        by_channel[channels[job[1]]].append(job)
    for channel, waiting in by_channel.items():
        _Sender(channel, means).send_all(waiting)
    wanted = [planned_id for planned_id, _ in jobs]
    return dict(PlannedContact.objects.filter(pk__in=wanted).values_list("pk", "state"))


def message_send(
    *,
    planned_id: int,
    permit_id: int,
    at: datetime,
    write: MessageWriter,
    channels: Mapping[str, Channel],
) -> str:
    """Send one queued message at the moment ``at``; return the state it is in then."""
    means = Means(now=lambda: at, write=write, channels=channels)
    return messages_send([(planned_id, permit_id)], means)[planned_id]


def _written(
    write: MessageWriter, wishes: Sequence[WritingWish], *, at: datetime
) -> list[Draft | MessageRefused]:
    """Write the messages; what goes wrong with one is its own refusal."""
    try:
        return write_many(write, wishes, at=at)
    except DatabaseError:
        raise
    except Exception as error:  # noqa: BLE001 - one message's accident must not be another's
        if len(wishes) == 1:
            return [MessageRefused("WRITING_FAILED", f"{type(error).__name__}: {error}")]
        return [draft for wish in wishes for draft in _written(write, [wish], at=at)]


class _Sender:
    """Sends the messages of one channel."""

    def __init__(self, name: str, means: Means) -> None:
        self.name = name
        self.means = means
        self.channel = means.channels[name]

    def send_all(self, jobs: list[Job]) -> None:
        """Send the messages, as many at a time as the channel takes and its limit allows."""
        waiting, waited = jobs, timedelta()
        while waiting:
            some = waiting[: self.means.pace.size(self.name)]
            room = room_take(self.name, len(some))
            if room.many:
                self._some(some[: room.many])
                waiting, waited = waiting[room.many :], timedelta()
                continue
            if waited >= _PATIENCE:
                self.means.again(waiting, timedelta())
                return
            seconds = min(room.wait_seconds, _WAIT_MAX)
            self.means.pause(seconds)
            # a clock that stands still must not make this endless
            waited += timedelta(seconds=max(seconds, 0.01))

    def _some(self, jobs: Sequence[Job]) -> None:
        is_repeatable = knows_repeats(self.channel)
        standing = standings(jobs, is_locked=False)
        if not is_repeatable:
            in_doubt([one for one in standing if one.state == "sending"], at=self.means.now())
        states = {"queued", "sending"} if is_repeatable else {"queued"}
        marked = self._marked([one for one in standing if one.state in states and one.is_latest])
        if not marked:
            return
        begun = self.means.now()
        answers = self._hand_over(marked, at=begun)
        self.means.pace.learn(self.name, answers, self.means.now() - begun)
        settle(
            list(zip(marked, answers, strict=True)),
            at=self.means.now(),
            actor=_ACTOR,
            again=self.means.again,
        )
        self._rest_or_not(answers)

    def _marked(self, standing: Sequence[Standing]) -> list[Marked]:
        """Write the texts, and mark those messages that may still leave."""
        wishes = [
            WritingWish(one.planned_id, f"fb-{one.permit_id}", one.must_disclose)
            for one in standing
        ]
        at = self.means.now()
        drafts: dict[int, Draft] = {}
        refused: list[tuple[Standing, MessageRefused]] = []
        for one, draft in zip(standing, _written(self.means.write, wishes, at=at), strict=True):
            if isinstance(draft, Draft):
                drafts[one.planned_id] = draft
            else:
                refused.append((one, draft))
        if refused:
            refuse(refused, at=at, actor=_ACTOR)
        return mark(
            self.name,
            standing,
            drafts,
            at=self.means.now(),
            actor=_ACTOR,
            again=self.means.again,
        )

    def _hand_over(self, marked: Sequence[Marked], *, at: datetime) -> list[Answered]:
        items = [
            (
                one.draft.message,
                PermitKey(
                    permit_id=one.standing.permit_id,
                    channel=self.name,
                    contact_point_id=str(one.standing.contact_point_id),
                    expires_at=one.standing.expires_at,
                ),
            )
            for one in marked
        ]
        return send_many(self.channel, items, at=at, go_on=go_on_from(self.means.now))

    def _rest_or_not(self, answers: Sequence[Answered]) -> None:
        """Let the channel rest if nobody answered at all: each further try would use up permits."""
        codes = {getattr(answer, "code", "") for answer in answers if not is_not_begun(answer)}
        if codes == {"CHANNEL_UNREACHABLE"}:
            channel_rest(self.name, at=self.means.now())
        elif "" in codes:
            channel_answers(self.name)
