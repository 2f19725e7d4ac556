"use strict";
(function () {
  var all = function (selector, within) { return Array.prototype.slice.call((within || document).querySelectorAll(selector)); };
  var page = document.body, frame = document.getElementById("report"), status = document.getElementById("status");
  var source = document.getElementById("documents");
  var documents = source ? JSON.parse(source.textContent) : [];
  var shown = null, current = null;
  var MARKS =
    "[data-esgtag]{outline:2px solid #2a5f93;outline-offset:1px;background-color:rgba(42,95,147,.14);cursor:pointer;scroll-margin:35vh 1rem}" +
    "[data-esgtag-severity=warning]{outline-color:#b67a00;background-color:rgba(224,165,38,.2)}" +
    "[data-esgtag-severity=error]{outline-color:#a8231b;background-color:rgba(168,35,27,.14)}" +
    ".esgtag-current{outline-width:4px;outline-style:double;outline-offset:2px}";

  all("[data-filter]").forEach(function (button) {
    button.addEventListener("click", function () {
      var on = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(on));
      all('.group[data-severity="' + button.dataset.filter + '"]').forEach(function (group) { group.hidden = !on; });
    });
  });
  if (!frame) { return; }

  function view(name) {
    page.dataset.view = name;
    all(".views button").forEach(function (button) { button.setAttribute("aria-pressed", String(button.dataset.view === name)); });
  }

  function show(number) {
    if (shown === number) { return; }
    shown = number;
    var inside = frame.contentDocument;
    var read = new DOMParser().parseFromString(documents[number].xhtml, "application/xhtml+xml");
    inside.replaceChild(inside.importNode(read.documentElement, true), inside.documentElement);
    var style = inside.createElementNS("http://www.w3.org/1999/xhtml", "style");
    style.textContent = MARKS;
    (inside.head || inside.documentElement).appendChild(style);
    var select = document.getElementById("document");
    if (select) { select.value = String(number); }
  }

  function isVisible(element) {
    return element.getClientRects().length > 0 || all("*", element).some(function (one) { return one.getClientRects().length > 0; });
  }

  function marks(number) { return all('[data-esgtag~="' + number + '"]', frame.contentDocument); }

  function isFirst(element, number) { return (element.getAttribute("data-esgtag-first") || "").split(" ").indexOf(number) >= 0; }

  function go(button) {
    view("report");
    show(Number(button.dataset.document));
    all(".esgtag-current", frame.contentDocument).forEach(function (one) { one.classList.remove("esgtag-current"); });
    var found = marks(button.dataset.finding), visible = found.filter(isVisible);
    visible.forEach(function (one) { one.classList.add("esgtag-current"); });
    select(button);
    var first = visible.find(function (one) { return isFirst(one, button.dataset.finding); }) || visible[0];
    if (first) { first.scrollIntoView({ block: "center", inline: "nearest" }); }
    history.replaceState(null, "", "#finding-" + button.dataset.finding);
    status.textContent = (visible.length ? "" : "Not visible on the page: ") + label(button);
  }

  function label(button) { return button.closest(".group").querySelector(".severity").textContent + ": " + button.textContent.trim(); }

  function select(button) {
    if (current) { current.removeAttribute("aria-current"); }
    current = button;
    button.setAttribute("aria-current", "true");
    var more = button.closest("details");
    if (more) { more.open = true; }
    button.scrollIntoView({ block: "nearest" });
  }

  function step(by) {
    var open = all("button.go").filter(function (button) { return !button.closest("[hidden]"); });
    if (open.length) { go(open[current && open.indexOf(current) >= 0 ? (open.indexOf(current) + by + open.length) % open.length : 0]); }
  }

  function back() {
    view("list");
    (current || document.getElementById("findings")).focus();
  }

  function key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(SELECT|INPUT|TEXTAREA)$/.test(event.target.tagName)) { return; }
    var act = { n: function () { step(1); }, p: function () { step(-1); }, Escape: back }[event.key];
    if (act) { event.preventDefault(); act(); }
  }

  function inFrame(event) {
    var link = event.target.closest("a[href]"), mark = event.target.closest("[data-esgtag]");
    if (link) {
      event.preventDefault();
      var aim = frame.contentDocument.getElementById(decodeURIComponent(link.getAttribute("href").slice(1)));
      if (aim) { aim.scrollIntoView(); }
    } else if (mark) {
      var numbers = mark.dataset ? mark.dataset.esgtag : mark.getAttribute("data-esgtag");
      var buttons = numbers.split(" ").map(function (number) { return document.querySelector('.go[data-finding="' + number + '"]'); });
      var at = buttons.indexOf(current);
      go(buttons[(at + 1) % buttons.length]);
    }
  }

  all("button.go").forEach(function (button) { button.addEventListener("click", function () { go(button); }); });
  all(".views button").forEach(function (button) { button.addEventListener("click", function () { view(button.dataset.view); }); });
  document.getElementById("next").addEventListener("click", function () { step(1); });
  document.getElementById("previous").addEventListener("click", function () { step(-1); });
  document.getElementById("back").addEventListener("click", back);
  document.addEventListener("keydown", key);
  var chosen = document.getElementById("document");
  if (chosen) { chosen.addEventListener("change", function () { show(Number(chosen.value)); }); }

  function start() {
    frame.contentDocument.addEventListener("click", inFrame);
    frame.contentDocument.addEventListener("keydown", key);
    show(0);
    var named = /^#finding-(\d+)$/.exec(location.hash);
    var button = named && document.querySelector('.go[data-finding="' + named[1] + '"]');
    if (button) { go(button); }
    page.dataset.ready = "true";
  }
  if (frame.contentDocument && frame.contentDocument.readyState === "complete" && frame.contentDocument.URL === "about:srcdoc") { start(); }
  else { frame.addEventListener("load", start, { once: true }); }
})();
