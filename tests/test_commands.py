"""Commands that timers, operators and `make` call: a name that goes breaks what we do not see."""

from django.apps import apps
from django.core.management import get_commands, load_command_class

COMMANDS = {
    "camtree.background": {"db_worker", "publish_scheduled", "run_due"},
    "camtree.core": {"format_templates", "prepare"},
    "camtree.media": {"media_report"},
    "camtree.members": {"forget_old_data"},
    "camtree.translation": {"check_catalogues", "compile_catalogues", "update_catalogues"},
    "demo": {"drop_demo", "generate_reports", "load_demo"},
    "home": {"setup_site"},
    "learning": {"finish_quizzes", "move_waiting_lists", "settle_peer_marking"},
    "research": {"deposit_dois", "import_reports", "make_pdfs", "send_due_reminders"},
}


def test_commands_have_the_names_that_others_call() -> None:
    ours = {config.name for config in apps.get_app_configs()} & {*COMMANDS, "insights", "leads", "webinars"}
    found: dict[str, set[str]] = {}
    for name, app in get_commands().items():
        if app in ours:
            assert load_command_class(app, name).help, name
            found.setdefault(app, set()).add(name)
    assert found == COMMANDS
