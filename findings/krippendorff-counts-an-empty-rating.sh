#!/usr/bin/env bash
# krippendorff 0.9.0 with numpy 2.3.5, on CPython 3.13: Krippendorff's alpha, the measure of agreement of those who code
# evidence. Two raters, five units, the last of which one of them left empty.
# Given:    the empty rating as "", as "NA" and as float nan, which the documentation names for a missing one.
# Seen:     nan is left out (alpha 1.0). "" and "NA" are categories of their own: alpha falls to 0.69.
# Expected: an error, or the same as nan: spreadsheets give an empty cell as "".
# Matters:  whoever reads codings from a CSV file has to turn empty cells into nan before anything is computed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check krippendorff==0.9.0 numpy==2.3.5
"$folder/venv/bin/python" - <<'PYTHON'
import sys

import krippendorff
import numpy as np


def alpha(missing: object) -> float:
    ratings = [["yes", "no", "yes", "no", missing], ["yes", "no", "yes", "no", "yes"]]
    return round(float(krippendorff.alpha(reliability_data=ratings, level_of_measurement="nominal")), 4)


seen = {repr(missing): alpha(missing) for missing in (np.nan, "", "NA")}
print(f"krippendorff 0.9.0, by what stands for a missing rating: {seen}")
sys.exit(0 if seen == {"nan": 1.0, "''": 0.6897, "'NA'": 0.6897} else "This has changed.")
PYTHON
