from __future__ import annotations

import pytest

from forbear.wiring.webhooks import allowed_networks, webhook_post, webhook_url_fault


def test_networks_of_ones_own_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Use https" in webhook_url_fault("http://10.0.0.1/")
    monkeypatch.setenv("FORBEAR_WEBHOOK_ALLOW", "10.0.0.0/8, fd00::/8")
    assert not webhook_url_fault("http://10.0.0.1/")
    monkeypatch.setenv("FORBEAR_WEBHOOK_ALLOW", "home")
    with pytest.raises(OSError, match="Give networks by commas"):
        allowed_networks()


def test_without_any_only_public_places_are_reached() -> None:
    webhook_post.cache_clear()
    assert webhook_post()("https://127.0.0.1/", headers={}, body=b"").is_barred
