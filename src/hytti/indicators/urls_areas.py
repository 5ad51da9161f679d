from django.urls import URLPattern

area_urls: list[URLPattern] = []
