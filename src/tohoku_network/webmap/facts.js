// What the data are: numbers, dates and what the sources leave open, in one line each.
const facts = (() => {
  const { nodes } = data;
  const { say, count } = text;
  const joined = (parts) => parts.filter(Boolean).join(text.language === "ja" ? "　" : "  ·  ");

  const dates = () => {
    if (data.date) return say("data_date", { date: text.shown(data.date) });
    const [first, last] = data.sourceDates.map(text.shown);
    if (!first) return "";
    return first === last
      ? say("source_date", { date: first })
      : say("source_dates", { first, last });
  };
  const inWords = () => {
    const classes = nodes.filter((node) => node.unnamed).length;
    return joined([
      say("counts", {
        members: count(nodes.filter((node) => node.isMember && !node.unnamed).length),
        groups: count(nodes.filter((node) => node.isGroup).length),
        rows: count(data.memberships.length),
      }),
      classes && say("classes", { n: count(classes) }),
      data.period && say("period", { date: text.shown(data.period) }),
      dates(),
    ]);
  };
  const quality = () => {
    const { stated, implied, untold, undated, sourceless } = data.quality;
    return joined([
      say("quality_certainty", { stated: count(stated), implied: count(implied) }),
      untold > 0 && say("quality_untold", { n: count(untold) }),
      say("quality_undated", { n: count(undated) }),
      say("quality_sourceless", { n: count(sourceless) }),
    ]);
  };
  const show = () => {
    dom.id("facts").textContent = inWords();
    dom.id("quality").textContent = quality();
  };

  return Object.freeze({ inWords, quality, show });
})();
