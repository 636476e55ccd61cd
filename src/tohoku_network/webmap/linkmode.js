// "Who links A and B": the question, and its answer as a ranked list in the panel.
const linkmode = (() => {
  const { nodes } = data;
  const { make } = dom;
  const { say } = text;
  const { id } = dom;
  const button = id("link-mode");
  const codes = data.sectors.map((sector) => sector.code).filter(Boolean);
  let last = [
    codes.includes("industry") ? "industry" : codes[0],
    codes.includes("academia") ? "academia" : (codes[1] ?? codes[0]),
  ];
  const most = 200;

  const ask = (a, b) => {
    last = [a, b];
    linking.ask(a, b);
    view.state.selected = -1;
    app.changed();
  };
  const leave = () => {
    if (!linking.ends) return;
    linking.leave();
    app.changed();
  };
  const names = () => ({
    a: text.sectorLabel(linking.ends[0]),
    b: text.sectorLabel(linking.ends[1]),
  });
  const heading = () => say("links_heading", names());
  const nobody = () => (linking.found.isTooLarge ? say("links_too_many") : say("nobody_links"));
  const inWords = () => {
    const top = linking.found.list.slice(0, 5).map((one) => {
      const between = text.language === "ja" ? "" : " ";
      return `${text.name(nodes[one.number])}${between}(${text.count(one.pairs)})`;
    });
    const words = top.join(text.language === "ja" ? "、" : ", ") || nobody();
    return `${say("links_print", names())} ${words}`;
  };

  const choice = (position) => {
    const select = make("select", { "aria-label": say(position ? "end_b" : "end_a") });
    for (const code of codes) {
      const option = make("option", { value: code, text: text.sectorLabel(code) });
      option.selected = code === linking.ends[position];
      select.append(option);
    }
    select.addEventListener("change", () => {
      const wanted = [...linking.ends];
      wanted[position] = select.value;
      ask(...wanted);
      id("panel").querySelectorAll("select")[position]?.focus();
    });
    return select;
  };

  // The numbers of one linker, also shown above its evidence.
  const numbers = (one) =>
    say(one.exclusive ? "pairs_exclusive" : "pairs", {
      pairs: text.count(one.pairs),
      exclusive: text.count(one.exclusive),
    });

  const entry = (one, rank) => {
    const via = one.via.map((group) => text.name(nodes[group]));
    const shown = via.slice(0, 3).join(text.language === "ja" ? "、" : "; ");
    const rest = via.length > 3 ? say("and_more", { n: text.count(via.length - 3) }) : "";
    const line = make(
      "li",
      { class: "entry linker" },
      make("b", { class: "place", text: text.count(rank + 1) }),
      make(
        "div",
        {},
        panel.nameButton(nodes[one.number]),
        make("p", { class: "row what", text: numbers(one) }),
        make("p", { class: "row", text: `${say("via")}: ${shown}${rest}` }),
      ),
    );
    return line;
  };

  const content = () => {
    const { list } = linking.found;
    const groups = new Set(list.flatMap((one) => one.via)).size;
    return [
      make(
        "div",
        { class: "panel-top" },
        make("span", { text: say("who_links") }),
        make("button", { type: "button", class: "plain", text: say("leave"), click: leave }),
      ),
      make("h2", { text: heading() }),
      make("div", { class: "ends" }, choice(0), make("span", { text: "×" }), choice(1)),
      make("p", { class: "lead", text: say("links_lead", names()) }),
      make(
        "h3",
        { text: say("linkers") },
        make("span", {
          text: say("n_linkers", { n: text.count(list.length), groups: text.count(groups) }),
        }),
      ),
      list.length
        ? make("ol", { class: "linkers" }, ...list.slice(0, most).map(entry))
        : make("p", { class: "notice", text: nobody() }),
    ];
  };

  // Above a selected organization: its part in the answer, and the way back.
  const above = (node) => {
    if (!linking.ends) return [];
    const one = linking.of(node.number);
    const back = make("button", {
      type: "button",
      class: "plain back",
      text: say("back_to_linkers", names()),
      click: () => app.select(-1),
    });
    return [back, one && make("p", { class: "notice", text: numbers(one) })];
  };

  const show = () => {
    button.setAttribute("aria-pressed", String(Boolean(linking.ends)));
    button.hidden = codes.length === 0;
  };
  button.addEventListener("click", () => (linking.ends ? leave() : ask(...last)));

  return Object.freeze({ ask, leave, content, above, show, heading, inWords, codes });
})();
