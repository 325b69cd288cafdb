"""Django's settings. What the environment may change is listed in environment.py and docs/operations.md."""


from orders_site import environment as env

BASE_DIR = env.BASE_DIR
DATA_DIR = env.data_dir()
ENVIRONMENT = env.read("ORDERS_ENV")
PROCESS = env.read("ORDERS_PROCESS")
IS_PRODUCTION = ENVIRONMENT == "production"
IS_TEST = ENVIRONMENT == "test"

DEBUG = env.read_flag("ORDERS_DEBUG")
SECRET_KEY = env.given("ORDERS_SECRET_KEY") or "development-only-" + "x" * 40
ALLOWED_HOSTS = env.read_list("ORDERS_ALLOWED_HOSTS")

_OWN = ["common", "accounts", "segments", "customers", "products", "orders"]
INSTALLED_APPS = [
    "orders_site",
    *[name for name in _OWN if (BASE_DIR / name / "__init__.py").exists()],
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "rest_framework",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django_structlog",
]
if (BASE_DIR / "accounts" / "models.py").exists() or (BASE_DIR / "accounts" / "models").exists():
    AUTH_USER_MODEL = "accounts.User"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "orders_site.urls"
WSGI_APPLICATION = "orders_site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

_database = env.parse_database_url(env.server_url("DATABASE_URL", "postgresql://orders_app@/orders?host=/nonexistent"))
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", **_database}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = env.read("ORDERS_LANGUAGE")
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
BUSINESS_TIME_ZONE = env.read("ORDERS_BUSINESS_TIME_ZONE")

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [path for path in (BASE_DIR / "static", BASE_DIR / "var" / "assets") if path.exists()]
MEDIA_ROOT = DATA_DIR / "media"

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
REST_FRAMEWORK = {"DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema"}
