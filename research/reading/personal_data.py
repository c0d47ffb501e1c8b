"""What is held about readers: what they save and look for."""

from django.utils.translation import gettext_lazy as _

from camtree.members.personal_data import PersonalData, register_personal_data
from research.reading.models import Digest, ListedWork, ReadingList, SavedSearch


def declare() -> None:
    """Tell the platform, once, when the section starts."""
    register_personal_data(
        PersonalData(
            model=ReadingList,
            title=_("Your reading lists"),
            rows=lambda member: ReadingList.objects.filter(member=member),
            fields=("title", "note", "is_bookmarks", "key", "made_at"),
        )
    )
    register_personal_data(
        PersonalData(
            model=ListedWork,
            title=_("Works on your lists"),
            rows=lambda member: ListedWork.objects.filter(reading_list__member=member).select_related("reading_list"),
            fields=("reading_list", "title", "note", "added_at"),
        )
    )
    register_personal_data(
        PersonalData(
            model=SavedSearch,
            title=_("Saved searches"),
            rows=lambda member: SavedSearch.objects.filter(member=member),
            fields=("title", "query", "made_at"),
        )
    )
    register_personal_data(
        PersonalData(
            model=Digest,
            title=_("Mails on new works"),
            rows=lambda member: Digest.objects.filter(member=member),
            fields=("frequency", "told_until"),
        )
    )
