"""Who may do what in the admin: one table, read by `setup_site` and by the tests.

Least privilege: a role holds what its work needs and nothing else. Members need no group and see no admin.
docs/roles.md tells the same in words.
"""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Locale, Page

ADMIN = "wagtailadmin.access_admin"
TRACKS = tuple(f"media.{action}_captiontrack" for action in ("add", "change", "delete", "view"))
VOCABULARY = tuple(
    f"vocabularies.{action}_{name}"
    for name in ("phase", "subject", "approach", "theme")
    for action in ("add", "change", "view")
)
MENUS = tuple(
    f"navigation.{action}_{name}" for name in ("menu", "notice") for action in ("add", "change", "delete", "view")
)
SYNONYMS = tuple(f"search.{action}_synonyms" for action in ("add", "change", "delete", "view"))
SERIES = tuple(f"webinars.{action}_webinarseries" for action in ("add", "change", "view"))
TEMPLATES = tuple(f"research.{action}_reporttemplate" for action in ("add", "change", "publish", "view"))
REVIEW = (
    "research.decide_submission",
    *(f"research.{action}_reviewrubric" for action in ("add", "change", "publish", "view")),
    *(
        f"research.{action}_{name}"
        for name in ("call", "decisionletter")
        for action in ("add", "change", "delete", "view")
    ),
)
QUIZZES = (
    *(f"learning.{action}_{name}" for name in ("question", "quiz") for action in ("add", "change", "publish", "view")),
    *(f"learning.{action}_questionpool" for action in ("add", "change", "view")),
    *(f"learning.{action}_coursepackage" for action in ("add", "change", "delete", "view")),
    "learning.mark_answers",
)
# How courses and questions go, of groups of learners only (decision 11).
REPORTS = ("learning.view_step",)
# Rows that carry a language. A translator changes those of their own (camtree/translation/access.py).
TRANSLATABLE = tuple(label for label in (*VOCABULARY, *MENUS, *SERIES) if ".change_" in label)
# The same, where each publication is a version: translators write, editors publish, nobody deletes.
TRANSLATED_DRAFTS = ("learning.change_question", "learning.change_quiz")
WITHDRAW = ("research.withdraw_report", "research.moderate_replication")
REMOVE = ("research.remove_report",)
CERTIFICATES = ("learning.revoke_certificate",)
INTEREST = ("home.view_interestregistration", "home.change_interestregistration")
# Making a group that takes a course together. Who makes one runs it; only administrators run those of others.
COHORTS = ("learning.add_cohort",)
ENQUIRIES = ("leads.view_enquiry", "members.view_consenttext")
TRANSLATE = ("wagtail_localize.submit_translation",)


@dataclass(frozen=True)
class Role:
    """What a group may do: anywhere (`models`), on pages below a place, and with files of all collections."""

    models: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    # Where `pages` counts: "root" for everything, "home" for one language, "leads" for the directory of leads.
    place: str = "root"
    language: str = ""
    own_collection: str = ""


# Wagtail keeps file permissions on its own models, whatever models a project puts in their place. The right to add
# a picture is also the right to change and choose one's own (camtree/media/access.py).
FILES = (
    "add_image",
    "change_image",
    "choose_image",
    "add_document",
    "change_document",
    "choose_document",
    "add_media",
    "change_media",
)

ROLES: dict[str, Role] = {
    "Editors": Role(
        models=(
            ADMIN,
            *TRACKS,
            *VOCABULARY,
            *TEMPLATES,
            *QUIZZES,
            *REPORTS,
            *REVIEW,
            *MENUS,
            *SYNONYMS,
            *SERIES,
            *INTEREST,
            *ENQUIRIES,
            *TRANSLATE,
            *WITHDRAW,
            *CERTIFICATES,
            *COHORTS,
        ),
        pages=("add", "change"),
        files=FILES,
    ),
    "Moderators": Role(
        models=(
            ADMIN,
            *TRACKS,
            *VOCABULARY,
            *TEMPLATES,
            *QUIZZES,
            *REPORTS,
            *REVIEW,
            *MENUS,
            *SYNONYMS,
            *SERIES,
            *INTEREST,
            *ENQUIRIES,
            *TRANSLATE,
            *WITHDRAW,
            *CERTIFICATES,
            *COHORTS,
            *REMOVE,
            "leads.license_lead",
        ),
        pages=("add", "change", "publish", "lock", "unlock"),
        files=FILES,
    ),
    "Leads": Role(
        models=(ADMIN, *COHORTS),
        pages=("add",),
        place="leads",
        files=("add_image",),
        own_collection="Lead photos",
    ),
    # Reviewers work on pages of their own, outside the admin.
    "Reviewers": Role(),
    "Administrators": Role(
        models=(
            ADMIN,
            *TRACKS,
            *VOCABULARY,
            *TEMPLATES,
            *QUIZZES,
            *REPORTS,
            *REVIEW,
            *MENUS,
            *SYNONYMS,
            *SERIES,
            *INTEREST,
            *ENQUIRIES,
            *TRANSLATE,
            *WITHDRAW,
            *CERTIFICATES,
            *COHORTS,
            *REMOVE,
            *(label.replace(".change_", ".delete_") for label in TRANSLATABLE),
            "learning.run_any_cohort",
            "home.delete_interestregistration",
            "leads.license_lead",
            "members.add_user",
            "members.change_user",
            "members.delete_user",
            "members.view_user",
            "auth.add_group",
            "auth.change_group",
            "auth.delete_group",
            "auth.view_group",
            "wagtailcore.add_site",
            "wagtailcore.change_site",
            "wagtailcore.delete_site",
            "wagtailcore.view_site",
            "wagtailcore.add_locale",
            "wagtailcore.change_locale",
            "wagtailcore.view_locale",
            "wagtailcore.add_workflow",
            "wagtailcore.change_workflow",
            "wagtailcore.delete_workflow",
            "wagtailcore.add_task",
            "wagtailcore.change_task",
            "wagtailcore.delete_task",
            "wagtailredirects.add_redirect",
            "wagtailredirects.change_redirect",
            "wagtailredirects.delete_redirect",
            "wagtailredirects.view_redirect",
        ),
        pages=("add", "change", "publish", "lock", "unlock", "bulk_delete"),
        files=(*FILES, "add_collection", "change_collection", "delete_collection"),
    ),
    **{
        f"Translators ({code})": Role(
            models=(ADMIN, *TRANSLATE, *TRANSLATABLE, *TRANSLATED_DRAFTS),
            pages=("change",),
            place="home",
            language=code,
            files=("choose_image", "choose_document"),
        )
        for code, _name in settings.LANGUAGES
        if code != settings.LANGUAGE_CODE
    },
}


@transaction.atomic
def grant_model_permissions() -> None:
    """Make every group and give it exactly the model permissions of the table. Safe to repeat."""
    for name, role in ROLES.items():
        group, _created = Group.objects.get_or_create(name=name)
        wanted = Permission.objects.none()
        for label in role.models:
            app, codename = label.split(".")
            wanted |= Permission.objects.filter(content_type__app_label=app, codename=codename)
        group.permissions.set(wanted)


@transaction.atomic
def grant_place_permissions() -> None:
    """Give every group exactly its permissions on pages and collections. The sections exist by then. Safe to repeat."""
    for name, role in ROLES.items():
        group = Group.objects.get(name=name)
        places = _places(role)
        GroupPagePermission.objects.filter(group=group).exclude(
            page__in=places, permission__codename__in=[f"{action}_page" for action in role.pages]
        ).delete()
        for page in places:
            for action in role.pages:
                GroupPagePermission.objects.get_or_create(group=group, page=page, permission=_page_permission(action))
        collection = _collection(role)
        GroupCollectionPermission.objects.filter(group=group).exclude(
            collection=collection, permission__codename__in=role.files
        ).delete()
        for permission in Permission.objects.filter(
            codename__in=role.files,
            content_type__app_label__in=["wagtailimages", "wagtaildocs", "wagtailmedia", "wagtailcore"],
        ):
            GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)


def _page_permission(action: str) -> Permission:
    return Permission.objects.get(content_type__app_label="wagtailcore", codename=f"{action}_page")


def _places(role: Role) -> list[Page]:
    from home.models import HomePage
    from leads.models import LeadIndexPage

    if not role.pages:
        return []
    if role.place == "root":
        return [Page.get_first_root_node()]
    if role.place == "leads":
        return list(LeadIndexPage.objects.all())
    locale = Locale.objects.filter(language_code=role.language).first()
    return list(HomePage.objects.filter(locale=locale)) if locale else []


def _collection(role: Role) -> Collection:
    root = Collection.get_first_root_node()
    if not role.own_collection:
        return root
    own = root.get_children().filter(name=role.own_collection).first()
    return own or root.add_child(name=role.own_collection)
