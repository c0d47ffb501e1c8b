"""Settings of a public server. It would rather not start than start unsafe."""

from .base import *

if DEBUG:
    raise ImproperlyConfigured("Production does not start with DEBUG on: faults would show settings to every visitor.")

if not SECRET_KEY:
    raise ImproperlyConfigured("Production does not start without a SECRET_KEY of its own: set one of 50 characters.")
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 8 or SECRET_KEY.startswith(("django-insecure-", "only-for-tests-")):
    raise ImproperlyConfigured(
        "Production does not start with a SECRET_KEY that is short, plain or a default: "
        "set one of 50 random characters."
    )

if not ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "Production does not start with an empty host list: name the hosts that it answers for in ALLOWED_HOSTS."
    )

# Machines read these logs.
LOG_FORMAT = env.choice("LOG_FORMAT", "json", options=["json", "lines"])
LOGGING["handlers"]["stderr"]["formatter"] = LOG_FORMAT

# Names carry a hash of the content, so that browsers keep files for a year and still never see an old one.
STORAGES["staticfiles"] = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}

# Cookies never travel in the clear.
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

# Visitors who come by http are sent to https. Off where the server in front already does that.
SECURE_SSL_REDIRECT = env.flag("SSL_REDIRECT", True)

# Only where a server in front sets X-Forwarded-Proto itself and drops what a visitor sent: it is believed.
if env.flag("BEHIND_TLS_PROXY", False) or TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Browsers come back by https only, for this long. A year is what the preload lists ask for.
SECURE_HSTS_SECONDS = env.integer("HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.flag("HSTS_SUBDOMAINS", False)
SECURE_HSTS_PRELOAD = env.flag("HSTS_PRELOAD", False)
