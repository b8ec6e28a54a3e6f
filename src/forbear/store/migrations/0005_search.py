"""The indexes of the search."""

from django.db import migrations

# prefix searches in any collation need the pattern classes; each serves one question of
# forbear.store.selectors.search
INDEXES = {
    "search_person_name": "store_person (lower(name) text_pattern_ops)",
    "search_person_words": "store_person USING gin (to_tsvector('simple', name))",
    "search_person_reference": "store_person (upper(reference) text_pattern_ops)",
    "search_account_reference": "store_account (upper(reference) text_pattern_ops)",
    "search_account_card": "store_account (card_last4)",
    "search_point_value": "store_contactpoint (lower(value) text_pattern_ops)",
    "search_point_ending": (
        "store_contactpoint (reverse(value) text_pattern_ops) "
        "WHERE kind IN ('mobile', 'home', 'work')"
    ),
}


class Migration(migrations.Migration):

    replaces = [("store", "0112_search")]
    dependencies = [("store", "0004_bulk_rows")]

    operations = [
        migrations.RunSQL(f"CREATE INDEX {name} ON {what}", f"DROP INDEX {name}")
        for name, what in INDEXES.items()
    ]
