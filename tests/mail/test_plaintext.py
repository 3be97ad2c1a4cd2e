import pytest

from formgen.mail.plaintext import text_of


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", "\n"),
        ("<!-- nothing -->", "\n"),
        ("plain", "plain\n"),
        ("<p>您好\n  <b>王</b>：</p><p>one<br>two</p>", "您好 王：\n\none\ntwo\n"),
        ("<ul><li>a</li><li>b</li></ul>end", "- a\n- b\n\nend\n"),
        ("<a href='https://e.com/?a=1&amp;b=2'>here</a>", "here <https://e.com/?a=1&b=2>\n"),
        ("<a href='https://e.com'>https://e.com</a> <a href='#x'>up</a>", "https://e.com up\n"),
        ("<head><title>t</title><style>p{}</style></head><script>x</script><p>a</p>", "a\n"),
        ("<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>", "1 2\n3\n"),
        ("<p><img src=x alt=徽标></p>", "徽标\n"),
        ("&lt;b&gt; &amp;", "<b> &\n"),
    ],
)
def test_the_text_says_what_the_page_says(html: str, text: str) -> None:
    assert text_of(html) == text
