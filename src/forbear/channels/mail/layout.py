"""The page of an e-mail: calm, readable without pictures, in light and in dark.

Nothing is loaded from anywhere: no picture, no font, no script, nothing that tells that it was
read. Colours stand inline, since many mail readers drop the rest; those that keep the style sheet
get the dark ones.
"""

from __future__ import annotations

from html import escape

from forbear.ports.channels import OutgoingMessage

_STOP = {
    "en": "Stop these e-mails, or choose how we reach you",
    "zh-Hans": "停止接收此类邮件，或选择联系方式",
}
_FONT = (
    "system-ui,-apple-system,'Segoe UI',Roboto,'PingFang SC','Microsoft YaHei',"
    "'Noto Sans CJK SC',sans-serif"
)
_DARK = (
    "@media (prefers-color-scheme:dark){"
    ".fb-page{background:#171c1e!important;color:#e8ecea!important}"
    ".fb-card{background:#20272a!important;border-color:#364044!important}"
    ".fb-foot{color:#b4bfbb!important}.fb-foot a{color:#9fd3bf!important}}"
)


def page(message: OutgoingMessage, html: str) -> str:
    """Return the whole page around ``html``, which is trusted to be escaped."""
    return (
        f'<!doctype html><html lang="{escape(message.language)}" dir="ltr"><head>'
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        '<meta name="color-scheme" content="light dark">'
        '<meta name="supported-color-schemes" content="light dark">'
        f"<title>{escape(message.subject)}</title><style>{_DARK}</style></head>\n"
        '<body class="fb-page" style="margin:0;padding:24px 12px;background:#f6f7f6;color:#1f2a2e;'
        f'font:16px/1.6 {_FONT}">'
        '<main class="fb-card" style="max-width:560px;margin:0 auto;padding:20px 28px;'
        "background:#ffffff;border:1px solid #dfe5e2;border-radius:8px;"
        f'overflow-wrap:break-word">{html}</main>{_foot(message)}</body></html>'
    )


def _foot(message: OutgoingMessage) -> str:
    if not message.unsubscribe_url:
        return ""
    words = _STOP.get(message.language, _STOP["en"])
    return (
        '<footer class="fb-foot" style="max-width:560px;margin:16px auto 0;padding:0 28px;'
        'font-size:14px;color:#4c5a56">'
        f'<a href="{escape(message.unsubscribe_url)}" style="color:#1d5c48">{words}</a></footer>'
    )
