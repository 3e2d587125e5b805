"""SDV's GaussianCopulaSynthesizer with its own defaults: seconds to fit and to sample, without reading or writing files.

Usage: python sdv_copula.py CSV ROWS [OUTPUT_CSV]. Prints JSON: {"fit", "sample"}.
"""

import json
import logging
import sys
import time
import warnings

import pandas as pd
from sdv.metadata import Metadata
from sdv.single_table import GaussianCopulaSynthesizer

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)

tables = {"table": pd.read_csv(sys.argv[1])}
metadata = Metadata.detect_from_dataframes(tables)
start = time.perf_counter()
synthesizer = GaussianCopulaSynthesizer(metadata)
synthesizer.fit(tables)
fitted = time.perf_counter()
drawn = synthesizer.sample(int(sys.argv[2]))
end = time.perf_counter()
if len(sys.argv) > 3:
    (drawn["table"] if isinstance(drawn, dict) else drawn).to_csv(sys.argv[3], index=False)
print(json.dumps({"fit": fitted - start, "sample": end - fitted}))
