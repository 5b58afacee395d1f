"""Asks the web process of this machine how it is, as its container's health check: exit status 0 if it is well."""

from __future__ import annotations

import os
import sys
import urllib.request

# The portal answers to its own names only.
host = os.environ.get("PORTAL_HOSTS", "localhost").split(",")[0]
request = urllib.request.Request("http://127.0.0.1:8000/health/", headers={"Host": host})
with urllib.request.urlopen(request, timeout=5) as answer:
    sys.exit(answer.status != 200)
