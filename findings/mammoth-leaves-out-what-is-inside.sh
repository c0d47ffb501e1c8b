#!/usr/bin/env bash
# mammoth 1.13.0 with python-docx 1.2.0 and lxml 6.0.2, on CPython 3.13: HTML of a Word file.
# Given:    paragraphs with a simple field (w:fldSimple, as cross-references are saved), a word with ruby (w:ruby, as
#           Japanese and Chinese texts for young readers have) and a run with its direction (w:bdo).
# Seen:     the element is left out with all that is in it, the words themselves too: "Pupils spoke  as before." A warning
#           names the element, not the words.
# Expected: the words, without what the element adds to them, as mammoth does with other elements it does not know.
# Matters:  what a teacher brings in from Word must be compared with what arrived.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check mammoth==1.13.0 python-docx==1.2.0 lxml==6.0.2
"$folder/venv/bin/python" - <<'PYTHON'
import io
import sys

import docx
import mammoth
from docx.oxml import parse_xml

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RUN = "<w:r><w:t>{}</w:t></w:r>"
document = docx.Document()
field = document.add_paragraph("Pupils spoke ")
field._p.append(parse_xml(f'<w:fldSimple {W} w:instr=" REF result ">{RUN.format("twice as long")}</w:fldSimple>'))
field.add_run(" as before.")
ruby = f"<w:ruby><w:rubyPr/><w:rt>{RUN.format('かん')}</w:rt><w:rubyBase>{RUN.format('漢')}</w:rubyBase></w:ruby>"
document.add_paragraph("Sign: ")._p.append(parse_xml(f"<w:r {W}>{ruby}</w:r>"))
document.add_paragraph("Asked: ")._p.append(parse_xml(f'<w:bdo {W} w:val="rtl">{RUN.format("سؤال")}</w:bdo>'))
file = io.BytesIO()
document.save(file)
file.seek(0)
result = mammoth.convert_to_html(file)
warned = [message.message.rpartition(" ")[2] for message in result.messages]
print(f"mammoth 1.13.0: {result.value} warnings name {warned}")
expected = "<p>Pupils spoke  as before.</p><p>Sign: </p><p>Asked: </p>"
sys.exit(0 if result.value == expected and warned == ["w:fldSimple", "w:ruby", "w:bdo"] else "This has changed.")
PYTHON
