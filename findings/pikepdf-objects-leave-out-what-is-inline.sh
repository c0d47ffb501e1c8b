#!/usr/bin/env bash
# pikepdf 10.17.0 (a PDF library on qpdf), on CPython 3.13.
# Given:    a page with two notes (annotations), one a numbered object, one written inline in the page's list, as
#           ISO 32000-2, 7.3.10, leaves writers free to do; both are notes to every reader of PDF.
# Seen:     Pdf.objects gives the numbered one alone.
# Expected: to find every note of the file among "all objects".
# Matters:  whoever goes through Pdf.objects to take the names of writers (/T) out of a manuscript leaves some in. CamTREE
#           goes down into what each object holds (site/camtree/media/anonymous.py; tests/camtree/media/test_office_traces.py).
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pikepdf==10.17.0
"$folder/venv/bin/python" - <<'PYTHON'
import io
import sys

import pikepdf


def note(writer):
    return pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[10, 10, 30, 30], T=writer, Contents="See here."
    )


pdf = pikepdf.new()
page = pdf.add_blank_page(page_size=(200, 200))
page.Annots = pikepdf.Array([pdf.make_indirect(note("Numbered")), note("Inline")])
file = io.BytesIO()
pdf.save(file)
pdf = pikepdf.open(file)
of_page = sorted(str(found.T) for found in pdf.pages[0].Annots)
of_objects = sorted(
    str(found.T) for found in pdf.objects if isinstance(found, pikepdf.Dictionary) and found.get("/Type") == "/Annot"
)
print(f"pikepdf {pikepdf.__version__}: notes on the page {of_page}, in Pdf.objects {of_objects}")
sys.exit(0 if (of_page, of_objects) == (["Inline", "Numbered"], ["Numbered"]) else "This has changed.")
PYTHON
