"""Settings of the tests: the portal's own, with what would make tests slow or reach outside taken away."""

import os
import tempfile

os.environ.setdefault("PORTAL_DATA", tempfile.mkdtemp(prefix="portal-tests-"))

from alliance.settings import *  # noqa: F403  # the data folder must be named before the settings are read

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CELERY_BROKER_URL = "memory://"
REQUIRE_SECOND_FACTOR = False
PUBLIC_URL = "http://testserver"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405  # whitenoise warns where the folder is missing
