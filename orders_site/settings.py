"""Django's settings. What the environment may change is listed in environment.py and docs/operations.md.

Importable without any server: URLs then point nowhere. Outside development unsafe settings stop the start.
"""

import logging
import os
from datetime import timedelta
from urllib.parse import urlsplit

from orders_site import database, logs, mailing, safety
from orders_site import environment as env

safety.refuse_unsafe()

os.environ["OPENPYXL_LXML"] = "False"  # one reader and writer of workbooks, whether lxml happens to be installed or not

BASE_DIR = env.BASE_DIR
DATA_DIR = env.data_dir()
ENVIRONMENT = env.read("ORDERS_ENV")
INSTANCE = env.read("ORDERS_INSTANCE")
SITE_URL = env.read("ORDERS_SITE_URL").rstrip("/")
IS_PRODUCTION = ENVIRONMENT == "production"
_IS_TEST = ENVIRONMENT == "test"
_REDIS_URL = env.server_url("REDIS_URL", "redis://127.0.0.1:1/0")

DEBUG = env.read_flag("ORDERS_DEBUG")
SECRET_KEY = env.given("ORDERS_SECRET_KEY") or env.note("secret_key") or "development-only-" + "0123456789" * 4
ALLOWED_HOSTS = [*env.read_list("ORDERS_ALLOWED_HOSTS"), "127.0.0.1"]  # the machine itself asks for /healthz

# --- what is installed ------------------------------------------------------------------------

# the floors, lowest first
OWN_APPS = [
    "common",
    "accounts",
    "segments",
    "customers",
    "products",
    "orders",
    "tasks",
    "reminders",
    "integration",
    "reports",
]
INSTALLED_APPS = [
    "orders_site",
    *OWN_APPS,
    "accounts.console.apps.ConsoleConfig",
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
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "orders_site.metrics.middleware",
    "orders_site.csp.middleware",
    "django_htmx.middleware.HtmxMiddleware",  # above what may answer by itself
    "orders_site.shedding.middleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "orders_site.logs.RequestLogMiddleware",
    "accounts.middleware.origin",
    "accounts.middleware.session_limits",
    "accounts.middleware.preferences",
    "accounts.middleware.refusals",
    "accounts.sign_in.middleware.SignInMiddleware",
    "accounts.middleware.duties",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.trying.middleware.trying",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "common.refusals.RefusalMiddleware",
]
CSRF_FAILURE_VIEW = "common.refusals.csrf_failure"
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
                "common.context.shell",
            ]
        },
    }
]

# --- where things are kept --------------------------------------------------------------------

DATABASES = {"default": database.configure(env.read("ORDERS_PROCESS")), **database.replica(env.read("ORDERS_PROCESS"))}
PREPARE_STATEMENTS = env.read("ORDERS_PREPARE") == "1"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "orders_site.cache.FailOpenCache",
        "LOCATION": _REDIS_URL,
        "KEY_PREFIX": "cache",
        "OPTIONS": {"socket_connect_timeout": 0.3, "socket_timeout": 0.5},
    }
}
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [path for path in (BASE_DIR / "static", BASE_DIR / "var" / "assets") if path.exists()]
_MANIFEST = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
_PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _PLAIN if _IS_TEST else _MANIFEST},
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = _IS_TEST or DEBUG
MEDIA_ROOT = DATA_DIR / "media"  # never served as such: attachments go through a view that asks who may
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # an order of 500 lines in one form

# --- language and time ------------------------------------------------------------------------

LANGUAGE_CODE = env.read("ORDERS_LANGUAGE")
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
BUSINESS_TIME_ZONE = env.read("ORDERS_BUSINESS_TIME_ZONE")

# --- people -----------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
if _IS_TEST:
    PASSWORD_HASHERS.insert(0, "django.contrib.auth.hashers.MD5PasswordHasher")
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True  # sign-ins are events
SILENCED_SYSTEM_CHECKS = ["axes.W002"]  # its middleware would replace the sign-in page's own words
AXES_CLIENT_IP_CALLABLE = "accounts.sign_in.attempts.axes_address"
OTP_TOTP_ISSUER = urlsplit(SITE_URL).hostname

OIDC_ISSUER = env.read("ORDERS_OIDC_ISSUER")  # see accounts.single_sign_on
OIDC_CLIENT_ID = env.read("ORDERS_OIDC_CLIENT_ID")
OIDC_CLIENT_SECRET = env.given("ORDERS_OIDC_CLIENT_SECRET")

SESSION_ENGINE = "django.contrib.sessions.backends.db"  # Redis may be emptied at any moment
SESSION_IDLE = timedelta(minutes=env.read_number("ORDERS_SESSION_IDLE_MINUTES"))
SESSION_ABSOLUTE = timedelta(hours=env.read_number("ORDERS_SESSION_HOURS"))
SESSION_COOKIE_AGE = int(SESSION_ABSOLUTE.total_seconds())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_PRODUCTION

# --- the way in -------------------------------------------------------------------------------

TRUSTED_PROXY = env.read_flag("ORDERS_TRUSTED_PROXY")  # it sets X-Forwarded-Proto and X-Forwarded-For
PROBES = {"/healthz", "/readyz", "/metrics"}  # asked by machines every few seconds
QUEUE_PATIENCE = env.read_number("ORDERS_QUEUE_SECONDS")  # see orders_site.shedding
METRICS_TOKEN = env.read("ORDERS_METRICS_TOKEN")
OUTGOING_PRIVATE = env.read_list("ORDERS_OUTGOING_PRIVATE")  # see common.outgoing
if TRUSTED_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
if IS_PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# --- mail -------------------------------------------------------------------------------------

MAIL_DOMAIN = urlsplit(SITE_URL).hostname
DEFAULT_FROM_EMAIL = env.read("ORDERS_MAIL_FROM") or f"orders@{MAIL_DOMAIN}"
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"  # the local mailbox
EMAIL_FILE_PATH = DATA_DIR / "mailbox"
INTAKE_MAILBOX = mailing.parse_imap_url(env.given("IMAP_URL")) if env.given("IMAP_URL") else None
if env.given("EMAIL_URL"):
    globals().update(mailing.parse_email_url(env.given("EMAIL_URL")))

# --- jobs -------------------------------------------------------------------------------------

CELERY_BROKER_URL = _REDIS_URL
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "global_keyprefix": "jobs:",
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
    "visibility_timeout": 3600,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 3600
CELERY_TIMEZONE = "UTC"
CELERY_ENABLE_UTC = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BEAT_SCHEDULER = "orders_site.beat:Scheduler"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

# --- logs, API --------------------------------------------------------------------------------

LOGGING = logs.configure(env.read("ORDERS_LOG_LEVEL"), as_json=IS_PRODUCTION)
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = DJANGO_STRUCTLOG_CELERY_DEFAULT_LOG_LEVEL = logging.DEBUG
DJANGO_STRUCTLOG_STATUS_4XX_LOG_LEVEL = logging.INFO
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_CELERY_ENABLED = True

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "common.api.schema.HouseSchema",
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.tokens.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["common.api.parsing.JSONParser"],
    "DEFAULT_FILTER_BACKENDS": [],
    "DEFAULT_THROTTLE_CLASSES": ["common.api.throttle.RateThrottle"],
    "DEFAULT_THROTTLE_RATES": {"user": env.read("ORDERS_API_RATE")},
    "EXCEPTION_HANDLER": "common.api.problems.handle",
    "COERCE_DECIMAL_TO_STRING": True,
    "DATE_INPUT_FORMATS": ["%Y-%m-%d"],  # ISO 8601 would take weeks and days without dashes too
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Order management API",
    "DESCRIPTION": "Sales orders from quotation to the last payment. Money and quantities are strings.",
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "OrderStatusEnum": "orders.order.states.Status",
        "JobStateEnum": "common.models.Job.State",
        "AnonymisationStateEnum": "customers.privacy.models.AnonymisationRequest.State",
        "ReviewStateEnum": "reports.reviews.models.PeriodReview.State",
        "ReviewPointKindEnum": "reports.reviews.models.ReviewPoint.Kind",
        "ForecastMethodEnum": "reports.outlook.serializers.METHODS",
        "ReportFormEnum": "reports.layout.paper.Form",
        "BoardTileKindEnum": "reports.boards.serializers.LOOKS",
        "BoardTileSizeEnum": "reports.boards.serializers.SIZES",
        "BoardArrangedByEnum": "reports.boards.serializers.ORIGINS",
        "TargetKindEnum": "reports.targets.serializers.KINDS",
        "StrategySubjectEnum": "reports.targets.models.StrategyNote.Subject",
        "ReminderStateEnum": "reminders.reminder.states.State",
        "ReminderChannelEnum": "reminders.rules.choices.Channel",
        "ReminderRecipientEnum": "reminders.anchors.choices.Recipient",
        "ReminderRuleRecipientEnum": "reminders.rules.choices.CHOSEN",
        "ReminderUnitEnum": "reminders.anchors.choices.Unit",
        "ProductRiskEnum": "products.catalogue.choices.Risk",
        "CustomerThresholdNameEnum": "reports.clientele.serializers._FIGURES",
        "ScoreFigureNameEnum": "orders.credit_desk.serializers._FIGURES",
        "RewardKindEnum": "tasks.evaluation.models.Reward.Kind",
        "CaseKindEnum": "tasks.evaluation.models.CaseStudy.Kind",
        "EvaluationStateEnum": "tasks.evaluation.models.OrderEvaluation.State",
        "CandidatePartEnum": "tasks.assigning.scoring.PARTS",
        "RequirementKindEnum": "tasks.requirements.choices.Kind",
        "RequirementStateEnum": "tasks.requirements.choices.State",
        "RequirementMoveEnum": "tasks.requirements.choices.Move",
        "TaskPlanStateEnum": "tasks.planning.models.PlanRun.State",
        "DateMoveCauseEnum": "tasks.scheduling.choices.Cause",
        "DateMoveWhatEnum": "tasks.scheduling.choices.What",
        "AbsenceKindEnum": "tasks.scheduling.models.Absence.Kind",
        "ScheduleSolutionEnum": "tasks.scheduling.conflicts.How",
        "DunningChannelEnum": "orders.collecting.dunning.models.Channel",
        "CreditGradeEnum": "customers.grading.Grade",
        "GradeOfTermsEnum": "customers.credit.serializers.GRADES",
        "CreditResultEnum": "orders.credit.rules.Result",
        "CreditProposalStateEnum": "customers.grading.State",
        "PackageKindEnum": "orders.fulfilment.packing.models.Package.Kind",
        "PlannedReceiptKindEnum": "products.stock.supply.models.PlannedReceipt.Kind",
        "PlannedReceiptStateEnum": "products.stock.supply.models.PlannedReceipt.State",
        "StockPaperKindEnum": "products.stock.papers.models.StockPaper.Kind",
        "StockPaperStateEnum": "products.stock.papers.models.StockPaper.State",
        "ObstacleKindEnum": "orders.cockpit.obstacles.Kind",
        "InvoiceKindEnum": "orders.order.choices.InvoiceKind",
        "TrackingKindEnum": "orders.fulfilment.transit.models.TrackingEvent.Kind",
        "GuaranteeKindEnum": "customers.credit.models.Guarantee.Kind",
        "AllocationRuleEnum": "orders.order.choices.AllocationRule",
        "SupplyModeEnum": "products.catalogue.choices.SupplyMode",
        "RequiredStepEnum": "orders.completeness.rules.Step",
        "LetterLanguageEnum": "orders.service.serializers.LANGUAGES",
        "FreightBillStatusEnum": "orders.fulfilment.freight_bills.states.Status",
        "InvoiceStatusEnum": "orders.invoicing.states.Status",
        "IssuedInvoiceKindEnum": "orders.invoicing.models.KINDS",
        "BankLineStateEnum": "orders.settlement.banking.models.BankLine.State",
        "ReceiptKindEnum": "orders.settlement.models.Receipt.Kind",
        "DraftKindEnum": "orders.settlement.drafts.states.DraftKind",
        "DraftStateEnum": "orders.settlement.drafts.states.DraftState",
        "ReturnRefundKindEnum": "orders.returns.choices.RefundKind",
        "WriteOffKindEnum": "orders.settlement.models.WRITE_OFFS",
        "OutboundStatusEnum": "orders.fulfilment.models.OutboundDocument.Status",
        "FulfilmentEnum": "orders.order.states.Fulfilment",
        "PaymentMethodEnum": "orders.order.choices.PaymentMethod",
        "CloseReasonEnum": "orders.order.choices.CloseReason",
        "CustomerKindEnum": "customers.models.Customer.Kind",
        "CustomerNoteKindEnum": "customers.voice.models.CustomerNote.Kind",
        "MovementKindEnum": "products.stock.models.StockMovement.Kind",
        "OrderFormEnum": "orders.order.choices.Form",
        "ExportFormatEnum": "common.exports.models.Export.Form",
        "OrderErrorKindEnum": "orders.checking.choices.ErrorKind",
        "ClauseKindEnum": "orders.agreements.states.ClauseKind",
        "OrderErrorStageEnum": "orders.checking.choices.ErrorStage",
        "OrderStageEnum": "orders.order.states.Stage",
        "RiskRuleEnum": "orders.risk.choices.Rule",
        "RiskKindEnum": "orders.order.risks.Kind",
        "EntryCheckSeverityEnum": "orders.validity.table.Severity",
        "PaperLanguageEnum": "customers.models.Customer.PaperLanguage",
        "QuotationOutcomeEnum": "orders.quotation.states.Outcome",
        "QuotationStatusEnum": "orders.quotation.states.Status",
        "AgreementStatusEnum": "orders.agreements.states.Status",
        "ConfirmationStateEnum": "orders.service.choices.State",
        "WayEnum": "orders.fulfilment.transit.models.ArrivalNotice.Way",
        "ContactStateEnum": "orders.service.contacts.choices.State",
        "ContactWayEnum": "orders.service.contacts.choices.Way",
        "ContactSideEnum": "orders.service.contacts.choices.Side",
        "ContactPurposeEnum": "orders.service.contacts.choices.Purpose",
        "ContactOutcomeEnum": "orders.service.contacts.choices.Outcome",
        "ProgressLetterStateEnum": "orders.service.letters.models.ProgressLetter.State",
        "ChangeSideEnum": "orders.changes.choices.Side",
        "ChangeShiftStateEnum": "orders.changes.choices.ShiftState",
        "ChangeStateEnum": "orders.changes.states.State",
        "ChangeOriginEnum": "orders.changes.choices.Origin",
        "OrderOriginEnum": "orders.order.states.Origin",
        "StatementStateEnum": "orders.collecting.choices.State",
        "StatementConfirmationStateEnum": "orders.collecting.confirming.models.StatementConfirmation.State",
        "StatementAnswerEnum": "orders.collecting.choices.Method",
        "ConfirmationMethodEnum": "orders.service.choices.Method",
        "IntakeChannelEnum": "orders.intake.pool.models.CHANNELS",
        "ChannelEnum": "orders.order.choices.Channel",
        "DepartmentKindEnum": "accounts.people.models.Department.Kind",
        "AnswerByHandEnum": "orders.answers.choices.HAND_CHOICES",
        "ReturnStatusEnum": "orders.returns.states.Status",
        "ExceptionStatusEnum": "orders.exceptions.states.Status",
        "ExceptionKindEnum": "orders.exceptions.choices.Kind",
        "CauseEnum": "orders.exceptions.choices.Cause",
        "ExceptionSeverityEnum": "orders.exceptions.choices.Severity",
        "ReturnReasonEnum": "orders.returns.choices.ReturnReason",
        "ExceptionMoveEnum": "orders.exceptions.states.Move",
        "ClaimStatusEnum": "orders.exceptions.states.ClaimStatus",
        "OperatorEnum": "common.conditions.kinds.Operator",
        "LevelEnum": "segments.models.LEVELS",
        "AreaLevelEnum": "orders.lines.areas.LEVELS",
        "TaskStateEnum": "tasks.task.states.State",
        "TaskMoveEnum": "tasks.task.states.Move",
        "TaskBlockReasonEnum": "tasks.task.choices.BlockReason",
        "TaskKeyReasonEnum": "tasks.task.choices.KeyReason",
        "TaskLinkKindEnum": "tasks.task.choices.LinkKind",
        "TaskSourceEnum": "tasks.task.choices.Source",
        "WebhookStateEnum": "integration.webhooks.states.State",
        "WebhookTriggerEnum": "integration.webhooks.states.Trigger",
        "RobotKindEnum": "reminders.channels.models.Robot.Kind",
        "AssignmentHowEnum": "tasks.assigning.models.Assignment.How",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "common.api.schema.complete",
    ],
}
