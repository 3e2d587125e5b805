"""The quality report of SDMetrics on two CSV files.

Usage: python quality_report.py REAL_CSV SYNTHETIC_CSV KINDS_JSON. KINDS_JSON maps each column to its kind as mlops names
them. Prints JSON: {"version", "overall", "shapes", "pairs", "validity"}.
"""

import json
import sys
import warnings

import pandas as pd
import sdmetrics
from sdmetrics.reports.single_table import DiagnosticReport, QualityReport

warnings.filterwarnings("ignore")
SDTYPES = {
    "numeric": "numerical",
    "integer": "numerical",
    "category": "categorical",
    "constant": "categorical",
    "boolean": "boolean",
    "datetime": "datetime",
    "id": "id",
}

real, synthetic = pd.read_csv(sys.argv[1]), pd.read_csv(sys.argv[2])
with open(sys.argv[3], encoding="utf-8") as file:
    kinds = json.load(file)
columns = {}
for name, kind in kinds.items():
    columns[name] = {"sdtype": SDTYPES[kind]}
    if kind == "datetime":
        columns[name]["datetime_format"] = "%Y-%m-%dT%H:%M:%SZ"
metadata = {"columns": columns}

quality = QualityReport()
quality.generate(real, synthetic, metadata, verbose=False)
diagnostic = DiagnosticReport()
diagnostic.generate(real, synthetic, metadata, verbose=False)
shapes, pairs = quality.get_properties()["Score"].tolist()
print(
    json.dumps(
        {
            "version": sdmetrics.__version__,
            "overall": quality.get_score(),
            "shapes": shapes,
            "pairs": None if pd.isna(pairs) else pairs,
            "validity": float(diagnostic.get_properties()["Score"].tolist()[0]),
        }
    )
)
