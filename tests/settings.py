"""Settings of the tests: the portal's own, with what would make tests slow or reach outside taken away."""

import atexit
import os
import shutil
import tempfile

if "PORTAL_DATA" not in os.environ:
    os.environ["PORTAL_DATA"] = tempfile.mkdtemp(prefix="portal-tests-")
    atexit.register(shutil.rmtree, os.environ["PORTAL_DATA"], ignore_errors=True)

from alliance.settings import *  # noqa: F403  # the data folder must be named before the settings are read

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405  # whitenoise warns where it finds no folder
if REDIS_URL:  # noqa: F405  # from the settings
    # A Redis database of its own for each process of the tests, as each has a database of its own.
    _number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:]) + 1
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": f"{REDIS_URL.rpartition('/')[0]}/{_number}",  # noqa: F405  # from the settings
        }
    }
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CELERY_BROKER_URL = "memory://"
REQUIRE_SECOND_FACTOR = False
PUBLIC_URL = "http://testserver"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405  # whitenoise warns where the folder is missing
MIDDLEWARE = ["tests.journeys.markup.PagesServed", *MIDDLEWARE]  # noqa: F405  # from the settings
