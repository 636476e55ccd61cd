// Finding an organization by any of its names, in any width, case or kana.
const search = (() => {
  const { nodes } = data;
  const { make, symbolOf } = dom;
  const { say } = text;
  const input = dom.id("search");
  const list = dom.id("hits");
  const most = 40;
  let hits = [];
  let current = -1;
  let choose = () => {};
  let announce = () => {};

  const folded = (raw) =>
    String(raw ?? "")
      .normalize("NFKC")
      .toUpperCase() // ß and SS meet only this way
      .toLowerCase()
      .replace(/[ァ-ヶ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 96))
      .replace(/\s+/g, " ")
      .trim();

  const entries = nodes.map((node) => ({
    number: node.number,
    importance: node.importance,
    names: [node.name, node.name_en].filter(Boolean).map(folded),
    others: [...String(node.aliases || "").split("|"), node.id].filter(Boolean).map(folded),
  }));

  // 0 whole name, 1 its beginning, 2 inside it, 3 alias or id, 4 all words somewhere.
  const rankOf = (entry, wanted, parts) => {
    const { names, others } = entry;
    if (names.includes(wanted) || others.includes(wanted)) return 0;
    if (names.some((name) => name.startsWith(wanted))) return 1;
    if (names.some((name) => name.includes(wanted))) return 2;
    if (others.some((name) => name.includes(wanted))) return 3;
    const all = [...names, ...others].join("\n");
    return parts.every((part) => all.includes(part)) ? 4 : -1;
  };

  const find = (typed) => {
    const wanted = folded(typed);
    if (!wanted) return [];
    const parts = wanted.split(" ");
    return entries
      .map((entry) => ({ ...entry, rank: rankOf(entry, wanted, parts) }))
      .filter((entry) => entry.rank >= 0)
      .sort((a, b) => a.rank - b.rank || a.importance - b.importance)
      .map((entry) => entry.number);
  };

  const close = () => {
    list.hidden = true;
    current = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const mark = (position) => {
    current = position;
    for (const [i, item] of [...list.children].entries()) {
      item.setAttribute("aria-selected", String(i === position));
      if (i === position) item.scrollIntoView({ block: "nearest" });
    }
    if (position >= 0) input.setAttribute("aria-activedescendant", `hit-${position}`);
  };

  const take = (position) => {
    const number = hits[position];
    if (number === undefined) return;
    close();
    input.value = "";
    choose(number);
  };

  const item = (number, position) => {
    const node = nodes[number];
    const about = [text.about(node)];
    if (!view.visible[number]) about.push(say("hidden_hit"));
    const line = make(
      "li",
      { role: "option", id: `hit-${position}`, "aria-selected": "false" },
      symbolOf(node),
      make(
        "span",
        {},
        make("span", { class: "hit-name", text: text.name(node) }),
        make("span", {
          class: "hit-about",
          text: about.join(text.language === "ja" ? "／" : " – "),
        }),
      ),
    );
    line.addEventListener("pointerdown", (event) => event.preventDefault());
    line.addEventListener("click", () => take(position));
    return line;
  };

  const show = () => {
    if (!folded(input.value)) {
      close();
      return;
    }
    const found = find(input.value);
    hits = found.slice(0, most);
    list.replaceChildren(
      ...(hits.length
        ? hits.map(item)
        : [make("li", { class: "none", role: "option", "aria-disabled": "true", text: say("no_hit") })]),
    );
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    mark(hits.length ? 0 : -1);
    announce(hits.length ? say("hits", { n: text.count(found.length) }) : say("no_hit"));
  };

  const keys = new Map([
    ["ArrowDown", () => mark(Math.min(current + 1, hits.length - 1))],
    ["ArrowUp", () => mark(Math.max(current - 1, 0))],
    ["Enter", () => take(current)],
  ]);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // Enter ends a conversion from kana, not a search
    if (event.key === "Escape") {
      if (list.hidden) input.value = "";
      close();
      event.stopPropagation();
      return;
    }
    const act = keys.get(event.key);
    if (!act) return;
    event.preventDefault();
    if (list.hidden) show();
    else act();
  });
  input.addEventListener("input", show);
  input.addEventListener("focus", show);
  input.addEventListener("blur", close);

  return Object.freeze({
    find,
    close,
    refresh() {
      if (!list.hidden) show();
    },
    onChoose(action) {
      choose = action;
    },
    onAnnounce(action) {
      announce = action;
    },
  });
})();
