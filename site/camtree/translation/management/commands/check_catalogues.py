from typing import Any

from django.core.management.base import BaseCommand, CommandError

from camtree.translation.catalogues import extract, faults_of, languages

SHOWN = 20


class Command(BaseCommand):
    help = "Fail when a text of the interface is missing, fuzzy or broken in one of the languages."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        texts = extract()
        faults = [fault for language in languages() for fault in faults_of(language, texts)]
        for fault in faults[:SHOWN]:
            self.stderr.write(str(fault))
        if faults:
            raise CommandError(f"The message catalogues have {len(faults)} faults.")
        self.stdout.write(f"Message catalogues: {len(texts)} texts, complete in {len(languages())} languages.")
