"""Settings of the tests: a data folder and a database of their own, and a quick password hasher.

This is read before any other part of Forbear. Under xdist the first process makes the folder and
its workers inherit it, so that they share one server, each with a test database of its own.
"""

from __future__ import annotations

import os
import tempfile

if "FORBEAR_TEST_HOME" not in os.environ:
    os.environ["FORBEAR_TEST_HOME"] = tempfile.mkdtemp(prefix="forbear-test-")
    os.environ["FORBEAR_TEST_OWNER"] = str(os.getpid())
os.environ["FORBEAR_HOME"] = os.environ["FORBEAR_TEST_HOME"]

from forbear.wiring.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# a job's thread gives its connection back, or the test database could not be dropped
DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405
STATIC_ROOT.mkdir(exist_ok=True)  # noqa: F405 - whitenoise warns where there is none
