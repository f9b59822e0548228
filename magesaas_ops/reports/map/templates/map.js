"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const controls = ["search", "account", "stage", "website", "findings"].map(byId);
  const [search, account, stage, website, findings] = controls;
  const lower = (element) => (element ? element.textContent.toLowerCase() : "");
  const ownNotes = (element) => (element ? [...element.querySelectorAll(":scope > .finding, :scope > .marks")] : []);
  const isOpen = (note) => note.matches(".finding:not(.waived)") || note.querySelector(".refuse, .warn") !== null;

  function cardOf(card, side) {
    const project = card.closest("[data-project]");
    const notes = [card, project, side].flatMap(ownNotes);
    const more = document.createElement("p");
    more.className = "unused";
    more.hidden = true;
    card.append(more);
    return {
      element: card,
      more,
      project,
      text: [card.querySelector(".card-head"), card.querySelector(".foot"), project?.querySelector(".project-head"), ...notes].map(lower).join(" "),
      hasFindings: notes.some(isOpen),
      installations: [...card.querySelectorAll(".installation")].map((installation) => ({
        element: installation,
        text: lower(installation),
        account: installation.dataset.account,
        stage: installation.dataset.stage,
        websites: installation.dataset.websites,
        hasFindings: installation.dataset.findings !== "",
      })),
    };
  }

  const cardsOf = (element) =>
    [...element.querySelectorAll("[data-card]")].map((card) => cardOf(card, element.querySelector(".side")));

  // What a large fleet folds stands in a noscript: text, and no elements, until somebody wants to see it.
  const groups = [...document.querySelectorAll("[data-group]")].map((element) => ({
    element,
    account: lower(element.querySelector(".side h2")),
    text: lower(element.querySelector(".side")),
    projects: [...element.querySelectorAll("[data-project]")],
    cards: cardsOf(element),
    count: Number(element.dataset.count || 0),
    folded: element.querySelector(".folded"),
    small: [...element.querySelectorAll(".cells, .unfold")],
  }));

  function unfold(group) {
    if (!group.folded) return;
    const holder = document.createElement("template");
    holder.innerHTML = group.folded.textContent;
    group.folded.replaceWith(holder.content);
    group.folded = null;
    for (const part of group.small) part.hidden = true;
    group.element.classList.remove("calm");
    group.projects = [...group.element.querySelectorAll("[data-project]")];
    group.cards = cardsOf(group.element);
    for (const finding of group.element.querySelectorAll(".finding")) prepare(finding);
  }

  const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

  function mayMatch(group, words, code) {
    if ((findings.checked && !group.element.dataset.troubled) || (account.value && group.account !== account.value.toLowerCase())) return false;
    const text = group.folded.textContent.toLowerCase();
    const wanted = [...words.filter((word) => !group.text.includes(word)).map(escaped)];
    if (stage.value) wanted.push(`data-stage="${stage.value}"`);
    if (code) wanted.push(escaped(code));
    return wanted.every((word) => text.includes(word));
  }

  const total = Number(byId("fleet").dataset.total);
  const general = [...document.querySelectorAll("main > .apart:not([data-group])")];

  function filter() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const code = website.value && ` ${website.value} `;
    const isNarrow = Boolean(account.value || stage.value || code);
    const isFiltered = isNarrow || words.length > 0 || findings.checked;
    let shown = 0;
    let shownCards = 0;
    for (const group of groups) {
      if (group.folded) {
        if (isFiltered && mayMatch(group, words, code)) unfold(group);
        else {
          group.element.hidden = isFiltered;
          shown += isFiltered ? 0 : group.count;
          continue;
        }
      }
      let inGroup = 0;
      const projects = new Set();
      for (const card of group.cards) {
        const around = `${group.text} ${card.text}`;
        let inCard = 0;
        for (const one of card.installations) {
          const matches =
            (!account.value || one.account === account.value) &&
            (!stage.value || one.stage === stage.value) &&
            (!code || one.websites.includes(code)) &&
            (!findings.checked || one.hasFindings || card.hasFindings) &&
            words.every((word) => one.text.includes(word) || around.includes(word));
          one.element.hidden = !matches;
          inCard += matches;
        }
        const matchesItself =
          !stage.value && !code &&
          (!account.value || group.account === account.value.toLowerCase()) &&
          (!findings.checked || card.hasFindings) &&
          words.every((word) => around.includes(word));
        const isVisible = inCard > 0 || !isFiltered || (card.installations.length === 0 && matchesItself);
        const left = card.installations.length - inCard;
        card.element.hidden = !isVisible;
        card.more.hidden = left === 0;
        card.more.textContent = `${left} more, hidden by the search or filters.`;
        shown += inCard;
        inGroup += isVisible;
        if (isVisible && card.project) projects.add(card.project);
      }
      for (const project of group.projects) project.hidden = isFiltered && !projects.has(project);
      group.element.hidden = isFiltered && inGroup === 0;
      shownCards += inGroup;
    }
    for (const section of general) section.hidden = isNarrow || words.length > 0;
    byId("nothing").hidden = shown > 0 || shownCards > 0 || !isFiltered;
    byId("reset").disabled = !isFiltered;
    byId("count").textContent = `${shown} of ${total} installations`;
  }

  function reset() {
    for (const control of controls) {
      if (control.type === "checkbox") control.checked = false;
      else control.value = "";
    }
    filter();
  }

  function explain(finding) {
    const sheet = byId(`rule-${finding.dataset.rule}`)?.querySelector(".page");
    const link = finding.querySelector(":scope > .why");
    if (!sheet || !link) return;
    const page = sheet.cloneNode(true);
    const fold = document.createElement("details");
    const title = document.createElement("summary");
    title.textContent = `Rule page: ${finding.dataset.rule}`;
    fold.className = "why";
    fold.append(title, page);
    link.replaceWith(fold);
  }

  function aim() {
    const wanted = location.hash.slice(1);
    let name = wanted;
    try {
      name = decodeURIComponent(wanted);
    } catch {
      // Not every address is one of ours.
    }
    if (!name || byId(name)) return byId(name);
    const mark = `id="${escaped(name)}"`;
    const group = groups.find((one) => one.folded?.textContent.includes(mark));
    if (group) unfold(group);
    return byId(name);
  }

  function reveal() {
    const target = aim();
    if (!target) return;
    if (target.closest("[hidden]")) reset();
    if (target.tagName === "DETAILS") target.open = true;
    settle(target, 10);
  }

  // What comes into view gets its real height only then, so that the target moves away for a few frames.
  function settle(target, frames) {
    target.scrollIntoView({ block: "center", behavior: "instant" });
    if (frames > 0) requestAnimationFrame(() => settle(target, frames - 1));
  }

  function prepare(finding) {
    finding.addEventListener("toggle", () => explain(finding), { once: true });
  }

  for (const finding of document.querySelectorAll(".finding")) prepare(finding);
  for (const group of groups) {
    for (const button of group.element.querySelectorAll(".unfold")) {
      button.hidden = false;
      button.addEventListener("click", () => unfold(group));
    }
  }
  for (const control of controls) control.addEventListener("input", filter);
  byId("reset").addEventListener("click", () => {
    reset();
    search.focus();
  });
  addEventListener("hashchange", reveal);
  addEventListener("load", reveal);
  byId("toolbar").hidden = false;
  filter();
})();
