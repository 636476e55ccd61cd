// The facts of the page: read once, never changed. Nodes and rows are numbered.
const data = await (async () => {
  // Deflated facts are inflated by the browser itself. One that cannot says so, and
  // the page ends here.
  const inflated = (packed) => {
    const letters = atob(packed);
    const bytes = new Uint8Array(letters.length);
    for (let i = 0; i < letters.length; i += 1) bytes[i] = letters.charCodeAt(i);
    const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    return new Response(plain).text();
  };
  const giveUp = () => {
    const place = document.getElementById("nothing");
    place.textContent =
      "このブラウザーでは地図を表示できません。最新の Edge、Chrome、Firefox、Safari でお開きください。 " +
      "This browser cannot show the map. Please open it in a current Edge, Chrome, Firefox or Safari.";
    place.hidden = false;
    return new Promise(() => {});
  };
  let facts = JSON.parse(document.getElementById("data").textContent);
  if (facts.deflated) {
    if (!globalThis.DecompressionStream) await giveUp();
    facts = JSON.parse(await inflated(facts.deflated));
  }

  // A column is a list, or what makes one: different cells and where each stands, steps
  // from one number to the next, node numbers by rank, numbers of rows in a row.
  const summed = (steps) => {
    let sum = 0;
    return steps.map((step) => (sum += step));
  };
  const whole = (column) => {
    if (column.cells) return column.at.map((i) => column.cells[i]);
    if (column.steps) return summed(column.steps);
    if (column.ranked) {
      const ranks = [];
      for (const [rank, number] of summed(column.ranked).entries()) ranks[number] = rank;
      return ranks;
    }
    if (column.runs) {
      let next = 0;
      return whole(column.runs).map((length) => Array.from({ length }, () => next++));
    }
    return column;
  };

  // Columns to rows: {a: [1, 2], b: [3, 4]} -> [{a: 1, b: 3}, {a: 2, b: 4}].
  const rowsOf = (columns) => {
    const all = Object.entries(columns).map(([name, column]) => [name, whole(column)]);
    return Array.from({ length: all.length ? all[0][1].length : 0 }, (_, row) => {
      const one = { number: row };
      for (const [name, cells] of all) one[name] = cells[row];
      return one;
    });
  };

  const nodes = rowsOf(facts.nodes);
  const ties = rowsOf(facts.ties);
  const memberships = rowsOf(facts.memberships);
  const numberOf = new Map(nodes.map((node) => [node.id, node.number]));
  const sources = new Map(rowsOf(facts.sources).map((source) => [source.id, source]));
  const words = new Map(
    Object.entries(facts.words).map(([list, labels]) => [
      list,
      new Map(labels.map(([code, ja, en]) => [code, { ja, en }])),
    ]),
  );
  const ui = new Map(facts.ui.map(([key, ja, en]) => [key, { ja, en }]));

  for (const node of nodes) {
    node.isGroup = node.side !== "member";
    node.isMember = node.side !== "group";
    node.groups = []; // ties in which it is the member
    node.members = []; // ties in which it is the group
  }
  for (const tie of ties) {
    tie.implied = tie.certainty === "implied";
    nodes[tie.source].groups.push(tie.number);
    nodes[tie.target].members.push(tie.number);
  }
  const byImportance = nodes
    .slice()
    .sort((a, b) => a.importance - b.importance)
    .map((node) => node.number);

  // The best-connected few are named before all others, groups or not.
  const reach = (number) => nodes[number].groups.length + nodes[number].members.length;
  const leading = new Set(
    byImportance
      .filter((number) => !nodes[number].unnamed && reach(number) > 2)
      .sort((a, b) => reach(b) - reach(a))
      .slice(0, 12),
  );

  // Everything tied to a node, once each.
  const neighbours = (number) => {
    const node = nodes[number];
    const found = new Set();
    for (const tie of node.groups) found.add(ties[tie].target);
    for (const tie of node.members) found.add(ties[tie].source);
    return found;
  };

  return Object.freeze({
    title: facts.title,
    language: facts.language,
    date: facts.data_date,
    sourceDates: facts.source_dates,
    quality: facts.quality,
    views: facts.views,
    period: facts.period,
    sectors: facts.sectors,
    overlays: facts.overlays,
    nodes,
    ties,
    memberships,
    numberOf,
    sources,
    words,
    ui,
    byImportance,
    leading,
    reach,
    neighbours,
  });
})();
