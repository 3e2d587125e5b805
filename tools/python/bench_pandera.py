"""The checks of bench/validate-data.ts as a pandera schema. Usage: bench_pandera.py FILE.csv|FILE.parquet

Prints one JSON document: the number of rows that failed each check, by which the two are compared.
"""

import json
import re
import sys

import pandas
import pandera.pandas as pandera
from pandera.errors import SchemaErrors

path = sys.argv[1]
data = pandas.read_parquet(path) if path.endswith(".parquet") else pandas.read_csv(path)
schema = pandera.DataFrameSchema(
    {
        "id": pandera.Column(int, unique=True),
        "amount": pandera.Column(float, pandera.Check.in_range(0, 990), nullable=True),
        "count": pandera.Column(int, pandera.Check.ge(0)),
        "status": pandera.Column(str, pandera.Check.isin(["open", "closed", "late"])),
        "code": pandera.Column(str, [pandera.Check.str_matches(r"^[A-Z]{2}\d{4}$"), pandera.Check.str_length(6, 6)]),
        "limit": pandera.Column(float),
    },
    checks=[pandera.Check(lambda frame: frame["limit"] >= frame["count"], name="limit over count")],
)
failed = {}
try:
    schema.validate(data, lazy=True)
except SchemaErrors as errors:
    cases = errors.failure_cases
    for name, group in cases.groupby(cases["check"].astype(str)):
        failed[re.sub(r"\(.*", "", name)] = int(group["index"].nunique())
print(json.dumps(failed))
