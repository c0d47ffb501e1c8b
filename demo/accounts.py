"""Who can sign in to the demo."""

from dataclasses import dataclass

DOMAIN = "demo.camtree.test"
PASSWORD = "camtree-demo"  # noqa: S105 - public on purpose; the account adapter refuses it outside the demo


@dataclass(frozen=True)
class Account:
    """A demo account: first part of its address, name, role and where it lives."""

    name: str
    display_name: str
    group: str = ""
    language: str = "en"
    time_zone: str = "UTC"
    is_superuser: bool = False

    @property
    def email(self) -> str:
        return f"{self.name}@{DOMAIN}"


ACCOUNTS = [
    Account("editor", "Hannah Oyelaran", "Editors", time_zone="Europe/London"),
    Account("moderator", "Rafael Quispe Medina", "Moderators", time_zone="America/Lima"),
    Account("translator.es", "Inés Carrasco", "Translators (es)", "es", "America/Santiago"),
    Account("translator.ar", "هدى الرواشدة", "Translators (ar)", "ar", "Asia/Amman"),
    Account("reviewer", "Tomos Beddow", "Reviewers", time_zone="Europe/London"),
    Account("author", "Achieng Odera", time_zone="Africa/Nairobi"),
    Account("member", "Mele Fifita", time_zone="Pacific/Auckland"),
    Account("lead", "Amina Sarsen", "Leads", time_zone="Asia/Almaty"),
    Account("admin", "Priya Nair", "Administrators", time_zone="Asia/Kolkata", is_superuser=True),
]
# The lead whose own profile the account `lead` may change.
LEAD_PROFILE = "amina-sarsen"
