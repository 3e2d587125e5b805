"""SDV's GaussianCopulaSynthesizer with its own defaults: seconds to fit and to sample, without reading or writing files.

Usage: python sdv_copula.py CSV ROWS [OUTPUT_CSV]. Prints JSON: {"fit", "sample"}.
"""

import json
import logging
import sys
import time
import warnings

import pandas as pd
import sdv.metadata
import sdv.single_table

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)

table = pd.read_csv(sys.argv[1])
detect = getattr(sdv.metadata.Metadata, "detect_from_dataframe", None) or sdv.metadata.Metadata._detect_from_dataframe
metadata = detect(table)
start = time.perf_counter()
synthesizer = sdv.single_table.GaussianCopulaSynthesizer(metadata)
synthesizer.fit(table)
fitted = time.perf_counter()
drawn = synthesizer.sample(int(sys.argv[2]))
end = time.perf_counter()
if len(sys.argv) > 3:
    drawn.to_csv(sys.argv[3], index=False)
print(json.dumps({"fit": fitted - start, "sample": end - fitted}))
