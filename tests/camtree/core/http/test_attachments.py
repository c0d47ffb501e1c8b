import pytest

from camtree.core.http.attachments import attached


@pytest.mark.parametrize(
    ("stem", "header"),
    [
        ("CT-2026-0041-en", 'attachment; filename="CT-2026-0041-en.csv"'),
        ("niños", "attachment; filename=\"ninos.csv\"; filename*=UTF-8''ni%C3%B1os.csv"),
        ("教师", "attachment; filename=\"file.csv\"; filename*=UTF-8''%E6%95%99%E5%B8%88.csv"),
        ('a"\r\nb', "attachment; filename=\"a-b.csv\"; filename*=UTF-8''a%22%0D%0Ab.csv"),
    ],
)
def test_a_file_has_a_name_for_every_browser(stem: str, header: str) -> None:
    assert attached(stem, "csv") == header
