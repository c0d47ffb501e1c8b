#!/usr/bin/env bash
# bagit 1.9.0 (the Library of Congress's Python library for BagIt, RFC 8493), on CPython 3.13.
# Given:    a bag whose External-Description has two lines.
# Seen:     the line end is taken out and nothing put in its place: "First line.Second line."; the bag is valid.
# Expected: a continued line, as RFC 8493, section 2.2.2 allows, or at least a space.
# Matters:  descriptions of deposits come from abstracts of several paragraphs: join them with spaces first.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check bagit==1.9.0
mkdir "$folder/bag"
echo "x" >"$folder/bag/a.txt"
"$folder/venv/bin/python" - "$folder/bag" <<'PYTHON'
import sys

import bagit

bagit.make_bag(sys.argv[1], {"External-Description": "First line.\nSecond line."})
bag = bagit.Bag(sys.argv[1])
seen = bag.info["External-Description"]
print(f"bagit {bagit.VERSION}: External-Description reads {seen!r}, the bag is valid: {bag.is_valid()}")
sys.exit(0 if seen == "First line.Second line." and bag.is_valid() else "This has changed.")
PYTHON
