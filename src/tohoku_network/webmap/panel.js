// The panel beside the map: what a choice rests on, row by row.
const panel = (() => {
  const { nodes, ties, memberships } = data;
  const { make, symbolOf } = dom;
  const { say, shown } = text;
  const root = dom.id("panel");
  const page = 150; // entries shown before "more"
  let choose = () => {};

  const nameButton = (node, extra = "") =>
    make(
      "button",
      { type: "button", class: "name-button", click: () => choose(node.number) },
      symbolOf(node),
      make("span", { text: text.name(node) }),
      extra && make("em", { text: extra }),
    );

  const period = (row) => {
    const open = row.valid_to === "..";
    const from = shown(row.valid_from);
    const to = open ? say("still_open") : shown(row.valid_to);
    if (from && to) return say("from_to", { from, to });
    if (from) return say("since", { from });
    return to ? say("until", { to }) : say("no_period");
  };

  const sourceLine = (row) => {
    if (!row.source_id) return say("no_source");
    const source = data.sources.get(row.source_id);
    const parts = [shown(source?.title || row.source_id)];
    const about = [source?.publisher, source?.date].filter(Boolean).map(shown);
    if (about.length) {
      parts.push(text.language === "ja" ? `（${about.join("、")}）` : ` (${about.join(", ")})`);
    }
    return parts.join("");
  };

  const membershipRow = (row) => {
    const what = make("p", {
      class: "what",
      text: [text.label("role", row.role) || say("no_role"), period(row)].join(
        text.language === "ja" ? "／" : " · ",
      ),
    });
    if (row.certainty) {
      const kind = row.certainty === "implied" ? "tag implied" : "tag";
      what.append(
        make("span", { class: kind, text: text.label("certainty", row.certainty) }),
      );
    }
    const line = (key, value) => value && make("p", { text: `${say(key)}: ${value}` });
    if (!conditions.rowPasses[row.number]) {
      what.append(make("span", { class: "tag", text: say("outside") }));
    }
    return make(
      "div",
      { class: "row" },
      what,
      line("source", sourceLine(row)),
      line("place", shown(row.locator)),
      line("note", shown(row.note)),
    );
  };

  // One entry per tie: who, and every row that says so.
  const section = (heading, numbers, otherEnd) => {
    if (!numbers.length) return null;
    const order = new Map(view.allSectors.map((code, i) => [code, i]));
    const sorted = numbers.map((number) => ties[number]).sort((a, b) => {
      const [first, second] = [nodes[a[otherEnd]], nodes[b[otherEnd]]];
      return (
        (order.get(first.sector) ?? 99) - (order.get(second.sector) ?? 99) ||
        first.unnamed - second.unnamed ||
        first.importance - second.importance
      );
    });
    const list = make("div");
    const entry = (tie) =>
      make(
        "div",
        { class: "entry" },
        nameButton(nodes[tie[otherEnd]]),
        ...tie.rows.map((row) => membershipRow(memberships[row])),
      );
    const show = (from) => {
      list.append(...sorted.slice(from, from + page).map(entry));
      const left = sorted.length - from - page;
      if (left <= 0) return;
      const more = make("button", {
        type: "button",
        class: "plain more",
        text: say("more", { n: text.count(left) }),
        click: () => {
          more.remove();
          show(from + page);
        },
      });
      list.append(more);
    };
    show(0);
    return make(
      "section",
      {},
      make("h3", { text: heading }, make("span", { text: text.count(sorted.length) })),
      list,
    );
  };

  const declared = (node) => {
    if (node.size_declared === null) return "";
    if (!node.isGroup) {
      return say("declared_class", { declared: text.count(node.size_declared) });
    }
    const named = node.members.filter((tie) => !nodes[ties[tie].source].unnamed);
    return say("declared", {
      declared: text.count(node.size_declared),
      named: text.count(named.length),
    });
  };

  const details = (node) => {
    const list = make("dl", { class: "details" });
    const add = (key, ...value) =>
      list.append(make("div", {}, make("dt", { text: say(key) }), make("dd", {}, ...value)));
    const parts = (joined) => String(joined || "").split("|").filter(Boolean);
    const between = text.language === "ja" ? "、" : ", ";
    if (node.aliases) add("aliases", parts(node.aliases).map(shown).join(between));
    if (node.themes) {
      const themes = parts(node.themes).map((code) => text.label("themes", code));
      add("themes", themes.join(between));
    }
    const parent = data.numberOf.get(node.parent_id);
    if (parent !== undefined) add("parent", nameButton(nodes[parent]));
    return list.childElementCount ? list : null;
  };

  const ofNode = (node) => {
    const kind = node.side === "group" ? say("group") : text.sectorLabel(node.sector);
    const facts = [
      text.label("kind", node.kind),
      text.label("prefecture", node.prefecture),
    ].filter(Boolean);
    const other = text.otherName(node);
    const notices = [node.unnamed && say("unnamed"), declared(node)].filter(Boolean);
    return [
      ...linkmode.above(node),
      make(
        "div",
        { class: "panel-top" },
        make(
          "span",
          { class: "badge" },
          symbolOf(node),
          make("span", {
            text: [kind, ...facts].join(text.language === "ja" ? "・" : " · "),
          }),
        ),
        make("button", {
          type: "button",
          class: "plain",
          text: say("close"),
          click: () => choose(-1),
        }),
      ),
      make("h2", { text: text.name(node) }),
      other &&
        other !== text.name(node) &&
        make("p", {
          class: "other-name",
          text: other,
          lang: text.language === "ja" ? "en" : "ja",
        }),
      notices.length && make("p", { class: "notice", text: notices.join(" — ") }),
      ...lookmode.notices(node),
      details(node),
      lookmode.rows(node),
      section(say("belongs_to"), node.groups, "target"),
      section(say("has_members"), node.members, "source"),
      !node.groups.length &&
        !node.members.length &&
        make("p", { class: "lead", text: say("no_tie") }),
    ];
  };

  const ranking = (heading, numbers, extra) =>
    numbers.length
      ? make(
          "section",
          { class: "rank" },
          make("h3", { text: heading }),
          ...numbers.map((number) =>
            make(
              "div",
              { class: "entry" },
              nameButton(nodes[number], extra(nodes[number])),
            ),
          ),
        )
      : null;

  const start = () => {
    const seen = data.byImportance.filter((number) => conditions.passes[number]);
    const top = (size, from) =>
      from
        .filter((number) => size(nodes[number]) > 1)
        .sort((a, b) => size(nodes[b]) - size(nodes[a]))
        .slice(0, 7);
    return [
      make("h2", { text: say("start") }),
      ...["start_1", "start_2", "start_3"].map((key) =>
        make("p", { class: "lead", text: say(key) }),
      ),
      ranking(
        say("top_groups"),
        top(view.memberCount, seen.filter((number) => nodes[number].isGroup)),
        (node) => text.count(view.memberCount(node)),
      ),
      ranking(
        say("top_members"),
        top(view.groupCount, seen.filter((number) => !nodes[number].unnamed)),
        (node) => text.count(view.groupCount(node)),
      ),
    ];
  };

  const changes = () => [
    make("h2", { text: say("compare") }),
    make("p", { class: "lead", text: change.inWords() }),
    ...["joined", "left"].map((kind) => {
      const found = change.of(kind);
      return make(
        "section",
        { class: "rank" },
        make("h3", { text: change.words(kind) }, make("span", { text: text.count(found.length) })),
        ...found.slice(0, page).map((tie) =>
          make(
            "div",
            { class: "entry" },
            nameButton(nodes[tie.source]),
            make("p", { class: "row", text: `→ ${text.name(nodes[tie.target])}` }),
          ),
        ),
      );
    }),
  ];
  const ofQuestion = () => {
    if (linking.ends) return linkmode.content();
    return change.years ? changes() : (lookmode.content() ?? start());
  };

  const show = () => {
    const { selected } = view.state;
    const content =
      selected >= 0 ? ofNode(nodes[selected]) : ofQuestion();
    root.replaceChildren(...content.filter(Boolean));
    root.scrollTop = 0;
  };

  return Object.freeze({
    show,
    nameButton,
    onChoose(action) {
      choose = action;
    },
  });
})();
