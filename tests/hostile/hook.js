// Runs in every document before anything of its own does. Whatever a payload achieves is told to
// the window that holds all frames; so is every document that was looked through. The window that
// holds them can also look through documents that were parsed and never opened.
(() => {
  const events = ["click", "mouseover", "focus", "input", "toggle", "animationstart"];
  const holders = new Set(["a", "area", "button", "form", "input", "summary", "label", "details"]);
  const attributes = new Set(
    ("style srcset srcdoc formaction background action ping target contenteditable popover " +
      "popovertarget autofocus is slot part shadowrootmode http-equiv usemap longdesc cite dynsrc " +
      "lowsrc manifest profile codebase classid nonce integrity").split(" "));
  const elements = new Set(
    ("style iframe frame frameset object embed applet base template video audio source " +
      "picture marquee form input select textarea isindex portal noscript plaintext xmp listing " +
      "foreignobject animate set animatetransform animatemotion image map area canvas slot dialog " +
      "font selectedcontent").split(" "));
  const links = ["href", "src", "action", "formaction", "data", "poster", "xlink:href"];
  const safe = /^(https?|file|mailto):$/;
  const citation = /^data:application\/x-(bibtex|research-info-systems),/;
  let page = location.href;
  const tell = (kind, detail) => top.postMessage({ kind, detail, page }, "*");

  window.tripped = (detail) => tell("ran", String(detail));
  for (const name of ["alert", "confirm", "prompt", "print", "open"]) {
    window[name] = () => tell("ran", name);
  }
  addEventListener("securitypolicyviolation", (event) => tell("policy", event.blockedURI));
  // A click goes no further than a handler or a script in its URL.
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a");
    const url = link && new URL(link.href, document.baseURI);
    if (url && (safe.test(url.protocol) || citation.test(url.href))) event.preventDefault();
  }, true);
  addEventListener("submit", (event) => event.preventDefault(), true);

  function isOurs(script) {
    return script.src ? /^(http:\/\/127\.0\.0\.1|https:\/\/ours\.example|file:\/\/)[^?#]*\.js$/.test(script.src)
      : script.type === "application/ld+json";
  }

  function look(element) {
    const name = element.localName;
    const isSearch = (name === "form" || name === "input") && element.closest("header.bar");
    const isOfFeed = name === "source" && element.namespaceURI === "http://www.w3.org/2005/Atom";
    const isChooser = name === "input" && element.type === "file" && element.closest("footer.foot");
    const isNote = name === "textarea" && element.matches(".work > .scripted > .text > #own-note");
    if (elements.has(name) && !isSearch && !isChooser && !isOfFeed && !isNote) tell("element", name);
    if (name === "script" && !isOurs(element)) tell("element", name);
    if (name === "svg" && element.closest(".page, .prose")) tell("element", name);
    for (const { name: attribute, value } of element.attributes) {
      const isPolicy = attribute === "http-equiv" &&
        /^content-(security-policy|type)$/i.test(value); // bookmarks.html says its type so
      if (/^on/i.test(attribute) || (attributes.has(attribute) && !isPolicy)) {
        tell("attribute", `${name} ${attribute}`);
      }
      if (links.includes(attribute)) {
        const { protocol } = new URL(value, document.baseURI);
        const isCitation = citation.test(value); // a file to download
        const isIcon = name === "link" && protocol === "data:";
        if (!safe.test(protocol) && !isIcon && !isCitation) tell("link", value);
      }
    }
  }

  function touch(element) {
    if (!holders.has(element.localName)) return;
    for (const event of events) {
      element.dispatchEvent(new Event(event, { bubbles: true, cancelable: true }));
    }
    if (element.click) element.click();
  }

  function lookThroughAll(parsed) {
    const ids = new Set();
    const all = [...parsed.querySelectorAll("*")];
    all.forEach(look);
    for (const { id } of all) {
      if (id && ids.has(id)) tell("id twice", id);
      ids.add(id);
    }
    if (typeof parsed.cookie === "object" || typeof parsed.getElementById !== "function" ||
        (parsed.body && parsed.body.localName !== "body")) tell("clobbered", "document");
    return all;
  }

  function lookThrough() {
    try {
      const all = lookThroughAll(document);
      // The buttons of all rows have one handler, which writes what every other frame then reads.
      const marks = [...document.querySelectorAll("[data-id] > * > .marks > button[data-state]")];
      const left = new Set(marks.slice(4));
      all.filter((element) => !left.has(element)).forEach(touch);
    } catch (error) { // a payload broke off the look: it is told, and nobody waits for the rest
      tell("broken off", String(error));
    }
    setTimeout(() => tell("done", window.name), 0);
  }

  // Looks through a document that nothing in it runs in.
  window.lookThroughText = (text, type, address) => {
    page = address;
    lookThroughAll(new DOMParser().parseFromString(text, type));
    page = location.href;
  };

  if (window !== top && parent === top) {
    addEventListener("load", () => setTimeout(lookThrough, 0));
  }
})();
