"""What all screens of the admin get."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks


@hooks.register("insert_global_admin_js")
def editor_script() -> SafeString:
    """Errors in one place, and no saving by itself after a button was pressed (static/camtree/js/editor.js)."""
    return format_html(
        '<script type="module" src="{}" data-problem="{}"></script>',
        static("camtree/js/editor.js"),
        _("There is a problem"),
    )
