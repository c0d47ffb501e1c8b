from typing import Any

from django.core.management.base import BaseCommand

from camtree.translation.catalogues import extract, faults_of, languages, update


class Command(BaseCommand):
    help = "Bring the message catalogues in line with the code and say how much is to be translated."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        texts = extract()
        for language in languages():
            new, dropped = update(language)
            waiting = sum(1 for _ in faults_of(language, texts))
            self.stdout.write(f"{language}: {len(texts)} texts, {new} new, {dropped} dropped, {waiting} to be done.")
