from __future__ import annotations

from pathlib import Path

import pytest

from forbear.packs.products import ROOT, ProductError, load_products, read_product


def test_each_product_says_where_its_terms_are_written() -> None:
    products = load_products()
    assert {terms[0].currency for terms in products.values()} == {"CNY", "USD", "GBP"}
    for terms in products.values():
        for each in terms:
            assert {"rates", "late_fee", "minimum", "allocation"} <= set(each.sources)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('name = "Larkfield Classic"', "", "name is missing"),
        ('rate = "0.0005"', "rate = 0.0005", "terms[0].rates.purchase.rate"),
        ("over_limit = true", "over_limits = true", "did you mean over_limit?"),
        ("[[terms]]", "[terms", "is not TOML"),
        ('currency = "CNY"', "", "terms[0].currency is missing"),
    ],
)
def test_a_faulty_product_is_told_with_file_and_key(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    text = (ROOT / "larkfield-cn.toml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "mine.toml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ProductError) as caught:
        read_product(path)
    assert str(caught.value).startswith("mine.toml: ")
    assert said in str(caught.value)
