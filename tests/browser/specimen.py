"""Pages that no county would publish: every block once, and whatever is awkward to set (long, wide, empty)."""

from typing import Any

from reform.demo.blocks import blocks, library_picture
from reform.pages.models import ColumnPage, HomePage, StandardPage, TopicPage
from reform.people.models import Unit

LONG_TITLE = "关于进一步深化“一窗通办”改革、推进乡镇（街道）便民服务中心规范化建设并同步做好涉企检查事项清理工作的实施意见（征求意见稿）"
LONG_SUMMARY = (
    "十个乡镇的窗口在同一天换了同一张清单。清单怎么来，谁来核，群众少跑了几趟，本页把每一步都写下来，也把还没做到的写下来。"
    * 4
)
TEXT = (
    "<p>清单贴在墙上，也贴在镇里干部的心上。窗口的小冯说：“从前只管收发，现在要到现场去看树。”"
    "（见<b>第三条</b>）她的桌上放着一卷尺、一双雨鞋，还有一本写满了<i>为什么</i>的笔记。</p>"
    '<p>办理入口是 <a href="/">www.yunxi.example/services/forestry/felling-permits/apply-online-or-at-the-window</a>，'
    "面积以m<sup>2</sup>计，2026年共办结1906件，平均用时1.4天。</p>"
    "<ul><li>身份证</li><li>林权证或者村委会的证明：写明树在哪里、有几棵、为什么砍</li></ul><ol><li>收件</li><li>看树</li><li>领证</li></ol>"
)


def _wide_table() -> dict[str, Any]:
    months = [f"{number}月" for number in range(1, 12)]
    rows = [["乡镇", *months]]
    rows += [[name, *(str(number * 37 % 400 + 20) for number in range(start, start + 11))] for start, name in
             enumerate(("清水镇", "石桥镇", "双河乡", "罗家坪乡"), start=3)]  # fmt: skip
    return {"caption": "各乡镇每月办件量（件）", "header_row": True, "header_column": True, "rows": rows}


def body() -> list[tuple[str, Any]]:
    """Every block of a body, some twice."""
    picture = {"motif": "terraces", "seed": 3, "alt": "山坡上的梯田", "caption": "春天的梯田，水光一层一层。"}
    made = blocks(
        [
            {"heading": {"text": "这一段讲清单怎么来"}},
            {"paragraph": TEXT},
            {"quote": {"text": "砍哪几棵、补种哪几棵，我跟着老乡走一遍山，比他跑三趟县城管用。", "name": "冯雨", "post": "清水镇便民服务中心窗口人员"}},
            {"picture": picture},
            {"paragraph": TEXT},
            {"picture": {**picture, "width": "wide"}},
            {"heading": {"text": "小标题：三种提示", "level": "h3"}},
            {"callout": {"kind": "info", "title": "", "text": "<p>周六上午照常开放。</p>"}},
            {"callout": {"kind": "tip", "title": "带上这两样", "text": "<p>身份证和林权证。</p>"}},
            {"callout": {"kind": "warning", "title": "", "text": "<p>代办不收费。有人收费，请打监督电话。</p>"}},
            {"heading": {"text": "数字和表格"}},
            {"figures": {"items": [["23", "项", "下放到镇便民服务中心的林业事项"], ["7 天 → 当天", "", "林木采伐证办理时间"], ["1,906", "人", "三至十月在镇里办结的村民"]], "source": "县行政审批局，截至2026年10月31日"}},
            {"table": {"caption": "办理时限", "header_row": True, "rows": [["事项", "从前", "现在"], ["林木采伐证", "七个工作日", "当天"], ["农村宅基地建房许可（含规划许可、用地审批、四邻签字核验）", "三十个工作日", "十二个工作日"]]}},
            {"table": _wide_table()},
            {"heading": {"text": "怎么走过来，怎么办"}},
            {"timeline": {"items": [["2026年3月", "县委深改委会议通过事项清单，明确七个牵头单位，并请十个乡镇各派一名窗口人员参加逐项核对。"], ["5月", "清水镇、双河乡试点。"], ["10月31日", "全县铺开。"]]}},
            {"steps": {"items": [["在镇里窗口交材料", "身份证、林权证，当场告诉您缺什么。"], ["一起去看树", "林业站的人当天到现场。"], ["拿证", ""]]}},
            {"question_answer": {"items": [["一定要本人来吗？", "<p>不用。同户的家人带上您的身份证就可以办。</p>"], ["雨天也看树吗？", "<p>小雨照看，大雨改天，当天打电话约定。</p>"]]}},
            {"columns": {"left": "<p><b>从前</b></p><p>四个窗口，七天。</p>", "right": "<p><b>现在</b></p><p>一个窗口，当天。</p>"}},
            {"gallery": [picture, {**picture, "motif": "ferry", "seed": 4, "alt": "渡口", "caption": "渡口的班船"}, {**picture, "motif": "market", "seed": 5, "alt": "菜市场", "caption": ""}]},
            {"heading": {"text": "附件和别的页"}},
            {"media": {"title": "清水镇窗口的一个早上（录音）", "transcript": "<p>您好，办什么事？</p><p>办采伐证。</p>"}},
            {"document": {"title": "林业事项清单（2026年版）", "file": "qingdan.docx", "text": ["第一条"]}},
            {"document": {"title": "林木采伐申请表", "file": "shenqing.docx", "text": ["姓名"]}},
        ],
        lambda slug: None,
    )  # fmt: skip
    linked = StandardPage.objects.live().exclude(summary="").first()
    return [*made, ("page_link", {"page": linked})]


def build() -> None:
    """Adds the pages below the home page; a second run changes nothing."""
    home = HomePage.objects.live().order_by("path").first()
    if StandardPage.objects.filter(slug="yang-ye").exists():
        return
    unit = Unit.objects.order_by("pk").first()
    cover = library_picture("terraces", 3, "山坡上的梯田")
    words = {"unit": unit, "source": "县委改革办", "responsible_editor": "何青"}
    pages = [
        StandardPage(title=LONG_TITLE, slug="yang-ye", summary=LONG_SUMMARY[:300], body=body(), cover=cover, **words),
        StandardPage(title="短", slug="duan-ye", body=[("paragraph", "<p>一句话。</p>")]),
        ColumnPage(title="空栏目", slug="kong-lan-mu", summary=""),
        TopicPage(title="空专题", slug="kong-zhuan-ti", summary="还没有文章。", cover=cover),
    ]
    for page in pages:
        home.add_child(instance=page)
        page.save_revision().publish(skip_permission_checks=True)
