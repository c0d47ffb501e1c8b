#!/usr/bin/env python
"""Django's command line. With no environment at all it runs with the settings of a developer's machine."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "camtree.settings.dev")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
