"""Mails as they come back, after the examples of RFC 3464, RFC 5965 and what servers write."""

from __future__ import annotations

OURS = """Message-ID: <fb-317@bank.example>
From: letters@bank.example
To: ada@example.com
Subject: Your card
"""


def bounce(
    status: str = "5.1.1",
    *,
    action: str = "failed",
    recipient: str = "ada@example.com",
    diagnostic: str = "smtp; 550 5.1.1 no such user",
    original: str = OURS,
    extra: str = "",
) -> bytes:
    """A delivery status notification (RFC 3464)."""
    return f"""Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@mx.example>
To: bounces@bank.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"
{extra}
--b1
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
Arrival-Date: Thu, 12 Mar 2026 15:15:00 +0000

Original-Recipient: rfc822;{recipient}
Final-Recipient: rfc822; {recipient}
Action: {action}
Status: {status}
Diagnostic-Code: {diagnostic}

--b1
Content-Type: text/rfc822-headers

{original}
--b1--
""".replace("\n", "\r\n").encode()


def complaint(kind: str = "abuse", *, original: str = OURS) -> bytes:
    """A feedback report (RFC 5965)."""
    return f"""From: <abusedesk@example.com>
To: <bounces@bank.example>
Subject: FW: Your card
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b2"

--b2
Content-Type: text/plain; charset="US-ASCII"

This is an email abuse report.

--b2
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: SomeGenerator/1.0
Version: 1
Original-Rcpt-To: <ada@example.com>

--b2
Content-Type: message/rfc822

{original}
Dear Ada

--b2--
""".replace("\n", "\r\n").encode()


def reply(
    text: str,
    *,
    extra: str = "",
    content_type: str = "text/plain; charset=utf-8",
    sender: str = "Ada Lovelace <Ada@Example.com>",
    subject: str = "Re: Your card",
) -> bytes:
    """What a person, or a machine in their name, writes."""
    head = (
        f"From: {sender}\nTo: letters@bank.example\nSubject: {subject}\n"
        f"Message-ID: <abc@example.com>\nMIME-Version: 1.0\nContent-Type: {content_type}\n"
        f"Content-Transfer-Encoding: 8bit\n{extra}\n"
    )
    return (head + text).encode("utf-8", "surrogateescape")
