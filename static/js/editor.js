// The editor of a text: saves by itself, says honestly what is saved, and keeps on this device
// what the portal does not have yet. htmx sends; the words stand in the page (components/save.html, conflict.html).
(() => {
  "use strict";

  const PAUSE = 2000; // after typing stops
  const TRY_AGAIN = [5000, 10000, 20000, 40000, 60000];
  const LOOK_AROUND = 30000; // who else is here
  const SENT_KEPT = 3;
  const HIDDEN = /^csrfmiddlewaretoken$|(^|-)(version|base)$/;

  const form = document.getElementById("writing");
  const line = document.getElementById("saved");
  const kept = document.getElementById("kept");
  if (!form || !line || !kept || !window.htmx) return;

  const draftName = `writing ${form.dataset.draft}`;
  let typings = 0; // counted, so that an answer knows whether it is about the latest
  let sent = -1; // the count at the last sending
  let saved = 0; // the count that the portal has
  let failures = 0;
  let timer = 0;
  let submitter = null; // pressed while a save was under way
  let isLeaving = false; // the form itself is sent; a save still waiting for its turn must not follow it
  let unanswered = []; // what was sent since the last answer: the portal may have it or not

  // The text on this device

  function readDraft() {
    try {
      return JSON.parse(localStorage.getItem(draftName));
    } catch {
      return null; // no storage, or not ours
    }
  }

  function keepDraft() {
    const fields = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
    try {
      localStorage.setItem(draftName, JSON.stringify({ at: Date.now(), fields }));
    } catch {
      // A full or forbidden storage: the text still stands in the form.
    }
  }

  function dropDraft() {
    try {
      localStorage.removeItem(draftName);
    } catch {
      // nothing was kept
    }
  }

  function typedPart(fields) {
    return JSON.stringify(
      fields
        .filter(([name]) => !HIDDEN.test(name))
        .map(([name, value]) => [name, value.replace(/\r\n/g, "\n").trim()]),
    );
  }

  function isDraftShown(draft) {
    return typedPart(draft.fields) === typedPart([...new FormData(form)]);
  }

  // Of a new row: it stands among those that its author made last.
  function isDraftSaved(draft) {
    const titles = (form.dataset.had || "").split("\n");
    return draft.fields.some(([name, value]) => name === "title" && value.trim() && titles.includes(value.trim()));
  }

  function offerDraft() {
    const draft = readDraft();
    if (!draft || form.dataset.shows === "typed") return;
    if (draft.isLetGo || isDraftShown(draft) || isDraftSaved(draft)) {
      dropDraft();
      return;
    }
    kept.querySelector("[data-kept-at]").textContent = new Date(draft.at).toLocaleString(
      document.documentElement.lang,
      { dateStyle: "medium", timeStyle: "short" },
    );
    kept.hidden = false;
  }

  function bringBack(draft) {
    const values = new Map();
    for (const [name, value] of draft.fields) values.set(name, [...(values.get(name) || []), value]);
    for (const field of form.elements) {
      if (!field.name || field.name === "csrfmiddlewaretoken") continue;
      const own = values.get(field.name) || [];
      if (field.type === "checkbox" || field.type === "radio") field.checked = own.includes(field.value);
      else if (field.multiple) for (const option of field.options) option.selected = own.includes(option.value);
      else if (own.length) field.value = own[0];
    }
    noteTyping();
  }

  // Saving

  function say(word) {
    line.textContent = line.dataset[word];
  }

  function isWaitingForChoice() {
    return Boolean(document.querySelector("#conflict [name=seen]"));
  }

  function saveIn(pause) {
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  }

  function save() {
    clearTimeout(timer);
    if (saved === typings || sent === typings || isWaitingForChoice()) return;
    htmx.trigger(form, "autosave");
  }

  function noteTyping() {
    typings += 1;
    isLeaving = false;
    keepDraft();
    if (isWaitingForChoice()) return;
    if (line.textContent !== line.dataset.typing) say("typing");
    saveIn(PAUSE);
  }

  function sendWithUnanswered(event) {
    if (event.detail.elt !== form) return;
    for (const fields of unanswered) {
      for (const [name, value] of fields) event.detail.formData.append(`unanswered-${name}`, value);
    }
    const fields = [...new FormData(form)].filter(([name]) => !HIDDEN.test(name));
    unanswered = [...unanswered, fields].slice(-SENT_KEPT);
  }

  function trySoon(word) {
    sent = -1;
    say(word);
    saveIn(TRY_AGAIN[Math.min(failures, TRY_AGAIN.length - 1)]);
    failures += 1;
  }

  function whenSaved() {
    saved = sent;
    failures = 0;
    if (saved === typings) dropDraft();
    else saveIn(PAUSE);
  }

  function whenSavedInPart() {
    saved = sent; // what waits for the button stays on this device
    failures = 0;
    if (saved !== typings) saveIn(PAUSE);
  }

  function submitNow() {
    const pressed = submitter;
    submitter = null;
    form.requestSubmit(pressed);
  }

  function whenAnswered(event) {
    if (event.detail.elt !== form) return;
    if (submitter) submitNow();
    if (event.detail.failed) return;
    unanswered = [];
    const answer = event.detail.xhr.getResponseHeader("HX-Trigger");
    if (answer === null) trySoon("signedOut");
  }

  function whenRefusedByServer(event) {
    if (event.detail.elt !== form) return;
    const status = event.detail.xhr.status;
    if (status === 400 || status === 413) say("tooLong");
    else trySoon("refused");
  }

  form.addEventListener("input", noteTyping);
  form.addEventListener("change", noteTyping);
  form.addEventListener("focusout", () => {
    if (saved !== typings) save();
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (form.classList.contains("htmx-request")) {
      event.preventDefault();
      submitter = event.submitter;
      return;
    }
    isLeaving = true;
    keepDraft();
    const draft = readDraft();
    if (draft && event.submitter?.value === "theirs") {
      localStorage.setItem(draftName, JSON.stringify({ ...draft, isLetGo: true }));
    }
  });
  form.addEventListener("htmx:configRequest", sendWithUnanswered);
  form.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt !== form) return;
    if (isLeaving) {
      event.preventDefault();
      return;
    }
    sent = typings;
    say("saving");
  });
  form.addEventListener("htmx:validation:halted", () => say("incomplete"));
  form.addEventListener("htmx:sendError", (event) => {
    if (event.detail.elt === form) trySoon("offline");
  });
  form.addEventListener("htmx:responseError", whenRefusedByServer);
  form.addEventListener("htmx:afterRequest", whenAnswered);
  form.addEventListener("saved", whenSaved);
  form.addEventListener("saved-in-part", whenSavedInPart);
  window.addEventListener("online", () => {
    failures = 0;
    save();
  });

  kept.addEventListener("click", (event) => {
    const deed = event.target.dataset.kept;
    if (!deed) return;
    if (deed === "bring-back") bringBack(readDraft());
    else dropDraft();
    kept.hidden = true;
  });

  // Who else is here

  setInterval(() => {
    const here = document.getElementById("also-here");
    if (here && !document.hidden) htmx.trigger(here, "look");
  }, LOOK_AROUND);

  offerDraft();
})();
