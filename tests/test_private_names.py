"""Names of Django, Wagtail and others that are not ours and not public, which we use all the same.

After an upgrade this says which of them is gone; where each is used stands behind it.
"""

import inspect
from typing import Any

import pytest
from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.backends import ModelBackend
from django.db.models import QuerySet
from django.db.models.base import ModelState
from django.db.models.fields.files import FieldFile
from django.http import HttpRequest
from django.middleware import csp
from modelcluster import fields as cluster_fields
from modelsearch import signal_handlers
from modelsearch.backends.base import BaseSearchResults
from wagtail import hooks
from wagtail import signal_handlers as signal_handlers_of_wagtail
from wagtail.admin.templatetags import wagtailadmin_tags
from wagtail.models import ReferenceIndex, Site, TaskState


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        (DefaultAccountAdapter, "_get_login_attempts_cache_key"),  # camtree.members.adapters
        (HttpRequest, "_get_raw_host"),  # camtree.domains.hosts, learning.packages.host
        (QuerySet, "_clone"),  # camtree.core.pages.models
        (QuerySet, "_fetch_all"),  # camtree.core.pages.models
        (ModelState, "adding"),  # camtree.core.pages.workflow_locks
        (hooks, "_hooks"),  # camtree.translation.menus
        (TaskState, "STATUS_IN_PROGRESS"),  # camtree.core.pages.workflow_locks
        (BaseSearchResults, "_do_count"),  # camtree.search.backend
        (signal_handlers, "post_save_signal_handler"),  # camtree.search.indexing
        (signal_handlers_of_wagtail, "update_reference_index_on_save"),  # camtree.search.indexing
        (ReferenceIndex, "tracked_models"),  # camtree.search.indexing
    ],
)
def test_the_name_is_there(owner: Any, name: str) -> None:
    assert hasattr(owner, name)


@pytest.mark.parametrize(
    ("function", "name"),
    [
        (ModelBackend.get_all_permissions, "_perm_cache"),  # camtree.members.backends
        (Site.find_for_request, "_wagtail_site"),  # camtree.core.http.serving
        (csp.ContentSecurityPolicyMiddleware.process_response, "_csp_config"),  # camtree.core.http.policies
        (wagtailadmin_tags.test_page_is_public, "all_page_view_restriction_paths"),  # camtree.core.pages.list_views
        (FieldFile.save, "_committed"),  # camtree.media.models
        (cluster_fields.create_deferring_forward_many_to_many_manager, "_cluster_related_objects"),  # card_facts
    ],
)
def test_the_function_uses_the_name(function: Any, name: str) -> None:
    assert name in inspect.getsource(function)
