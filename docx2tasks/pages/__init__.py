"""HTML pages in one file that ask nothing of any network: what all of them share.

A room with pages of its own (``review``) has a folder of templates, and fills one::

    PAGES = Assets(Path(__file__).parent / "templates")
    PAGES.fill("index", styles=("tokens", "index"), scripts=("dom", "index"), title="核对目录", values={...})

``index.html`` there is the page's body; ``tokens.css`` (colours, type, buttons) and ``dom.js`` (elements of other
people's words) are found here.  The values are JSON in the element ``data``.
"""
