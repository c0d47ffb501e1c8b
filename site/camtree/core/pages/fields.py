"""Fields that every section uses."""

from typing import Any

from wagtail.fields import StreamField


class ContentField(StreamField):
    """A StreamField whose block definitions stay out of migrations, so that a block can change without one.

    Wagtail writes the whole tree of blocks into each migration. No database state depends on it: the column
    holds JSON whatever the blocks are.
    """

    def __init__(self, block_types: Any = (), *args: Any, **kwargs: Any) -> None:
        kwargs.pop("block_lookup", None)
        super().__init__(block_types, *args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        # A default that fills in starting sections is form behaviour, not schema.
        kwargs.pop("default", None)
        return name, path, [], kwargs
