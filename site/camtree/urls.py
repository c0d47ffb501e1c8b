"""Every address. Those that others rely on are listed in docs/where-things-go.md."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import include, path, re_path, reverse
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from camtree.core.http import passwords
from camtree.core.http import views as core_views
from camtree.core.http.health import healthz, readyz
from camtree.core.http.serving import serve_page
from camtree.events.urls import my as my_calendar
from camtree.media import views as media_views
from camtree.media.api import router
from camtree.members.account_in_admin import account_view
from camtree.search import views as search_views
from research.library.feeds import ReportFeed
from research.review.views.files import fetch as fetch_draft_file
from webinars.feeds import WebinarFeed
from webinars.recordings.embedding import oembed
from webinars.recordings.feeds import RecordingFeed, SoundFeed


def to_sign_in(request: HttpRequest) -> HttpResponseRedirect:
    """Wagtail's own door: on to ours, and from there to where the person wanted to go, the admin by itself."""
    return redirect_to_login(request.GET.get("next") or reverse("wagtailadmin_home"))


urlpatterns = [
    path("", core_views.front_door, name="front_door"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("robots.txt", core_views.robots, name="robots"),
    path("llms.txt", core_views.llms, name="llms"),
    path("sitemap.xml", search_views.sitemap_index, name="sitemap"),
    path("sitemap-<str:section>.xml", search_views.sitemap_part, name="sitemap_part"),
    path("oembed/", oembed, name="oembed"),
    path("feeds/reports.atom", ReportFeed()),
    path("feeds/webinars.atom", WebinarFeed()),
    path("feeds/<str:language>/reports.atom", ReportFeed(), name="report_feed"),
    path("feeds/<str:language>/webinars.atom", WebinarFeed(), name="webinar_feed"),
    path("feeds/<str:language>/recordings.rss", RecordingFeed(), name="video_feed"),
    path("feeds/<str:language>/recordings-sound.rss", SoundFeed(), name="sound_feed"),
    # Stands in the texts of drafts, so it is the same in every language.
    path("drafts/files/<str:key>/", fetch_draft_file, name="draft_file"),
    path("covers/<str:token>.svg", core_views.cover, name="cover"),
    # Signing in goes through allauth, with its second factor and its rate limits, for staff too.
    path("admin/login/", to_sign_in),
    path("admin/logout/", RedirectView.as_view(pattern_name="account_logout")),
    # Wagtail's own address, with what our accounts have; before the rest of the admin, where it would be found first.
    path("admin/account/", account_view),
    path("admin/", include("camtree.core.pages.choosing")),
    path("admin/", include("camtree.media.choosing")),
    path("admin/", include(wagtailadmin_urls)),
    re_path(r"^documents/(\d{1,18})/(.*)$", media_views.document),
    path(
        "documents/authenticate_with_password/<int:restriction_id>/",
        passwords.password_of_collection,
        name="password_of_collection",
    ),
    path("documents/", include(wagtaildocs_urls)),
    path("api/v2/", router.urls),
    path("", include("camtree.media.urls")),
    path("", include("learning.certificates.public_urls")),
    path("", include("camtree.events.urls")),
]

urlpatterns += i18n_patterns(
    path("", include("camtree.members.urls")),
    path("", include(my_calendar)),
    path("", include("camtree.media.captions.urls")),
    path("", include("camtree.search.urls")),
    path("", include("home.urls")),
    path("", include("leads.urls")),
    path("", include("learning.urls")),
    path("", include("research.urls")),
    path("", include("webinars.urls")),
    # Before the pages, whose pattern takes these addresses too.
    path(
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
        passwords.password_of_page,
        name="password_of_page",
    ),
    path("_util/login/", passwords.sign_in_of_readers),
    re_path(wagtail_urls.serve_pattern, serve_page, name="wagtail_serve"),
    path("", include(wagtail_urls)),
)

handler400 = "camtree.core.http.views.bad_request"
handler403 = "camtree.core.http.views.permission_denied"
handler404 = "camtree.core.http.views.page_not_found"
handler500 = "camtree.core.http.views.server_error"
