"""What a cardholder wishes: not to be reached by a channel, or how, when and through whom."""

from forbear.services.preferences.links import Link, link_open, link_token
from forbear.services.preferences.opt_outs import (
    channels_stopped,
    opt_out_record,
    opt_out_standing,
)
from forbear.services.preferences.representatives import (
    representative_end,
    representative_record,
)
from forbear.services.preferences.ways import KEEP, Keep, preference_record

__all__ = [
    "KEEP",
    "Keep",
    "Link",
    "channels_stopped",
    "link_open",
    "link_token",
    "opt_out_record",
    "opt_out_standing",
    "preference_record",
    "representative_end",
    "representative_record",
]
