// The choice of what colour and size tell, and what it says: in words, in the legend, in
// the panel.
const lookmode = (() => {
  const { nodes } = data;
  const { id, make } = dom;
  const { say, count } = text;
  const { communities, ranks } = data.overlays;
  const joined = (parts) => parts.filter(Boolean).join(text.language === "ja" ? "、" : ", ");
  const sectors = (n) => (n === 1 ? say("sectors_one") : say("sectors_there", { n: count(n) }));
  const nameOf = (code) => {
    const sector = looks.sectorOf(code);
    return sector ? text.shown(sector[text.language] ?? code) : say("all_sectors");
  };
  const measure = () => text.shown(ranks[text.language]);
  const lost = () => say(`lost_${ranks.lost}`, { share: Math.round(100 * (ranks.share ?? 0)) });

  // --- the controls ------------------------------------------------------------------

  const fill = (select, options, chosen) => {
    select.replaceChildren(
      ...options.map(([value, words]) => {
        const option = make("option", { value, text: words });
        option.selected = value === chosen;
        return option;
      }),
    );
    select.parentElement.hidden = options.length < 2;
  };
  const show = () => {
    const colours = looks.coloursBy.map((one) => [one, say(`colour_${one}`)]);
    const sizes = looks.sizesBy.map((one) => [one, one === "connections" ? say("size_connections") : measure()]);
    const sectors = ["all", ...covering.sectors.map((sector) => sector.code)];
    fill(id("colour"), colours, looks.by);
    fill(id("covered"), sectors.map((code) => [code, nameOf(code)]), looks.asked);
    fill(id("size"), sizes, looks.sizeBy);
    if (looks.by !== "coverage") id("covered").parentElement.hidden = true;
    document.body.dataset.colour = looks.by;
  };
  for (const one of ["colour", "covered", "size"]) {
    id(one).addEventListener("change", () => {
      looks.set(id("colour").value, id("covered").value, id("size").value);
      view.state.selected = -1;
      app.changed();
      app.announce(inWords() || say("colour_sector_said"));
    });
  }

  // --- in words ----------------------------------------------------------------------

  const stateWords = (state) => say(`state_${state}`);
  const title = (bloc, most) =>
    `${bloc.letter}: ${joined(bloc.members.slice(0, most).map((number) => text.name(nodes[number])))}`;
  const short = (words) => {
    const most = text.language === "ja" ? 18 : 27;
    const letters = Array.from(words);
    return letters.length > most ? `${letters.slice(0, most - 1).join("")}…` : words;
  };
  const inWords = () => {
    const parts = [];
    if (looks.by === "communities") parts.push(say("by_communities"));
    if (looks.by === "coverage") parts.push(say("by_coverage", { sector: nameOf(looks.asked) }));
    if (looks.sizeBy !== "connections") parts.push(say("by_rank", { measure: measure(), lost: lost() }));
    return parts.join(text.language === "ja" ? "／" : " · ");
  };
  const rankOf = ({ rank, rank_low: low, rank_high: high }) => {
    const of = (one) => say("rank", { n: count(one) });
    return low === high ? of(rank) : say("rank_range", { rank: of(rank), low: count(low), high: count(high) });
  };
  const communityOf = (node) => {
    if (node.community === null) return node.isGroup && !node.labelled ? say("between") : "";
    const bloc = looks.blocOf(node);
    return bloc ? title(bloc, 3) : say("small_community");
  };

  // What a chosen organization's colour and size stand for.
  const notices = (node) => {
    const found = [];
    if (ranks && node.rank !== null) {
      const [low, high] = [count(node.rank_low), count(node.rank_high)];
      const range = low === high ? "" : say("rank_when", { low, high, lost: lost() });
      found.push(`${measure()}: ${say("rank", { n: count(node.rank) })}${range}`);
    }
    const words = communities && !node.unnamed && communityOf(node);
    if (words) {
      const share = { share: Math.round(100 * (node.stability ?? 0)), runs: communities.runs };
      const sure = node.labelled
        ? say(looks.isUnsure(node) ? "stays_unsure" : "stays", share)
        : say("by_majority");
      found.push(say("in_community", { name: words, sure }));
    }
    return found.map((words) => make("p", { class: "notice", text: words }));
  };
  // Every sector of a chosen group, where coverage is what the colours tell.
  const rows = (node) => {
    if (looks.by !== "coverage" || !node.isGroup) return null;
    const list = make("dl", { class: "details covers" });
    const reasons = new Map(); // one for each state, as they are of the whole list
    for (const { code } of covering.sectors) {
      const { state, reason, named, unnamed } = covering.of(node.number, code);
      const n = state === "present" ? named : unnamed;
      const words = n ? `${stateWords(state)} ${count(n)}` : stateWords(state);
      if (!n) reasons.set(state, say(`reason_${reason}`));
      const icon = dom.symbol({ shape: "group", covered: state, colour: looks.sectorOf(code).colour }, 15);
      list.append(make("div", {}, make("dt", {}, icon, nameOf(code)), make("dd", { text: words })));
    }
    const notes = [...reasons].map(([state, why]) =>
      make("p", { class: "lead", text: `${stateWords(state)}: ${why}` }),
    );
    return make("div", {}, list, ...notes);
  };

  // --- the legend --------------------------------------------------------------------

  const swatch = (look) => ({ shape: "circle", colour: "#c3c9d1", ...look });
  const ofSectors = (colour) =>
    data.sectors.map((sector) => ({
      look: colour ? { ...sector, colour } : sector,
      words: text.sectorLabel(sector.code),
    }));
  const entries = () => {
    if (looks.by === "communities") {
      // On the page the filter shows the shapes; on paper there is only the legend.
      const found = ofSectors("#c3c9d1").map((entry) => ({ ...entry, onPaper: true }));
      for (const bloc of looks.blocs) {
        const { colour, letter, ink } = bloc;
        found.push({ look: swatch({ colour, letter, ink }), words: say("bloc", { name: short(title(bloc, 1)), n: count(bloc.members.length) }) });
      }
      found.push({ look: swatch(), words: say("small_community") });
      if (nodes.some(looks.isUnsure)) {
        found.push({ look: swatch({ colour: "#566273", doubt: true }), words: say("unsure", { share: Math.round(100 * communities.sure) }) });
      }
      const [{ colour }] = looks.blocs.length ? looks.blocs : [{ colour: "#c3c9d1" }];
      found.push({ look: { shape: "group", colour, tinted: true }, words: say("groups_follow") });
      return found;
    }
    if (looks.by !== "coverage") return ofSectors();
    if (looks.asked === "all") {
      const found = [0, 1, 3, 5].map((there) => ({
        look: { shape: "group", colour: looks.tints[there], letter: String(there), ink: there > 3 ? "#ffffff" : "#101924" },
        words: there === 5 ? say("sectors_more", { n: count(there) }) : sectors(there),
      }));
      found.push({ look: { shape: "group", colour: looks.tints[1], open: true }, words: say("sectors_open") });
      return found;
    }
    const sector = looks.sectorOf(looks.asked);
    const found = [{ look: sector, words: say("sector_members", { sector: nameOf(looks.asked) }) }, { words: say("groups_are") }];
    for (const state of ["present", "unnamed", "absent", "unknown", "not_eligible"]) {
      if (state === "not_eligible" && !Object.keys(data.overlays.excluded).length) continue;
      const look = { shape: "group", covered: state, colour: sector.colour };
      found.push({ look, words: `${stateWords(state)}` });
    }
    return found;
  };
  const sizeEntries = () => {
    if (looks.sizeBy === "connections") return [{ words: say("legend_size") }];
    const middle = Math.round(Math.sqrt(looks.worst));
    const found = [1, middle, looks.worst].map((rank) => ({
      look: swatch({ colour: "#566273" }),
      r: looks.sizeOf(rank) * 0.42,
      words: say("rank", { n: count(rank) }),
    }));
    const ring = swatch({ colour: "#566273", outer: 1.45, inner: 0.6 });
    found.push({ look: ring, r: 5, words: say("rank_ring", { lost: lost() }) });
    return found;
  };

  // --- the panel ---------------------------------------------------------------------

  const ranking = (heading, n, lines) =>
    lines.length &&
    make("section", { class: "rank" }, make("h3", { text: heading }, make("span", { text: n })), ...lines);
  const line = (...children) => make("div", { class: "entry" }, ...children);
  const ofCommunities = () => [
    make("h2", { text: say("communities") }),
    make("p", {
      class: "lead",
      text: say("communities_lead", {
        runs: communities.runs,
        n: count(looks.blocs.length),
        agreement: communities.agreement.toFixed(2),
      }),
    }),
    ...looks.blocs.map((bloc) =>
      ranking(
        short(title(bloc, 1)),
        say("bloc_size", { n: count(bloc.members.length), share: Math.round(100 * bloc.mean) }),
        bloc.members.slice(0, 5).map((number) => line(panel.nameButton(nodes[number]))),
      ),
    ),
  ];
  const ofCoverage = () => {
    const groups = data.byImportance.filter((number) => nodes[number].isGroup && view.visible[number]);
    const head = [
      make("h2", { text: say("coverage_heading", { sector: nameOf(looks.asked) }) }),
      make("p", { class: "lead", text: say(looks.asked === "all" ? "coverage_all_lead" : "coverage_lead") }),
    ];
    if (looks.asked === "all") {
      const all = groups.map((number) => ({ number, ...covering.share(number) }));
      const sorted = all.sort((a, b) => b.there - a.there).slice(0, 60);
      const told = (one) => (one.isOpen ? say("sectors_at_least", { n: count(one.there) }) : sectors(one.there));
      return [...head, ranking(say("group"), count(groups.length), sorted.map((one) => line(panel.nameButton(nodes[one.number], told(one)))))];
    }
    const sections = covering.states.map((state) => {
      const found = groups.filter((number) => covering.of(number, looks.asked).state === state);
      return ranking(stateWords(state), count(found.length), found.slice(0, 60).map((number) => line(panel.nameButton(nodes[number]))));
    });
    return [...head, ...sections];
  };
  const ofRanks = () => [
    make("h2", { text: say("col_rank", { measure: measure() }) }),
    make("p", { class: "lead", text: say("ranks_lead", { lost: lost() }) }),
    ranking(
      measure(),
      "",
      nodes
        .filter((node) => node.rank !== null)
        .sort((a, b) => a.rank - b.rank || a.importance - b.importance)
        .slice(0, 20)
        .map((node) => line(panel.nameButton(node, rankOf(node)))),
    ),
  ];
  const content = () => {
    if (looks.by === "communities") return ofCommunities();
    if (looks.by === "coverage") return ofCoverage();
    return looks.sizeBy === "connections" ? null : ofRanks();
  };

  return Object.freeze({ show, inWords, entries, sizeEntries, notices, rows, content, rankOf, communityOf, measure });
})();
