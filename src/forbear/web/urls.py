"""Every address of the web application."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from forbear.web.api.app import api_patterns
from forbear.web.shared.home import home
from forbear.web.shared.sign_in import SignIn

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("sign-in/", SignIn.as_view(), name="sign-in"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("language/", login_not_required(set_language), name="language"),
    path("api/", include(api_patterns())),
    path("", include("forbear.web.desk.urls")),
    path("", include("forbear.web.agreements.urls")),
    path("", include("forbear.web.lead.urls")),
    path("", include("forbear.web.cases.urls")),
    path("", include("forbear.web.compliance.urls")),
    path("", include("forbear.web.lost.urls")),
    path("", include("forbear.web.guarantors.urls")),
    path("", include("forbear.web.money.urls")),
    path("", include("forbear.web.messages.urls")),
    path("", include("forbear.web.inbound.urls")),
    path("", include("forbear.web.wording.urls")),
    path("", include("forbear.web.people.urls")),
    path("", include("forbear.web.review.urls")),
    path("", include("forbear.web.audit.urls")),
    path("", include("forbear.web.webhooks.urls")),
    path("", include("forbear.web.conduct.urls")),
    path("", include("forbear.web.portal.urls")),
]
handler403 = "forbear.web.shared.errors.forbidden"
handler404 = "forbear.web.shared.errors.not_found"
handler500 = "forbear.web.shared.errors.server_error"
