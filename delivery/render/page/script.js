
"use strict";
(() => {
  const root = document.documentElement;
  const by = (id) => document.getElementById(id);
  const all = (what, within = document) => [...within.querySelectorAll(what)];
  const rows = all(".rows > .row");
  const stacks = all("section.stack").filter((stack) => stack.querySelector(".rows"));
  const [search, shown, keys] = [by("search"), by("shown"), by("keys")];
  const chosen = new Set();
  let texts = null;

  // Put together when it is first searched: a page that is only read does not pay for it.
  const textOf = (index) => {
    texts ??= rows.map((row) => row.textContent.replace(/\s+/g, " ").toLowerCase());
    return texts[index];
  };

  // One pass; only what is not yet as it should be is written.
  const filter = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    rows.forEach((row, index) => {
      const fits =
        (!chosen.size || chosen.has(row.dataset.level)) && words.every((word) => textOf(index).includes(word));
      count += fits;
      if (row.classList.contains("out") === fits) row.classList.toggle("out", !fits);
    });
    for (const stack of stacks) {
      const some = stack.querySelector(".rows > .row:not(.out)") !== null;
      const nothing = stack.querySelector(".nothing");
      if (nothing.hidden !== some) nothing.hidden = some;
    }
    const said = `${count} of ${rows.length} shown`;
    if (shown.textContent !== said) shown.textContent = said;
  };

  const choose = (level) => {
    if (!chosen.delete(level)) chosen.add(level);
    for (const tile of all("button.tile")) tile.setAttribute("aria-pressed", chosen.has(tile.dataset.level));
    filter();
  };

  const clear = () => {
    search.value = "";
    chosen.clear();
    for (const tile of all("button.tile")) tile.setAttribute("aria-pressed", "false");
    filter();
  };

  const focus = (row) => {
    const summary = row.querySelector("summary");
    summary.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
    // Rows above may only now be measured, which moves this one.
    requestAnimationFrame(() => row.scrollIntoView({ block: "nearest" }));
  };

  // A link shows what it leads to, whatever is closed or filtered.
  const reveal = (hash) => {
    const target = /^#[rsap][\d-]+$/.test(hash) ? by(hash.slice(1)) : null;
    if (!target) return false;
    if (target.closest(".row.out") || target.parentElement.closest(".row.out")) clear();
    const first = target.matches("details") ? target : target.querySelector(":scope > details");
    for (let at = first; at; at = at.parentElement.closest("details")) at.open = true;
    if (target.matches(".row")) focus(target);
    else {
      target.scrollIntoView();
      (first?.querySelector("summary") ?? target).focus({ preventScroll: true });
    }
    target.classList.remove("reached");
    requestAnimationFrame(() => target.classList.add("reached"));
    return true;
  };

  const visible = (within) => within.filter((row) => !row.classList.contains("out"));
  // Where the reader is, also while a button or the search has the focus.
  let here = null;
  document.addEventListener("focusin", (event) => {
    here = event.target.closest?.(".rows > .row") ?? here;
  });
  const step = (by) => {
    const found = visible(rows);
    const at = found.indexOf(here);
    const next = found[at < 0 ? (by > 0 ? 0 : found.length - 1) : at + by];
    if (next) focus(next);
  };
  const destructive = () => {
    const found = rows.filter((row) => "destructive" in row.dataset || row.querySelector("[data-destructive]"));
    const after = found.find((row) => here?.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_FOLLOWING);
    const next = after ?? found[0];
    if (next) reveal(`#${next.id}`);
    else shown.textContent = "Nothing destructive";
  };
  const openAll = (open) => {
    for (const row of visible(rows)) for (const part of all("details:not(.rest)", row)) part.open = open;
  };

  const dark = () => {
    const theme = root.dataset.theme;
    return theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  };
  const theme = (next) => {
    if (next) root.dataset.theme = next;
    by("theme").setAttribute("aria-pressed", dark());
  };

  // What is a count without JavaScript becomes a filter.
  for (const tile of all(".tile")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = tile.className;
    button.title = `${tile.title} (${Number(tile.dataset.level) + 1})`;
    button.dataset.level = tile.dataset.level;
    button.setAttribute("aria-pressed", "false");
    button.append(...tile.childNodes);
    button.addEventListener("click", () => choose(button.dataset.level));
    tile.replaceWith(button);
  }
  for (const picture of all(".picture")) {
    const [button, whole, part] = [picture.querySelector(".only"), ...all(".canvas", picture)];
    if (!button || !part) continue;
    button.hidden = false;
    button.addEventListener("click", () => {
      part.hidden = !part.hidden;
      whole.hidden = !part.hidden;
      button.setAttribute("aria-pressed", !part.hidden);
    });
  }
  const near = (event) => {
    const box = event.target.closest?.(".box");
    if (!box) return;
    const on = event.type === "pointerover" || event.type === "focusin";
    const number = box.dataset.box;
    for (const line of all(`[data-from="${number}"], [data-to="${number}"]`, box.ownerSVGElement))
      line.classList.toggle("near", on);
  };
  for (const type of ["pointerover", "pointerout", "focusin", "focusout"])
    for (const canvas of all(".canvas")) canvas.addEventListener(type, near);

  by("tools").hidden = false;
  search.addEventListener("input", filter);
  by("expand").addEventListener("click", () => openAll(true));
  by("collapse").addEventListener("click", () => openAll(false));
  by("destructive").addEventListener("click", destructive);
  by("theme").addEventListener("click", () => theme(dark() ? "light" : "dark"));
  by("help").addEventListener("click", () => keys.showModal());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => theme());
  theme();

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href^='#']");
    if (link && reveal(link.getAttribute("href"))) {
      event.preventDefault();
      history.replaceState(null, "", link.getAttribute("href"));
    }
  });
  addEventListener("hashchange", () => reveal(location.hash));
  if (location.hash) reveal(location.hash);

  // For browsers that cannot open details by a style: what the print needs, and as it was afterwards.
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = all("details:not([open])");
    for (const part of closed) part.open = true;
  });
  addEventListener("afterprint", () => {
    for (const part of closed) part.open = false;
  });

  const pressed = {
    "/": () => search.focus(),
    j: () => step(1),
    k: () => step(-1),
    n: destructive,
    "?": () => keys.showModal(),
  };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || keys.open) return;
    if (event.key === "Escape") {
      clear();
      if (document.activeElement === search) search.blur();
      return;
    }
    if (event.target.matches?.("input, textarea")) return;
    const act = /^[1-7]$/.test(event.key) ? () => choose(String(event.key - 1)) : pressed[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
})();
