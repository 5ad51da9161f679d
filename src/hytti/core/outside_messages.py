"""Messages of the libraries that our pages can show and that their own catalogues lack or say poorly.

The catalogues of Hytti carry them in Finnish and Swedish, and ours are read first.
"""

from django.utils.translation import gettext_noop, ngettext_lazy

MESSAGES = (
    # Django: a password that is too short
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
    ),
    # django-allauth: words for passkeys and codes that differ from ours, and one text doubled by mistake
    gettext_noop("Authenticator code"),
    gettext_noop("Backup key"),
    gettext_noop(
        "Enabling passwordless operation allows you to sign in using just this key, but imposes additional"
        " requirements such as biometrics or PIN protection."
    ),
    gettext_noop("Key nr. {number}"),
    gettext_noop("Master key"),
    gettext_noop("Passwordless"),
    gettext_noop("Please type your current password."),
    gettext_noop("Use a security key"),
    gettext_noop("Use authenticator app or code"),
    gettext_noop("Use your password"),
    gettext_noop("You cannot generate recovery codes without having two-factor authentication enabled."),
)
