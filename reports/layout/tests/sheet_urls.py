"""A page with every shape of a report on it, so that its browser test needs no report of the company."""

from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, Template
from django.urls import include, path

from reports.layout.tests import samples

_PAGE = """{% extends "base.html" %}{% load static report_parts %}
{% block title %}Samples{% endblock %}{% block page_class %}scroll so-canvas{% endblock %}
{% block styles %}<link rel="stylesheet" href="{% static "css/reports.css" %}">{% endblock %}
{% block scripts %}{% chart_scripts %}{% endblock %}
{% block content %}<div class="so-dash"><h2>{{ one.term }} {% definition one id="kpi" %}</h2><div class="so-figs">
{% for name, report in papers %}{% report_charts report id=name %}{% endfor %}</div>
<section class="so-panel"><header><h2>Table</h2></header><div class="flush">{% paper pivot id="pivot" %}
{% paper trend id="trend" %}</div>
{% report_definitions pivot %}</section></div>{% endblock %}"""


def sheet(request: HttpRequest) -> HttpResponse:
    papers = [(make.__name__, make()) for make in (*samples.EVERY, samples.hostile)]
    found = {"papers": papers, "pivot": samples.pivot(), "trend": samples.trend()}
    found["one"] = found["pivot"].definitions[0]
    return HttpResponse(Template(_PAGE).render(RequestContext(request, found)))


urlpatterns = [path("sheet/", sheet), path("", include("common.urls"))]
