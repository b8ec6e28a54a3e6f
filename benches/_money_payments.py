"""The import of payments for ``bench-money``: ``BENCH_MONEY_PAYMENTS`` of them, and the load.

``python -m benches._money_payments`` prints JSON: the rows of ``benches.payments``.
"""

from __future__ import annotations

import json
import os

from benches.payments import ROWS, run


def main() -> None:
    before = os.getloadavg()[0]
    rows = run(int(os.environ.get("BENCH_MONEY_PAYMENTS", ROWS)))
    for row in rows:
        row["note"] = f"{row['note']}; load of the machine before: {before:.1f}"
    print(json.dumps({"rows": rows}))


if __name__ == "__main__":
    main()
