"""Django's settings; everything that differs between installations comes from `environment.py`."""

from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF

from config.environment import ROOT, Environment
from config.sections import SECTIONS as SECTIONS
from heli.kernel.keyfile import load_keys

ENV = Environment()
VAR = ENV.var
(VAR / "static").mkdir(parents=True, exist_ok=True)  # WhiteNoise wants it there

DEBUG = ENV.debug
ALLOWED_HOSTS = [host.strip() for host in ENV.hosts.split(",") if host.strip()]
HELI_TODAY = ENV.today
HELI_VAR = VAR
HELI_PORT = ENV.port
HELI_WORKERS = ENV.workers
HELI_KEYS_FILE = ENV.keys_file or VAR / "keys.json"
HELI_KEYS = load_keys(
    path=HELI_KEYS_FILE,
    field_keys=ENV.field_keys,
    id_key=ENV.id_key,
    secret_key=ENV.secret_key,
)
SECRET_KEY = HELI_KEYS.secret_key

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "heli.kernel.apps.KernelConfig",
    "heli.ui.apps.UiConfig",
    "heli.accounts.apps.AccountsConfig",
    "heli.orgs.apps.OrgsConfig",
    "heli.figures.apps.FiguresConfig",
    "heli.members.apps.MembersConfig",
    "heli.duties.apps.DutiesConfig",
    "heli.ballots.apps.BallotsConfig",
    "heli.reviews.apps.ReviewsConfig",
    "heli.elections.apps.ElectionsConfig",
    "heli.planning.apps.PlanningConfig",
    "heli.attachments.apps.AttachmentsConfig",
    "heli.decomposition.apps.DecompositionConfig",
    "heli.orglife.apps.OrglifeConfig",
    "heli.talks.apps.TalksConfig",
    "heli.assignments.apps.AssignmentsConfig",
    "heli.circulation.apps.CirculationConfig",
    "heli.debriefing.apps.DebriefingConfig",
    "heli.almanac.apps.AlmanacConfig",
    "heli.mandates.apps.MandatesConfig",
    "heli.study.apps.StudyConfig",
    "heli.burden.apps.BurdenConfig",
    "heli.schemes.apps.SchemesConfig",
    "heli.stars.apps.StarsConfig",
    "heli.weak.apps.WeakConfig",
    "heli.appraisal.apps.AppraisalConfig",
    "heli.exchange.apps.ExchangeConfig",
    "heli.intake.apps.IntakeConfig",
    "heli.reorganisation.apps.ReorganisationConfig",
    "heli.home.apps.HomeConfig",
    "heli.notices.apps.NoticesConfig",
    "heli.demo.apps.DemoConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "heli.accounts.middleware.SessionEndMiddleware",
    "heli.members.middleware.ActorMiddleware",
    "heli.accounts.middleware.FirstThingsMiddleware",
    "heli.ui.middleware.DomainErrorMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

_LOADERS = ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"]
_CACHED = ("django.template.loaders.cached.Loader", _LOADERS)
_PARTIAL_LOADERS = [("template_partials.loader.Loader", [_CACHED])]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "loaders": _PARTIAL_LOADERS,
            "builtins": ["template_partials.templatetags.partials", "heli.ui.templatetags.ui"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "heli.ui.context_processors.page",
            ],
        },
    }
]

SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 5,
    # Rows of a city's records lie far apart: mapped they are read in half the time, without a call a page.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
    "PRAGMA mmap_size=2147418112;",
}


def _database(url: str) -> dict[str, object]:
    found: dict[str, object] = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    if found["ENGINE"] == "django.db.backends.sqlite3":
        found["OPTIONS"] = SQLITE_OPTIONS
    return found


DATABASES = {"default": _database(ENV.database_url or f"sqlite:///{VAR / 'heli.sqlite3'}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Account"
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "home:today"
# Length and kinds of signs stand in accounts/dated/sign_in.toml.
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# Signing in has pages of Heli's own; of allauth it uses the second step's codes and OpenID Connect (ADR 9).
HELI_IDLE_MINUTES = ENV.idle_minutes
HELI_MFA_REQUIRED_FOR = ENV.mfa_required_for
HELI_OIDC = {
    "issuer": ENV.oidc_issuer.rstrip("/"),
    "client_id": ENV.oidc_client_id,
    "client_secret": ENV.oidc_client_secret,
    "name": ENV.oidc_name,
    "match": ENV.oidc_match,
}
MFA_ADAPTER = "heli.accounts.adapters.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_DIGITS = 6
MFA_RECOVERY_CODE_DIGITS = 8
MFA_TOTP_ISSUER = "合力"
MFA_TOTP_TOLERANCE = 1  # a telephone's clock may be half a minute off
SOCIALACCOUNT_ADAPTER = "heli.accounts.adapters.SingleSignOnAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]

# Reminders leave Heli by e-mail where the office turns it on; otherwise they stand on the page 提醒 alone.
HELI_MAIL = ENV.mail
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if ENV.mail else 'dummy'}.EmailBackend"
EMAIL_HOST, EMAIL_PORT = ENV.mail_host, ENV.mail_port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = ENV.mail_user, ENV.mail_password
EMAIL_USE_SSL, EMAIL_USE_TLS = ENV.mail_security == "ssl", ENV.mail_security == "starttls"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = ENV.mail_from

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = None

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_TEMP_DIR = str(VAR / "upload") if (VAR / "upload").is_dir() else None

_TASK_BACKENDS = {
    "database": "django_tasks_db.DatabaseBackend",
    "immediate": "django_tasks.backends.immediate.ImmediateBackend",
}
TASKS = {"default": {"BACKEND": _TASK_BACKENDS[ENV.tasks]}}


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        # A form's answer may lead on to where single sign-on is.
        "form-action": [SELF, *([_origin(ENV.oidc_issuer)] if ENV.oidc_issuer else [])],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_SECURE = ENV.https
CSRF_COOKIE_SECURE = ENV.https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.https else None
SECURE_HSTS_SECONDS = 31_536_000 if ENV.https else 0
# What only makes sense behind HTTPS.
_HTTPS_CHECKS = ["security.W004", "security.W008", "security.W012", "security.W016"]
SILENCED_SYSTEM_CHECKS = [] if ENV.https else _HTTPS_CHECKS

# What the masthead offers: label, address name, the permission without which it is not shown.
NAVIGATION: list[tuple[str, str, str | None]] = [
    ("今日要务", "home:today", "record.see"),
    ("明责", "duties:plan", "requirement.see"),
    ("履责", "duties:records", "record.see"),
    ("考责", "appraisal:scores", "score.see"),
    ("交流", "exchange:gatherings", "score.see"),
    ("组织", "orgs:tree", "organisation.see"),
    ("导入", "intake:start", "intake.load"),
    ("账号", "accounts:accounts", "account.close"),
    ("账号", "accounts:accounts", "account.unlock"),
    ("审计", "accounts:audit", "audit.read"),
]
MASTHEAD = {
    "account": "accounts:mine",
    "reminders": "notices:mine",
    "sign_out": "accounts:sign_out",
    "search": "orgs:tree",
}
CSRF_FAILURE_VIEW = "heli.ui.views.csrf_failure"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

ROOT_DIR: Path = ROOT
