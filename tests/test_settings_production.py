import pytest

from tests.settings_process import run_with

KEY = "k3y-0f-l3tt3rs-and-d1g1ts-that-nobody-w1ll-ever-guess-4711"
GOOD = {"SECRET_KEY": KEY, "ALLOWED_HOSTS": "camtree.example"}


def answer(code: str, profile: str = "production", **environment: str) -> str:
    result = run_with(profile, f"print({code})", **{**GOOD, **environment})
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


def refusal(**environment: str) -> str:
    result = run_with("production", **environment)
    assert result.returncode != 0
    assert "ImproperlyConfigured: " in result.stderr
    return result.stderr.rsplit("ImproperlyConfigured: ", 1)[1]


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({**GOOD, "DEBUG": "1"}, "with DEBUG on"),
        ({**GOOD, "DEBUG": "ture"}, 'DEBUG holds "ture"'),
        ({"ALLOWED_HOSTS": "camtree.example"}, "without a SECRET_KEY"),
        ({**GOOD, "SECRET_KEY": "short"}, "short, plain or a default"),
        ({**GOOD, "SECRET_KEY": "a" * 60}, "short, plain or a default"),
        ({**GOOD, "SECRET_KEY": f"django-insecure-{KEY}"}, "short, plain or a default"),
        ({"SECRET_KEY": KEY}, "empty host list"),
        ({**GOOD, "S3_BUCKET": "one"}, "two different buckets"),
        ({**GOOD, "S3_BUCKET": "one", "S3_PRIVATE_BUCKET": "one"}, "two different buckets"),
    ],
)
def test_production_refuses_with_a_sentence(environment, words):
    said = refusal(**environment)
    assert words in said
    assert KEY not in said


def test_production_starts_with_a_key_and_a_host():
    assert answer("settings.DEBUG, settings.ALLOWED_HOSTS") == "False ['camtree.example']"


def test_production_is_strict_about_transport():
    names = ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS"]
    assert answer(", ".join(f"settings.{name}" for name in names)) == "True True True 31536000"


def test_production_believes_a_proxy_only_when_told():
    assert answer("hasattr(settings, 'SECURE_PROXY_SSL_HEADER')") == "False"
    assert "X_FORWARDED_PROTO" in answer("settings.SECURE_PROXY_SSL_HEADER", BEHIND_TLS_PROXY="1")
    assert "X_FORWARDED_PROTO" in answer("settings.SECURE_PROXY_SSL_HEADER", TRUSTED_PROXIES="10.0.0.0/8")


def test_proxies_are_addresses_networks_or_a_socket():
    assert answer("*settings.TRUSTED_PROXIES") == ""
    assert answer("*settings.TRUSTED_PROXIES", TRUSTED_PROXIES="Unix,10.0.0.7, 2001:db8::/32") == (
        "unix 10.0.0.7/32 2001:db8::/32"
    )
    assert 'TRUSTED_PROXIES holds "10.0.0.7/8"' in refusal(**GOOD, TRUSTED_PROXIES="10.0.0.7/8")


def test_production_serves_hashed_static_files_and_logs_json():
    assert "Manifest" in answer("settings.STORAGES['staticfiles']['BACKEND']")
    assert answer("settings.LOGGING['handlers']['stderr']['formatter']") == "json"


def test_tasks_go_to_the_queue_only_with_a_worker():
    assert answer("settings.TASKS['default']['BACKEND']") == "camtree.background.backends.AtOnceBackend"
    assert answer("settings.TASKS['default']['BACKEND']", TASK_WORKER="1") == "django_tasks_db.DatabaseBackend"


def test_mail_goes_to_the_log_or_by_smtp():
    assert answer("settings.MAILERS['default']['BACKEND']") == "camtree.core.mail.LogBackend"
    mailer = answer("settings.MAILERS['default']", SMTP_HOST="mail.example", SMTP_SECURITY="tls", SMTP_PORT="465")
    assert "'host': 'mail.example', 'port': 465" in mailer
    assert "'use_tls': False, 'use_ssl': True" in mailer


def test_buckets_are_two_and_only_the_private_one_signs():
    names = ["bucket_name", "querystring_auth", "file_overwrite"]
    code = f"[settings.STORAGES[a]['OPTIONS'][n] for a in ('default', 'private') for n in {names}]"
    held = answer(code, S3_BUCKET="open", S3_PRIVATE_BUCKET="closed", S3_ENDPOINT_URL="http://127.0.0.1:9000")
    assert held == "['open', False, False, 'closed', True, False]"
    assert "http://127.0.0.1:9000" in answer(
        "settings.SECURE_CSP['media-src']",
        S3_BUCKET="a",
        S3_PRIVATE_BUCKET="b",
        S3_ENDPOINT_URL="http://127.0.0.1:9000",
    )


@pytest.mark.parametrize("profile", ["dev", "test", "production"])
def test_no_profile_imports_another(profile):
    others = {"dev", "test", "production"} - {profile}
    code = f"sorted(m for m in __import__('sys').modules if m in {[f'camtree.settings.{o}' for o in sorted(others)]})"
    assert answer(code, profile=profile) == "[]"


def test_dev_needs_nothing_and_keeps_its_key(tmp_path):
    code = "print(settings.DEBUG, settings.DATABASES['default']['NAME'], settings.SECRET_KEY)"
    first = run_with("dev", code, CAMTREE_VAR_DIR=str(tmp_path / "var"))
    assert first.returncode == 0, first.stderr
    debug, name, key = first.stdout.split()
    assert (debug, name) == ("True", str(tmp_path / "var" / "camtree.sqlite3"))
    assert len(key) >= 50
    assert ((tmp_path / "var" / "secret-key").stat().st_mode & 0o777) == 0o600
    assert run_with("dev", code, CAMTREE_VAR_DIR=str(tmp_path / "var")).stdout == first.stdout


@pytest.mark.parametrize(
    ("environment", "origins"),
    [
        (
            {"S3_REGION": "eu-west-1"},
            [f"https://{name}.s3.{part}amazonaws.com" for name in ("open", "closed") for part in ("", "eu-west-1.")],
        ),
        (
            {"S3_ENDPOINT_URL": "https://s3.example"},
            ["https://s3.example", "https://open.s3.example", "https://closed.s3.example"],
        ),
        ({"S3_ENDPOINT_URL": "https://s3.example", "S3_PATH_STYLE": "1"}, ["https://s3.example"]),
        ({"S3_PUBLIC_HOST": "cdn.example"}, ["https://cdn.example", "https://closed.s3.amazonaws.com"]),
    ],
)
def test_pictures_may_come_from_where_the_buckets_are(environment, origins):
    code = "[settings.SECURE_CSP['img-src'][2:], settings.ADMIN_CSP['img-src'][2:-2]]"
    assert answer(code, S3_BUCKET="open", S3_PRIVATE_BUCKET="closed", **environment) == str([origins, origins])
