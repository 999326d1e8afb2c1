"""What Word and WPS put on the clipboard, pasted into the editor: the words, bold, italics, lists and links stay, no style does."""

import json
import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .test_people_accessible import signed_in
from .test_story_journey import add_paragraph, open_new_story

__all__ = ["signed_in"]

# As Word 2019 writes it: conditional comments, an Office namespace, styles in the head and on every element, lists that are
# paragraphs with their mark typed in, a picture on the author's disk.
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word"
xmlns="http://www.w3.org/TR/REC-html40"><head><meta charset="utf-8"><meta name=Generator content="Microsoft Word 15">
<link rel=File-List href="file:///C:/Users/he/AppData/Local/Temp/msohtmlclip1/01/clip_filelist.xml">
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style><!-- @font-face {font-family:仿宋_GB2312;} p.MsoNormal {margin:0cm;text-indent:32.0pt;font-size:16.0pt;} --></style>
</head><body lang=ZH-CN style='tab-interval:21.0pt;word-wrap:break-word'><!--StartFragment-->
<p class=MsoNormal align=center style='text-align:center;line-height:28.0pt;mso-line-height-rule:exactly'><b
style='mso-bidi-font-weight:normal'><span style='font-size:22.0pt;font-family:"方正小标宋简体";color:red'>夜班车的账本<span
lang=EN-US><o:p></o:p></span></span></b></p>
<p class=MsoNormal style='text-indent:32.0pt;mso-char-indent-count:2.0'><span style='font-family:仿宋_GB2312;
mso-hansi-font-family:仿宋_GB2312;background:yellow;mso-highlight:yellow'>末班车改到<i>十点</i>，见<span lang=EN-US><a
href="https://example.org/shike" style='color:blue' target="_blank">时刻表</a></span>。</span></p>
<p class=MsoListParagraph style='margin-left:21.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span lang=EN-US
style='font-family:Wingdings'><span style='mso-list:Ignore'>l<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;
</span></span></span><![endif]><span style='font-family:仿宋'>先问司机</span></p>
<p class=MsoNormal><span lang=EN-US><img width=553 height=300 src="file:///C:/Users/he/msohtmlclip1/01/clip_image002.jpg"
v:shapes="_x0000_i1025"></span></p>
<!--EndFragment--></body></html>"""
# As WPS writes it: a font element in every span, its own class names, a table of contents mark.
WPS = """<html xmlns:v="urn:schemas-microsoft-com:vml"><head><meta name="ProgId" content="Word.Document">
<meta name="Generator" content="Kingsoft WPS"><style>.15{font-family:'Times New Roman';} p.p0{margin:0pt;}</style></head>
<body><!--StartFragment--><div class="Section0" style="layout-grid:15.6000pt;">
<h2 style="mso-list:l0 level1 lfo1;"><b><span class="15" style="mso-spacerun:'yes';font-family:黑体;font-size:16pt;"><font
face="黑体">一、夜班车的账本</font></span></b></h2>
<p class="MsoNormal" style="text-indent:32pt;mso-char-indent-count:2;"><span style="mso-spacerun:'yes';font-family:仿宋;
color:rgb(255,0,0);font-size:16pt;"><font face="仿宋" color="#ff0000">末班车改到<i>十点</i>，见</font></span><span
style="text-decoration:underline;"><a href="https://example.org/shike"><u><span class="16">时刻表</span></u></a></span><span
style="mso-bookmark:_Toc1"><font face="仿宋">。</font></span><span style="mso-spacerun:'yes'"><o:p></o:p></span></p>
<ul><li class="p0" style="list-style-type:disc"><span style="font-family:仿宋"><font face="仿宋">先问司机</font></span></li></ul>
</div><!--EndFragment--></body></html>"""
WORDS = ("夜班车的账本", "十点", "时刻表", "先问司机")
FOREIGN = re.compile(
    r"mso|style=|class=\"?(?:Mso|p0|1[56])|<font|<span|<o:p|file:|仿宋|方正|Wingdings|StartFragment", re.I
)
PASTE = """(target, html) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", new DOMParser().parseFromString(html, "text/html").body.innerText);
  target.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def pasted(page: Page, html: str) -> Any:
    """Pastes over the text of the paragraph; what the form will send."""
    field = page.locator("[name='body-0-value']")
    area = page.locator(".public-DraftEditor-content").first
    area.click()
    page.keyboard.press("Control+A")
    area.evaluate(PASTE, html)
    expect(field).to_have_value(re.compile("先问司机"))
    return json.loads(field.input_value())


@pytest.mark.parametrize("clipboard", [WORD, WPS], ids=["Word", "WPS"])
def test_no_foreign_style_comes_along(
    open_as: Callable[..., Page], signed_in: Callable[[str], Any], clipboard: str, complaints: list[str]
) -> None:
    editor = open_as(storage_state=signed_in("bianji"))
    open_new_story(editor)
    editor.locator("#id_title").fill(f"粘贴来的稿子{time.time_ns()}")
    add_paragraph(editor, "要被换掉的字")
    content = pasted(editor, clipboard)
    styles = {mark["style"] for block in content["blocks"] for mark in block["inlineStyleRanges"]}
    kinds = {block["type"] for block in content["blocks"]}
    assert styles <= {"BOLD", "ITALIC"}, styles
    assert "ITALIC" in styles
    assert kinds <= {"unstyled", "unordered-list-item", "ordered-list-item"}, kinds
    assert {entity["type"] for entity in content["entityMap"].values()} == {"LINK"}

    editor.locator("#id_summary").fill("从文字处理软件粘贴。")
    editor.get_by_role("button", name="保存草稿").first.click()
    expect(editor.locator(".messages")).to_be_visible()
    number = re.search(r"/pages/(\d+)/", editor.url)
    assert number
    editor.goto(f"/admin/pages/{number[1]}/view_draft/")
    html = editor.locator(".block-paragraph").first.inner_html()
    for word in WORDS:
        assert word in html, word
    assert '<a href="https://example.org/shike"' in html and re.search(r"<(i|em)>十点</", html)
    assert not FOREIGN.search(html), html
    complaints[:] = [line for line in complaints if "400 (Bad Request)" not in line]
