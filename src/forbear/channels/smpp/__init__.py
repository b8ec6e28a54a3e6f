"""Text messages by SMPP 3.4: sent, their receipts heard, and what people answer."""

from forbear.channels.smpp.channel import SmppChannel
from forbear.channels.smpp.config import SmppConfig, smpp_config
from forbear.channels.smpp.heard import Heard, HeardPart, HeardReceipt

__all__ = ["Heard", "HeardPart", "HeardReceipt", "SmppChannel", "SmppConfig", "smpp_config"]
