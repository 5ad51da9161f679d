from django.urls import URLPattern

change_urls: list[URLPattern] = []
