"""Settings of a developer's machine and of `make demo`: everything works with no environment at all."""

import secrets
from importlib.util import find_spec

from .base import *

# Every file that this process makes by itself lives under var/, which git does not see.
VAR_DIR.mkdir(parents=True, exist_ok=True)

# Faults show their trace; `make demo` turns it off to show what a visitor sees.
DEBUG = env.flag("DEBUG", True)


def kept_secret_key() -> str:
    """The key made at the first start and kept in var/, so that nobody is signed out by a restart."""
    kept = VAR_DIR / "secret-key"
    try:
        with kept.open("x") as new:
            kept.chmod(0o600)
            new.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return kept.read_text()


SECRET_KEY = SECRET_KEY or kept_secret_key()

if not CREDENTIAL_KEY_FILE:  # type: ignore[used-before-def] # from base, and set anew here
    CREDENTIAL_KEY_FILE = str(VAR_DIR / "credential-key.pem")
    CREDENTIAL_KEY_IS_MADE = True

# Whatever name this machine is reached by on its own network; the server listens on the loopback address.
ALLOWED_HOSTS = ALLOWED_HOSTS or [".localhost", "127.0.0.1", "[::1]"]

# Browsers lead every name under localhost to this machine: another host to them, and the same server.
PACKAGES_HOST = PACKAGES_HOST or "packages.localhost"

if not DEBUG:
    # Without DEBUG Django serves no static files: WhiteNoise does, out of what collectstatic gathered. Hashed names
    # let browsers keep them for a year.
    STORAGES["staticfiles"] = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}

# Looks at migrations for what the release before could not live with (`make check`). Not there for the demo alone.
if find_spec("django_migration_linter"):
    INSTALLED_APPS = [*INSTALLED_APPS, "django_migration_linter"]
