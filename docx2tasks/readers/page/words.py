"""The words that identify boilerplate, with reasons.

Every entry is ``(id, aside, pattern, reason)`` or ``(id, pattern, reason)``; ``boilerplate`` says how
they are used.  Patterns are linear: no repeat inside a repeat.
"""

from __future__ import annotations

from docx2tasks.vocabulary import LeftoverKind

# One word of a class or id (parted at "-", "_", blanks and capitals), in lower case.
NAMES: tuple[tuple[str, LeftoverKind, str, str], ...] = (
    (
        "nav",
        LeftoverKind.NAVIGATION,
        r"(?:top|main|left|sub|side)?nav(?:i|bar|box|list|igation)?|menus?|submenu|topmenu",
        "menus are called so in most page frames",
    ),
    (
        "crumb",
        LeftoverKind.NAVIGATION,
        r"crumbs?|bread|breadcrumbs?|position|location|dqwz|weizhi|curr?position|path",
        "the line 当前位置：首页 > 政务公开",
    ),
    (
        "share",
        LeftoverKind.SHARE,
        r"share|bdshare\w*|jiathis\w*|fenxiang|fx|print|dayin|fontsize|zihao|toolbar|pagetools?",
        "分享, 打印 and 字体 bars",
    ),
    ("qr", LeftoverKind.SHARE, r"qr|qrcode|ewm|erweima|saoyisao|weixin|wechat|weibo", "扫一扫 and its picture"),
    ("footer", LeftoverKind.FOOTER, r"foot|footer|bottom|copyright|copyr|beian|siteinfo|dibu", "the foot of the site"),
    (
        "related",
        LeftoverKind.RELATED,
        (
            r"related|relate|relevant|xgxx|xglj|xgwj|xgyd|xgwd|prevnext|shangxia|recommend|tuijian|yqlj"
            r"|friendlinks?|links|pager|pagination|nextpage"
        ),
        "相关链接, 上一篇 and 下一篇, 友情链接",
    ),
)

# A whole class; "hidden-xs" hides on telephones only.
HIDDEN_CLASS = (
    "hidden",
    r"hide|hidden|invisible|visually-hidden|sr-only",
    "common names of classes that hide",
)

# Where one inline element ends and the next begins with a field, style sheets draw a gap.
FIELD_HEAD = (
    "field-head",
    (
        r"(?:信息)?来源\s*[:：]|发[布文](?:时间|日期|机构|单位)\s*[:：]|(?:作者|编辑|时间|日期)\s*[:：]"
        r"|(?:浏览|阅读|点击|访问)(?:次数|量|数)?\s*[:：]|字体(?:大小)?\s*[:：]"
    ),
    "<span>发布时间：2022-01-25</span><span>来源：市政府办</span>",
)

# What parts the links of a menu.
SEPARATORS = ("separators", r"[\s\u00a0\u3000|｜/／·•>＞»›\[\]【】-]+", "首页 | 政务公开 | 办事服务")

# What the site prints as a line of its own: matched against the whole paragraph.
LINES: tuple[tuple[str, LeftoverKind, str, str], ...] = (
    (
        "crumb",
        LeftoverKind.NAVIGATION,
        (
            r"(?:您|你)?(?:现在|当前|目前)?(?:的|所在|所处)?的?(?:当前|现在|所在)?位置\s*[:：]"
            r"(?=.{0,40}(?:首页|网站|[>＞»›]))[^。；]{0,200}"
        ),
        "当前位置：首页 > 政务公开 > 文件",
    ),
    (
        "crumb-start",
        LeftoverKind.NAVIGATION,
        r"(?:您|你|现在|当前|目前)(?:现在|当前)?(?:的|所在|所处)?的?位置\s*[:：]?",
        "当前位置： alone, its links follow",
    ),
    ("crumb-path", LeftoverKind.NAVIGATION, r"(?:网站)?首页\s*[>＞»›][^。；]{1,200}", "首页 > 政务公开 > 政策文件"),
    (
        "next",
        LeftoverKind.RELATED,
        r"[<＜«‹\[【]?\s*[上下前后]一[篇条页个]\s*[\]】]?\s*(?:[:：>＞»›].{0,120})?",
        "上一篇：… and 下一篇：…",
    ),
)

# Words of share bars: a line is one when nothing else is left of it.
SHARE_WORDS: tuple[tuple[str, str, str], ...] = (
    ("share", r"(?:一键)?(?:分享|转发|收藏)(?:到|至|本页|本文|按钮)?", "分享到：微信 微博"),
    (
        "print",
        r"(?:我要)?(?:打印|保存|下载|关闭)(?:本页|此页|本文|页面|窗口|正文)?",
        "【打印本页】【关闭窗口】",
    ),
    ("font", r"(?:字体|字号)(?:大小)?|[大中小]|A[+-]?|[+-]|T", "字体：[大 中 小]"),
    (
        "count",
        r"(?:本页|本文|文章)?(?:浏览|阅读|点击|访问)(?:次数|人次|量|数)?\s*[:：]?\s*\d{0,9}\s*次?",
        "浏览次数：123",
    ),
    (
        "scan",
        r"(?:用?手机)?扫一扫.{0,20}|(?:手机)?(?:微信)?扫(?:描)?(?:码|二维码).{0,20}|二维码",
        "扫一扫在手机打开当前页",
    ),
    ("network", r"微信(?:好友)?|朋友圈|(?:新浪|腾讯)?微博|QQ(?:空间|好友)?|豆瓣|人人网", "the networks"),
    (
        "page",
        r"(?:返回|回到)(?:顶部|列表|首页|上页)|语音播报|朗读|无障碍(?:阅读|浏览)?|长者模式",
        "buttons of the page",
    ),
)

# What a line of the site can begin with: most lines of an article are done with after one look.
LINE_HEAD = (
    "line-head",
    (
        r"[\s\[【(（<＜«‹|｜\-+]"
        r"|[您你现当目所位网首上下前后一分转收我打保下关字大中小ATQ本文浏阅点访用手扫二微朋新腾豆人返回语朗无长]"
    ),
    "the first characters of LINES and SHARE_WORDS",
)

RELATED_HEAD = (
    "related-head",
    (
        r"[【\[]?(?:相关|延伸|推荐|更多|热门|最新|猜你)的?"
        r"(?:链接|文档|文件|阅读|解读|新闻|稿件|报道|政策|信息|文章|推荐|内容|专题|喜欢)(?:推荐)?[】\]]?\s*[:：]?"
    ),
    "相关链接, 相关文档, 延伸阅读; 相关附件 is part of the document",
)

# At the end of the page only; one strong sign makes the weak ones around it the footer.
FOOTER_STRONG = (
    "footer",
    (
        r"ICP\s*[备证]|ICP备案|网站标识码|公网安备|公安机?关?备案|版权所有|网站地图"
        r"|[Cc]opyright|COPYRIGHT|©|All [Rr]ights|网站声明|隐私声明"
    ),
    "signs that only a site's footer has",
)
FOOTER_WEAK = (
    "footer-weak",
    (
        r"(?:主办|承办|协办|主管|运维|技术支持|维护|建设|管理|制作|开发)(?:单位|部门)?\s*[:：]"
        r"|联系我们|关于我们|站点地图|友情链接|网站支持|IPv6|建议使用|分辨率|浏览器"
        r"|地\s*址\s*[:：]|邮\s*编\s*[:：]|邮政编码|电\s*话\s*[:：]|纠错|找错"
    ),
    "lines found in footers, but also at the end of documents",
)

# Labels of the table of a document's own fields: a box that holds one is never set aside.
META_LABEL = (
    "meta",
    (
        r"索\s*引\s*号|发\s*文\s*(?:机\s*关|字\s*号|日\s*期)|成\s*文\s*日\s*期"
        r"|发\s*布\s*(?:日\s*期|机\s*构|时\s*间)|公\s*开\s*(?:日\s*期|方\s*式)|有\s*效\s*性"
        r"|主\s*题\s*(?:词|分\s*类)|信\s*息\s*来\s*源|来\s*源\s*[:：]|文\s*号\s*[:：]"
    ),
    "索引号, 发文机关, 成文日期 … belong to the document",
)

# A line that only a document has: its title, or the date under it.  Boxes named "nav-title" or
# "bottom" that hold one are the document's.
DOCUMENT_LINE = (
    "document-line",
    (
        r"(?![上下前后]一)[^。：:]{6,100}"
        r"(?:通知|意见|方案|办法|规定|细则|计划|决定|公告|通告|批复|函|清单|规划|要点|条例|纲要|规则)"
        r"|(?:\d{4}|[〇○零一二三四五六七八九]{4})\s*年[^。]{2,8}日"
    ),
    "关于印发重点任务清单的通知; 2018年12月4日",
)

NUMBERED = (
    "numbered",
    (
        r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]"
        r"|第[一二三四五六七八九十百]{1,5}[条章]|\d{1,2}[.．、](?!\d)"
    ),
    "一、 （一） 第一条 1.: points of a document",
)

ATTACHMENT = (
    "attachment",
    r"(?:相关)?附\s*件|附\s*[:：表录]|《",
    "附件：重点任务清单 is a link, and part of the document",
)
