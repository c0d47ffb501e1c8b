"""Uploads that go on where they broke off, by the tus protocol (https://tus.io/protocols/resumable-upload, 1.0.0).

A file comes in pieces, each of which counts once it has arrived whole. What has arrived lies in the private storage
until a form takes it, by the same rules as any upload (`camtree/media/uploads.py`), or until its time is over.
"""
