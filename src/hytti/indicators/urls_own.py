from django.urls import URLPattern

own_urls: list[URLPattern] = []
