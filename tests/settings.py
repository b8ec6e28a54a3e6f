"""Settings of the tests: a data folder and a database of their own, and a quick password hasher.

This is read before any other part of Forbear. Under xdist the first process makes the folder and
its workers inherit it, so that they share one server, each with a test database of its own.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

if "FORBEAR_TEST_HOME" not in os.environ:
    os.environ["FORBEAR_TEST_HOME"] = tempfile.mkdtemp(prefix="forbear-test-")
    os.environ["FORBEAR_TEST_OWNER"] = str(os.getpid())
os.environ["FORBEAR_HOME"] = os.environ["FORBEAR_TEST_HOME"]
# a test moves the clock as it likes; those of the lock set a time
os.environ["FORBEAR_IDLE"] = "0"
# a test signs in as any role; those of the second step ask for it
os.environ["FORBEAR_TWO_STEP"] = "none"

from forbear.wiring.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# a job's thread gives its connection back, or the test database could not be dropped
DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405
# a served desk collects its files into the data folder while other workers run; a client that reads
# the same folder at that moment would meet a file half moved. whitenoise warns where there is none
STATIC_ROOT = Path(os.environ["FORBEAR_TEST_HOME"]) / "static-of-tests"
STATIC_ROOT.mkdir(exist_ok=True)
