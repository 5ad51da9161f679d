"""Settings of Hytti. Everything that differs between installations comes from HYTTI_… environment variables."""

from __future__ import annotations

from pathlib import Path

from .environment import database, env, read_secret_key, refuse_unsafe_production

PACKAGE = Path(__file__).resolve().parent.parent
VAR = Path(env.str("HYTTI_VAR", "var")).resolve()

PRODUCTION = env.bool("HYTTI_PRODUCTION", False)
DEMO = env.bool("HYTTI_DEMO", False)
DEBUG = env.bool("HYTTI_DEBUG", False)
ALLOWED_HOSTS = env.list("HYTTI_ALLOWED_HOSTS", [] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]", "testserver"])
if PRODUCTION:
    refuse_unsafe_production(demo=DEMO, debug=DEBUG, allowed_hosts=ALLOWED_HOSTS)
SECRET_KEY = read_secret_key(VAR, production=PRODUCTION)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "hytti.core",  # before allauth, so that our pages stand in for its own
    "hytti.structures",
    "hytti.indicators",
    "hytti.coefficient",
    "hytti.plans",
    "hytti.tray",
    "hytti.reports",
    "hytti.desk",
    "hytti.api",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "hytti.core.middleware.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "hytti.core.middleware.PublicPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "hytti.core.middleware.KindRefusals",
]

ROOT_URLCONF = "hytti.config.urls"
WSGI_APPLICATION = "hytti.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hytti.core.context.frame",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "hytti.core.templatetags.hytti"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": database(VAR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # e-mail is unique without regard to case, by a constraint
FACTS = Path(env.str("HYTTI_FACTS", "") or VAR / "facts.duckdb").resolve()
FACTS_ENGINE = env.str("HYTTI_FACTS_ENGINE", "")  # sc://host:port where the figures stand on a Spark Connect server
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"},
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "TIMEOUT": 3600,
        "OPTIONS": {"MAX_ENTRIES": 500},
    },
    "jobs": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": VAR / "jobs"},
}

LANGUAGE_CODE = "fi"
LANGUAGES = [("fi", "Suomi"), ("sv", "Svenska"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Europe/Helsinki"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
LANGUAGE_COOKIE_SAMESITE = "Lax"

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_MAX_AGE = 3600

# Sign-in
AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = ["hytti.core.sign_in.GrantBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:home"
ACCOUNT_LOGOUT_REDIRECT_URL = "front"
ACCOUNT_ADAPTER = "hytti.core.sign_in.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "hytti.core.sign_in.SocialAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_FORMS = {"reset_password": "hytti.core.forms.accounts.ForgottenPasswordForm"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key", "reset_password": "20/m/ip,5/m/key"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Hytti"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False

OIDC_SERVER = env.str("HYTTI_OIDC_SERVER", "")
OIDC_VERIFIED_CLAIM = env.str("HYTTI_OIDC_VERIFIED_CLAIM", "email_verified")  # Entra ID: xms_edov
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "oidc",
                "name": env.str("HYTTI_OIDC_NAME", "Organisaation tunnus"),
                "client_id": env.str("HYTTI_OIDC_CLIENT_ID", ""),
                "secret": env.str("HYTTI_OIDC_CLIENT_SECRET", ""),
                "settings": {"server_url": OIDC_SERVER, "oauth_pkce_enabled": True},
            }
        ]
        if OIDC_SERVER
        else []
    }
}

# Safety
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_AGE = 12 * 3600
CSRF_FAILURE_VIEW = "hytti.core.views.errors.csrf_failure"
SECURE_SSL_REDIRECT = PRODUCTION and env.bool("HYTTI_SSL_REDIRECT", True)
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
BEHIND_PROXY = env.bool("HYTTI_BEHIND_PROXY", False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0  # failed sign-ins are counted by the reader's own address
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
CSRF_TRUSTED_ORIGINS: list[str] = env.list("HYTTI_TRUSTED_ORIGINS", [])
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# Mail
EMAIL_HOST = env.str("HYTTI_SMTP_HOST", "")
EMAIL_PORT = env.int("HYTTI_SMTP_PORT", 587)
EMAIL_HOST_USER = env.str("HYTTI_SMTP_USER", "")
EMAIL_HOST_PASSWORD = env.str("HYTTI_SMTP_PASSWORD", "")
EMAIL_USE_TLS = env.bool("HYTTI_SMTP_TLS", True)
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if EMAIL_HOST else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = VAR / "mail"
DEFAULT_FROM_EMAIL = env.str("HYTTI_MAIL_FROM", "hytti@localhost")
SITE_ADDRESS = env.str(  # what letters lead to; pages take their address from the request
    "HYTTI_ADDRESS",
    f"https://{ALLOWED_HOSTS[0]}" if PRODUCTION else f"http://localhost:{env.int('HYTTI_PORT', 8000)}",
).rstrip("/")
TRAY_CONSENT = Path(env.str("HYTTI_TRAY_CONSENT", "") or PACKAGE / "tray/rules/consent.yaml").resolve()
MAP_TILES = env.str("HYTTI_MAP_TILES", "")  # https://…/{z}/{x}/{y}.png under the tray's map; empty: no outside server
MAP_TILES_CREDIT = env.str("HYTTI_MAP_TILES_CREDIT", "")  # who made the tiles, shown under the map
CONTACT = env.str("HYTTI_CONTACT", "")  # the address for feedback, shown on the accessibility statement
# Feeds, whose addresses people type, are fetched from the public Internet only, unless a source is in the own network.
FEEDS_FROM_PRIVATE_NETWORKS = env.bool("HYTTI_FEEDS_FROM_PRIVATE_NETWORKS", False)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
