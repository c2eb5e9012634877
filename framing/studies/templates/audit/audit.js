"use strict";
(() => {
  const byId = (name) => document.getElementById(name);
  const sheet = document.body.dataset.sheet;
  const place = "framing audit " + sheet;
  const units = [...document.querySelectorAll(".unit")];
  const questions = [...document.querySelectorAll("fieldset")];
  const unitOf = (element) => element.closest(".unit");
  const radios = (question) => [...question.querySelectorAll("input")];
  const codeOf = (question) => radios(question).find((radio) => radio.checked)?.value ?? null;
  const say = (text, isAlert = false) => { byId("status").textContent = text; byId("status").className = isAlert ? "alert" : ""; };
  let unsaved = false;

  // Where nobody said or wrote anything there is no speaker and no wording to judge.
  const isOpen = (question) => !question.disabled && codeOf(question) === null;
  function refresh() {
    for (const unit of units) {
      const speech = unit.querySelector('[data-question="is_speech"]');
      const isNone = speech !== null && codeOf(speech) === "0";
      for (const question of unit.querySelectorAll("[data-only-of-speech]")) question.disabled = isNone;
    }
    const asked = questions.filter((question) => !question.disabled);
    const answered = asked.filter((question) => codeOf(question) !== null).length;
    byId("progress").max = asked.length || 1;
    byId("progress").value = answered;
    byId("count").textContent = answered + " of " + asked.length + " answered";
  }

  function answers() {
    const given = questions.filter((question) => !question.disabled && codeOf(question) !== null);
    const notes = units.map((unit) => [unit.dataset.unit, unit.querySelector("[data-note]").value.trim()]);
    return {
      format: "framing audit", version: 1, sheet, coder: byId("coder").value.trim(),
      answers: given.map((question) => ({ unit_id: unitOf(question).dataset.unit, question: question.dataset.question, code: codeOf(question) })),
      notes: Object.fromEntries(notes.filter(([, note]) => note)),
    };
  }

  function fill(saved) {
    byId("coder").value = String(saved.coder ?? "");
    const known = new Map(questions.map((question) => [unitOf(question).dataset.unit + " " + question.dataset.question, question]));
    for (const { unit_id, question, code } of saved.answers) {
      for (const radio of radios(known.get(unit_id + " " + question) ?? document.createElement("fieldset"))) radio.checked = radio.value === code;
    }
    for (const unit of units) unit.querySelector("[data-note]").value = String(saved.notes?.[unit.dataset.unit] ?? "");
    refresh();
  }

  function check(saved) {
    if (saved?.format !== "framing audit" || !Array.isArray(saved.answers)) throw new Error("This is no file of answers.");
    if (saved.sheet !== sheet) throw new Error("These are answers to another sheet.");
    return saved;
  }

  function keep() {
    unsaved = true;
    refresh();
    try { localStorage.setItem(place, JSON.stringify(answers())); } catch { /* a browser may forbid it: the file remains */ }
  }

  function save() {
    if (!byId("coder").value.trim()) {
      say("Write your name first: answers carry it.", true);
      byId("coder").focus();
      return;
    }
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(answers(), null, 1)], { type: "application/json" }));
    link.download = document.body.dataset.file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    unsaved = false;
    say("Saved as " + link.download + ", in the folder of your downloads.");
  }

  async function load() {
    const file = byId("load").files[0];
    if (!file) return;
    try {
      fill(check(JSON.parse(await file.text())));
      keep();
      say("Answers taken from " + file.name + ".");
    } catch (problem) {
      say("Not read: " + problem.message, true);
    }
  }

  function show(question) {
    unitOf(question).scrollIntoView({ block: "nearest" });
    (radios(question).find((radio) => radio.checked) ?? radios(question)[0]).focus();
  }

  // The question that has the focus; else the first open one of the unit that has it; else the first open one at all.
  function current() {
    const here = document.activeElement?.closest?.("fieldset");
    if (here && !here.disabled) return here;
    const unit = document.activeElement?.closest?.(".unit");
    const own = unit ? questions.filter((question) => unitOf(question) === unit) : questions;
    return own.find(isOpen) ?? questions.find(isOpen) ?? null;
  }

  function answer(code) {
    const question = current();
    if (!question) { say("Every question is answered."); return; }
    radios(question).find((radio) => radio.value === code).checked = true;
    keep();
    const next = questions.slice(questions.indexOf(question) + 1).find(isOpen);
    if (next) show(next); else { show(question); say("That was the last open question below. Save the answers to a file."); }
  }

  function step(by) {
    const unit = document.activeElement?.closest?.(".unit");
    const target = units[unit ? units.indexOf(unit) + by : 0];
    if (target) { target.scrollIntoView({ block: "nearest" }); target.querySelector("h2").focus(); }
  }

  const keys = { y: () => answer("1"), n: () => answer("0"), j: () => step(1), k: () => step(-1) };
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.matches('input[type="text"], input[type="file"]');
    if (isTyping || !byId("letters").checked || event.ctrlKey || event.metaKey || event.altKey) return;
    const act = keys[event.key.toLowerCase()];
    if (act) { event.preventDefault(); act(); }
  });
  document.addEventListener("input", (event) => { if (event.target.id !== "load") keep(); });
  byId("save").addEventListener("click", save);
  byId("load").addEventListener("change", load);
  window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
  try {
    const kept = localStorage.getItem(place);
    if (kept) { fill(check(JSON.parse(kept))); say("Answers kept by this browser are back. Save them to a file when you are done."); }
  } catch { /* nothing was kept, or the browser forbids it */ }
  refresh();
})();
