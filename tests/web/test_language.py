from __future__ import annotations

import pytest
from django.utils import translation

from forbear.web.shared.language import in_language, is_chinese, locale


@pytest.mark.parametrize(
    ("tag", "chosen", "named"),
    [("en", "debt", "en"), ("zh-hans", "债务", "zh_Hans"), (None, "debt", "en")],
)
def test_a_page_is_read_in_the_language_of_its_reader(
    tag: str | None, chosen: str, named: str
) -> None:
    with translation.override(tag):
        assert in_language(("debt", "债务")) == chosen
        assert locale() == named
        assert is_chinese() is (named != "en")
