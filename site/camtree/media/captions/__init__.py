"""Captions, subtitles and chapters: read as other programs write them, checked, and written out clean as WebVTT."""
