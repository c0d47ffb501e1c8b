"""Small packages of our own making: SCORM 1.2, SCORM 2004, H5P."""

import io
import json
import zipfile
from typing import Any
from uuid import uuid4

from django.core.files.storage import storages
from django.urls import reverse

from learning.models import CoursePackage, CoursePage, Enrolment, PackageRecord, Step
from learning.packages import storing
from learning.packages.actions import records
from learning.packages.actions.packages import add_package
from tests.factories.courses import make_enrolment, make_study, step_of
from tests.factories.members import make_member

NAMESPACES = {
    "1.2": 'xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"',
    "2004 4th Edition": 'xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" '
    'xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3" xmlns:imsss="http://www.imsglobal.org/xsd/imsss"',
}

# A page with buttons that do what their names say, and a line that says what it found when it was opened.
PAGE_12 = """<!doctype html><meta charset="utf-8"><title>SCO</title><p id="found">-</p>
<button id="go">Answer</button><button id="end">End</button>
<script>
let at = window; while (!at.API && at.parent !== at) at = at.parent;
const api = at.API; api.LMSInitialize("");
const found = ["cmi.suspend_data", "cmi.core.entry"].map((name) => api.LMSGetValue(name)).join("/");
document.getElementById("found").textContent = "found " + found;
document.getElementById("go").onclick = () => {
  api.LMSSetValue("cmi.suspend_data", "slide 3"); api.LMSSetValue("cmi.core.lesson_location", "3");
  api.LMSSetValue("cmi.core.score.raw", "85"); api.LMSSetValue("cmi.core.score.max", "100");
  api.LMSSetValue("cmi.core.lesson_status", "passed"); api.LMSCommit("");
};
document.getElementById("end").onclick = () => api.LMSFinish("");
</script>"""
PAGE_2004 = """<!doctype html><meta charset="utf-8"><title>SCO</title><p id="found">-</p><button id="go">Answer</button>
<script>
let at = window; while (!at.API_1484_11 && at.parent !== at) at = at.parent;
const api = at.API_1484_11; api.Initialize("");
const found = ["cmi.suspend_data", "cmi.entry"].map((name) => api.GetValue(name)).join("/");
document.getElementById("found").textContent = "found " + found;
document.getElementById("go").onclick = () => {
  api.SetValue("cmi.suspend_data", "page 7"); api.SetValue("cmi.score.scaled", "0.9");
  api.SetValue("cmi.completion_status", "completed"); api.SetValue("cmi.success_status", "passed"); api.Commit("");
};
</script>"""
LIBRARY_JS = """var H5P = H5P || {};
H5P.CamtreeClick = (function ($) {
  function Click(params, id, extras) {
    H5P.EventDispatcher.call(this);
    var self = this; var times = (extras && extras.previousState && extras.previousState.times) || 0;
    this.getCurrentState = function () { return { times: times }; };
    this.attach = function ($where) {
      var line = $('<p id="found"></p>').text('found ' + times);
      var button = $('<button id="go"></button>').text(params.label);
      button.on('click', function () {
        times += 1; line.text('found ' + times);
        var event = self.createXAPIEventTemplate('completed');
        event.setScoredResult(3, 4, self, true, true);
        self.trigger(event);
      });
      $where.append(line).append(button);
    };
  }
  Click.prototype = Object.create(H5P.EventDispatcher.prototype);
  Click.prototype.constructor = Click;
  return Click;
})(H5P.jQuery);
"""


def zipped(files: dict[str, str | bytes]) -> io.BytesIO:
    """A ZIP file of these names and contents."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    written.seek(0)
    return written


def manifest(
    *hrefs: str, version: str = "1.2", title: str = "Listening to pairs", namespace: str = "", **item: str
) -> str:
    """`imsmanifest.xml` with an item for each address; the values of `item` are XML that each of them holds."""
    inner = "".join(item.values())
    kind = "scormtype" if version == "1.2" else "scormType"
    items = "".join(
        f'<item identifier="I{n}" identifierref="R{n}"><title>Part {n}</title>{inner}</item>'
        for n in range(1, len(hrefs) + 1)
    )
    resources = "".join(
        f'<resource identifier="R{n}" type="webcontent" adlcp:{kind}="sco" href="{href}"/>'
        for n, href in enumerate(hrefs, start=1)
    )
    schema = (
        f"<metadata><schema>ADL SCORM</schema><schemaversion>{version}</schemaversion></metadata>" if version else ""
    )
    namespace = namespace or NAMESPACES.get(version, NAMESPACES["1.2"])
    return (
        f'<?xml version="1.0" encoding="utf-8"?><manifest identifier="M" {namespace}>'
        f'{schema}<organizations default="O"><organization identifier="O"><title>{title}</title>{items}</organization>'
        f"</organizations><resources>{resources}</resources></manifest>"
    )


def scorm12(**more: str | bytes) -> io.BytesIO:
    """A SCORM 1.2 package of one part, with more files where named."""
    return zipped({"imsmanifest.xml": manifest("index.html"), "index.html": PAGE_12, **more})


def scorm2004(**more: str | bytes) -> io.BytesIO:
    """A SCORM 2004 package of one part."""
    return zipped(
        {"imsmanifest.xml": manifest("index.html", version="2004 4th Edition"), "index.html": PAGE_2004, **more}
    )


def two_parts() -> io.BytesIO:
    """A SCORM 1.2 package of two parts."""
    return zipped({"imsmanifest.xml": manifest("a.html", "b.html?n=2"), "a.html": PAGE_12, "b.html": PAGE_12})


def h5p(**changes: Any) -> io.BytesIO:
    """An H5P package with a library of our own making; `changes` to its files by name, None leaves one out."""
    row = {"machineName": "H5P.CamtreeClick", "majorVersion": 1, "minorVersion": 0}
    files: dict[str, Any] = {
        "h5p.json": json.dumps(
            {
                "title": "Wait and count",
                "language": "en",
                "mainLibrary": "H5P.CamtreeClick",
                "embedTypes": ["div"],
                "license": "U",
                "preloadedDependencies": [row],
            }
        ),
        "content/content.json": json.dumps({"label": "Count"}),
        "H5P.CamtreeClick-1.0/library.json": json.dumps(
            {**row, "title": "Click", "patchVersion": 0, "runnable": 1, "preloadedJs": [{"path": "click.js"}]}
        ),
        "H5P.CamtreeClick-1.0/click.js": LIBRARY_JS,
    }
    return zipped({name: content for name, content in (files | changes).items() if content is not None})


def make_package(file: io.BytesIO | None = None, **facts: Any) -> CoursePackage:
    """A package that was taken in."""
    return add_package(file=file or scorm12(), **facts)


def package_block(package: CoursePackage, **value: Any) -> dict[str, Any]:
    """A step with a package, as raw data of a lesson."""
    said = {
        "package": package.pk,
        "title": "",
        "minutes": 15,
        "is_required": True,
        "must_pass": False,
        "pass_percent": 70,
        **value,
    }
    return {"type": "package", "value": said, "id": str(uuid4())}


def make_package_step(package: CoursePackage, **value: Any) -> Step:
    """The step of a new course whose only lesson has the package."""
    return step_of(make_study([package_block(package, **value)]), kind="package")


def course_of(step: Step) -> CoursePage:
    """The course that has a step."""
    return CoursePage.objects.get(translation_key=step.course_key)


def learner_at(step: Step, name: str = "Lena Learner") -> Enrolment:
    """Somebody who takes the course of a step."""
    return make_enrolment(course_of(step), make_member(name))


def files_of(package: CoursePackage) -> list[str]:
    """Names of the files that lie in the folder of a package, at its top."""
    try:
        return sorted(storages["private"].listdir(storing.folder_of(package.key))[1])
    except FileNotFoundError:
        return []


def opened(step: Step, package: CoursePackage, enrolment: Enrolment, part: str = "I1") -> PackageRecord:
    """A part that a learner has opened."""
    return records.open_package(enrolment=enrolment, step=step, package=package, part=part)


def say(record: PackageRecord, step: Step, number: int = 1, opening: int | None = None, **said: Any) -> records.Kept:
    """What the material says of a part."""
    return records.record_package(
        enrolment=record.enrolment,
        step=step,
        record=record,
        opening=record.opening if opening is None else opening,
        number=number,
        **said,
    )


def package_address(step: Step, name: str = "package") -> str:
    """Where the page of a step, or what its script calls, lies."""
    return reverse(name, args=[step.course_key, step.key])


def sent_of(sent: CoursePackage, **said: Any) -> dict[str, Any]:
    """What the script of the page sends."""
    return {"package": sent.key, "part": "I1", "opening": 1, "number": 1, "state": '{"x":1}', **said}
