// The same facts as a table: always there for screen readers, shown when asked for.
const table = (() => {
  const { nodes, ties } = data;
  const { make } = dom;
  const root = dom.id("table");
  const body = dom.id("rows");
  const { communities, ranks } = data.overlays;
  const page = 1500;
  const order = nodes.map((node) => node.number);
  let choose = () => {};
  let isShown = false;
  let opener = null;

  const row = (number) => {
    const node = nodes[number];
    const button = panel.nameButton(node);
    button.tabIndex = isShown ? 0 : -1;
    button.addEventListener("click", () => hide());
    const groups = node.groups.map((tie) => text.name(nodes[ties[tie].target]));
    return make(
      "tr",
      {},
      make("th", { scope: "row" }, button),
      make("td", { text: node.isMember || node.sector ? text.sectorLabel(node.sector) : "" }),
      make("td", { text: text.label("kind", node.kind) }),
      make("td", { text: groups.join(text.language === "ja" ? "、" : "; ") }),
      make("td", { text: node.isGroup ? text.count(node.members.length) : "" }),
      communities && make("td", { text: node.unnamed ? "" : lookmode.communityOf(node) }),
      ranks && make("td", { text: node.rank === null ? "" : lookmode.rankOf(node) }),
    );
  };

  const extend = (from) => {
    const part = document.createDocumentFragment();
    part.append(...order.slice(from, from + page).map(row));
    body.append(part);
    const left = order.length - from - page;
    if (left <= 0) return;
    const more = make("button", {
      type: "button",
      class: "plain",
      text: text.say("more", { n: text.count(left) }),
    });
    const line = make("tr", {}, make("td", { colspan: "5" }, more));
    more.addEventListener("click", () => {
      line.remove();
      extend(from + page);
    });
    body.append(line);
  };

  const build = () => {
    dom.id("col-community").hidden = !communities;
    dom.id("col-rank").hidden = !ranks;
    if (ranks) dom.id("col-rank").textContent = text.say("col_rank", { measure: lookmode.measure() });
    const sectors = new Map(view.allSectors.map((code, i) => [code, i]));
    const place = (node) => (node.side === "group" ? 99 : sectors.get(node.sector) ?? 98);
    order.sort(
      (a, b) =>
        place(nodes[a]) - place(nodes[b]) || nodes[a].importance - nodes[b].importance,
    );
    body.replaceChildren();
    extend(0);
  };

  const reachable = (on) => {
    for (const button of root.querySelectorAll("button")) button.tabIndex = on ? 0 : -1;
  };
  const show = () => {
    opener = document.activeElement;
    isShown = true;
    root.classList.remove("unseen");
    reachable(true);
    root.focus();
  };
  const hide = () => {
    if (!isShown) return;
    isShown = false;
    root.classList.add("unseen");
    reachable(false);
    if (opener) opener.focus();
  };

  return Object.freeze({
    build,
    show,
    hide,
    get isShown() {
      return isShown;
    },
  });
})();
