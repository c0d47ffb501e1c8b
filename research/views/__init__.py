"""What members see and do in the research section, by what it is about."""
