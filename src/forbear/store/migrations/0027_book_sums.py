"""What each book holds by day, kept beside the postings, so that nobody sums them all."""

from django.db import migrations, models

FORWARD = """
CREATE FUNCTION store_book_sums() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO store_booksum ("on", book, currency, debit_minor, credit_minor, many)
    SELECT "on", book, currency, sum(greatest(amount_minor, 0)), sum(least(amount_minor, 0)),
        count(*)
    FROM added GROUP BY 1, 2, 3;
    RETURN NULL;
END
$$;
CREATE TRIGGER book_sums AFTER INSERT ON store_posting
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION store_book_sums();
INSERT INTO store_booksum ("on", book, currency, debit_minor, credit_minor, many)
SELECT "on", book, currency, sum(greatest(amount_minor, 0)), sum(least(amount_minor, 0)), count(*)
FROM store_posting GROUP BY 1, 2, 3;
"""
BACKWARD = """
DROP TRIGGER book_sums ON store_posting;
DROP FUNCTION store_book_sums();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0026_named_rows'),
    ]

    operations = [
        migrations.CreateModel(
            name='BookSum',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('book', models.CharField(choices=[('receivable', 'receivable'), ('charge_off', 'charge_off'), ('cash', 'cash'), ('suspense', 'suspense'), ('interest_income', 'interest_income'), ('fee_income', 'fee_income'), ('waiver_expense', 'waiver_expense'), ('recovery', 'recovery'), ('refund_payable', 'refund_payable'), ('opening', 'opening')], max_length=24)),
                ('currency', models.CharField(max_length=3)),
                ('debit_minor', models.DecimalField(decimal_places=0, max_digits=40)),
                ('credit_minor', models.DecimalField(decimal_places=0, max_digits=40)),
                ('many', models.BigIntegerField()),
            ],
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
