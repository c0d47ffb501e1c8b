"""What a member may do."""

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import Group, Permission

from camtree.members.models import User
from tests.factories.members import make_member
from tests.queries import budget

pytestmark = pytest.mark.django_db


def permission(name: str) -> Permission:
    return Permission.objects.get(codename=name, content_type__app_label="learning")


def test_own_permissions_and_those_of_groups_are_found_in_one_statement() -> None:
    member, group = make_member(), Group.objects.create(name="Markers")
    group.permissions.add(permission("mark_answers"), permission("add_cohort"))
    member.user_permissions.add(permission("add_cohort"), permission("revoke_certificate"))
    group.user_set.add(member)
    found = User.objects.get(pk=member.pk)
    with budget(1, 1):
        asked = [found.has_perm(f"learning.{name}") for name in ("mark_answers", "revoke_certificate", "delete_quiz")]
        assert asked == [True, True, False]
        assert found.get_all_permissions() >= {"learning.add_cohort", "learning.mark_answers"}


def test_who_is_not_active_may_nothing_and_an_administrator_everything() -> None:
    member = make_member(is_active=False)
    member.user_permissions.add(permission("mark_answers"))
    assert not User.objects.get(pk=member.pk).has_perm("learning.mark_answers")
    assert make_member("Chief", is_superuser=True).has_perm("learning.mark_answers")


def test_a_password_is_tried_once() -> None:
    member = make_member()
    member.set_password("three-quiet-owls")
    member.save()
    found = authenticate(None, username=member.email, password="three-quiet-owls")
    assert found == member
    assert found.backend == "django.contrib.auth.backends.ModelBackend"
